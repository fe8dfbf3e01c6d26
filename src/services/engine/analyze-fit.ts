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

/** Begins to load what a report needs, which takes about as long as making it. */
export function loadReport(): Promise<ReportModules> {
  const drawing = import("../../charts/server/document.ts").then(({ svgDocument }) => svgDocument());
  // What goes wrong here goes wrong again, and is reported, where the window is used.
  drawing.catch(() => undefined);
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
