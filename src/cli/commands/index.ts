// The commands, in the order of help. Each is loaded only when it is called.

import type { Command } from "./command.ts";

export type { Command, CommandContext } from "./command.ts";

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
  { name: "fit", summary: "fit a table or a model file; writes a run folder", load: () => import("./fit.ts") },
  {
    name: "batch",
    summary: "fit many tables, brands or markets; one overview of them all",
    load: () => import("./batch.ts"),
  },
  {
    name: "diagnose",
    summary: "whether a run can be relied on, and where it hurts",
    load: () => import("./diagnose.ts"),
  },
  {
    name: "summary",
    summary: "parameters and quantities of a run",
    load: () => import("./summary.ts"),
  },
  {
    name: "contributions",
    summary: "what the target is made of: base, season, controls, channels",
    load: () => import("./contributions.ts"),
  },
  {
    name: "roi",
    summary: "what spend brings back, on average and at the margin",
    load: () => import("./roi.ts"),
  },
  {
    name: "curves",
    summary: "carry-over, saturation and response curves",
    load: () => import("./curves.ts"),
  },
  {
    name: "optimize",
    summary: "where the next budget should go, and how sure the gain is",
    load: () => import("./optimize.ts"),
  },
  {
    name: "scenarios",
    summary: "plans of a file compared with the current one and with each other",
    load: () => import("./scenarios.ts"),
  },
  {
    name: "export",
    summary: "the draws of a run for ArviZ, Stan's tools, spreadsheets",
    load: () => import("./export.ts"),
  },
  {
    name: "check",
    summary: "the model against the data: review, scores, holdout",
    load: () => import("./check.ts"),
  },
  {
    name: "compare",
    summary: "a run beside simpler models, or several runs",
    load: () => import("./compare.ts"),
  },
  {
    name: "report",
    summary: "one HTML file: what was found, what to do, and whether to trust it",
    load: () => import("./report.ts"),
  },
  {
    name: "recommend",
    summary: "channel efficiency and advice in plain words",
    load: () => import("./recommend.ts"),
  },
  {
    name: "spec",
    summary: "every choice a fit would make, and where it comes from",
    load: () => import("./spec.ts"),
  },
  {
    name: "simulate",
    summary: "write a table with known truth and a model file",
    load: () => import("./simulate.ts"),
  },
  {
    name: "recover",
    summary: "whether a design recovers a known truth: coverage, bias, calibration, what is learned",
    load: () => import("./recover.ts"),
  },
  {
    name: "aggregate",
    summary: "raw events to a weekly table in which no user has more than a bounded share",
    load: () => import("./aggregate.ts"),
  },
  {
    name: "privatize",
    summary: "a table with noise that protects its users, charged to a ledger",
    load: () => import("./privatize.ts"),
  },
  {
    name: "tradeoff",
    summary: "what each epsilon would cost in what is learned, on synthetic tables",
    load: () => import("./tradeoff.ts"),
  },
  {
    name: "ledger",
    summary: "the privacy budget of a table: make it, see what is spent",
    load: () => import("./ledger.ts"),
  },
  {
    name: "doctor",
    summary: "versions, cores, and which backends work here",
    load: () => import("./doctor.ts"),
  },
];
