// What matters of a fit that was just written, and its report in the run folder.

import { type Advice, analyze } from "../../decisions/advice/index.ts";
import { fittedModel } from "../../decisions/draws/index.ts";
import type { MediaMixFit } from "../../mmm/fit/index.ts";
import type { ReportedRun } from "../../report/index.ts";

export interface FitAnalysis {
  readonly advice: Advice;
  /** Absolute path of the report, where one was wanted. */
  readonly report?: string;
}

type ReportModules = [
  typeof import("../../report/build-report.ts"),
  typeof import("../../report/from-run.ts"),
  typeof import("../../report/write-report.ts"),
];

/** Loads what a report needs. */
export function loadReport(): Promise<ReportModules> {
  return Promise.all([
    import("../../report/build-report.ts"),
    import("../../report/from-run.ts"),
    import("../../report/write-report.ts"),
  ]);
}

export async function analyzeFit(fit: MediaMixFit, run: ReportedRun, wanted: boolean): Promise<FitAnalysis> {
  const { diagnostics, pointwise } = fit;
  const analysis = analyze(fittedModel(fit), { diagnostics, pointwise });
  if (!wanted) return { advice: analysis.advice };
  const [{ buildReport }, { sourceOfFit }, { writeReport }] = await loadReport();
  const { html } = await buildReport(sourceOfFit(fit), { analysis });
  const report = await writeReport(html, run);
  return { advice: analysis.advice, report };
}
