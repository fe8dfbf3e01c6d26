// The commands, in the order of help. Each is loaded only when it is called.

import type { Command } from "./command.ts";

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
    load: () => import("./commands/demo.ts"),
  },
  { name: "fit", summary: "fit a table or a model file; writes a run folder", load: () => import("./commands/fit.ts") },
  {
    name: "batch",
    summary: "fit many tables, brands or markets; one overview of them all",
    load: () => import("./commands/batch.ts"),
  },
  {
    name: "diagnose",
    summary: "whether a run can be relied on, and where it hurts",
    load: () => import("./commands/diagnose.ts"),
  },
  {
    name: "summary",
    summary: "parameters and quantities of a run",
    load: () => import("./commands/summary.ts"),
  },
  {
    name: "contributions",
    summary: "what the target is made of: base, season, controls, channels",
    load: () => import("./commands/contributions.ts"),
  },
  {
    name: "roi",
    summary: "what spend brings back, on average and at the margin",
    load: () => import("./commands/roi.ts"),
  },
  {
    name: "curves",
    summary: "carry-over, saturation and response curves",
    load: () => import("./commands/curves.ts"),
  },
  {
    name: "optimize",
    summary: "where the next budget should go, and how sure the gain is",
    load: () => import("./commands/optimize.ts"),
  },
  {
    name: "scenarios",
    summary: "plans of a file compared with the current one and with each other",
    load: () => import("./commands/scenarios.ts"),
  },
  {
    name: "export",
    summary: "the draws of a run for ArviZ, Stan's tools, spreadsheets",
    load: () => import("./commands/export.ts"),
  },
  {
    name: "check",
    summary: "the model against the data: review, scores, holdout",
    load: () => import("./commands/check.ts"),
  },
  {
    name: "compare",
    summary: "a run beside simpler models, or several runs",
    load: () => import("./commands/compare.ts"),
  },
  {
    name: "report",
    summary: "one HTML file: what was found, what to do, and whether to trust it",
    load: () => import("./commands/report.ts"),
  },
  {
    name: "recommend",
    summary: "channel efficiency and advice in plain words",
    load: () => import("./commands/recommend.ts"),
  },
  {
    name: "spec",
    summary: "every choice a fit would make, and where it comes from",
    load: () => import("./commands/spec.ts"),
  },
  {
    name: "simulate",
    summary: "write a table with known truth and a model file",
    load: () => import("./commands/simulate.ts"),
  },
  {
    name: "recover",
    summary: "whether a design recovers a known truth: coverage, bias, calibration, what is learned",
    load: () => import("./commands/recover.ts"),
  },
  {
    name: "aggregate",
    summary: "raw events to a weekly table in which no user has more than a bounded share",
    load: () => import("./commands/aggregate.ts"),
  },
  {
    name: "privatize",
    summary: "a table with noise that protects its users, charged to a ledger",
    load: () => import("./commands/privatize.ts"),
  },
  {
    name: "tradeoff",
    summary: "what each epsilon would cost in what is learned, on synthetic tables",
    load: () => import("./commands/tradeoff.ts"),
  },
  {
    name: "ledger",
    summary: "the privacy budget of a table: make it, see what is spent",
    load: () => import("./commands/ledger.ts"),
  },
  {
    name: "doctor",
    summary: "versions, cores, and which backends work here",
    load: () => import("./commands/doctor.ts"),
  },
];
