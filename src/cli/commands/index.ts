// The commands, in the order of help. Each is loaded only when it is called.

import type { Command } from "./command.ts";

export type { CommandContext } from "./command.ts";

export interface CommandEntry {
  readonly name: string;
  /** One line for the overview. */
  readonly summary: string;
  readonly load: () => Promise<{ readonly command: Command }>;
}

export const commands: readonly CommandEntry[] = [
  {
    name: "demo",
    summary: "simulate, fit and compare with the truth; needs no data",
    load: () => import("./demo.ts"),
  },
  {
    name: "init",
    summary: "write a commented model file for a table",
    load: () => import("./init.ts"),
  },
  {
    name: "prior",
    summary: "what the priors of a model imply, as a page, before it is fitted",
    load: () => import("./prior.ts"),
  },
  { name: "fit", summary: "fit a table or a model file; writes a run folder", load: () => import("./fit.ts") },
  {
    name: "batch",
    summary: "fit many tables, brands or markets with one overview",
    load: () => import("./batch.ts"),
  },
  {
    name: "diagnose",
    summary: "sampler diagnostics of a run, with remedies",
    load: () => import("./diagnose.ts"),
  },
  {
    name: "summary",
    summary: "parameters and quantities of a run",
    load: () => import("./summary.ts"),
  },
  {
    name: "contributions",
    summary: "decomposition of the target: intercept, trend, season, controls, channels",
    load: () => import("./contributions.ts"),
  },
  {
    name: "roi",
    summary: "average and marginal return on spend",
    load: () => import("./roi.ts"),
  },
  {
    name: "curves",
    summary: "carry-over, saturation and response curves",
    load: () => import("./curves.ts"),
  },
  {
    name: "optimize",
    summary: "the best next budget, with the probability of a gain",
    load: () => import("./optimize.ts"),
  },
  {
    name: "scenarios",
    summary: "compare spending plans with the current plan and with each other",
    load: () => import("./scenarios.ts"),
  },
  {
    name: "forecast",
    summary: "the whole target of weeks to come, for one or more scenarios",
    load: () => import("./forecast.ts"),
  },
  {
    name: "refresh",
    summary: "fit the model of a run to a newer table: what changed, old beside new",
    load: () => import("./refresh.ts"),
  },
  {
    name: "experiment",
    summary: "which lift test to run next: what it would tell, find, cost and be worth",
    load: () => import("./experiment.ts"),
  },
  {
    name: "export",
    summary: "write the draws of a run for ArviZ, CmdStan tools or spreadsheets",
    load: () => import("./export.ts"),
  },
  {
    name: "check",
    summary: "review of a run: checks, scores, holdout",
    load: () => import("./check.ts"),
  },
  {
    name: "compare",
    summary: "compare a run with simpler models, or several runs",
    load: () => import("./compare.ts"),
  },
  {
    name: "report",
    summary: "the results, the advice and the diagnostics in one HTML file",
    load: () => import("./report.ts"),
  },
  {
    name: "recommend",
    summary: "channel efficiency and advice",
    load: () => import("./recommend.ts"),
  },
  {
    name: "spec",
    summary: "the complete model file of a fit, with the source of every value",
    load: () => import("./spec.ts"),
  },
  {
    name: "simulate",
    summary: "write a simulated table, its true parameters and a model file",
    load: () => import("./simulate.ts"),
  },
  {
    name: "recover",
    summary: "test on simulated data how well a design recovers known parameters",
    load: () => import("./recover.ts"),
  },
  {
    name: "aggregate",
    summary: "aggregate raw events to a weekly table with bounded contributions per user",
    load: () => import("./aggregate.ts"),
  },
  {
    name: "privatize",
    summary: "release a table with noise that protects users, charged to a ledger",
    load: () => import("./privatize.ts"),
  },
  {
    name: "tradeoff",
    summary: "estimate on simulated tables what each epsilon costs in accuracy",
    load: () => import("./tradeoff.ts"),
  },
  {
    name: "ledger",
    summary: "create the privacy budget of a table, or show what is spent",
    load: () => import("./ledger.ts"),
  },
  {
    name: "serve",
    summary: "serve fits and what follows from them over HTTP, on this machine",
    load: () => import("./serve.ts"),
  },
  {
    name: "doctor",
    summary: "versions, cores, and which backends work",
    load: () => import("./doctor.ts"),
  },
];
