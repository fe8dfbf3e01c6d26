// The report of a run as one HTML file, and its charts as pictures.

import { type Document, documentOf } from "../../documents/index.ts";
import { resolve } from "node:path";
import { holdFolder } from "../../store/run/index.ts";
import { chartSettings, type ValueOf } from "../../settings/index.ts";
import {
  checkRequest,
  headOf,
  oneOf,
  ownRules,
  type RunFacts,
  type RunHead,
  type RunOpened,
  type SamplingCall,
} from "../call/index.ts";
import type { SamplingProgress } from "../fit/index.ts";
import { type HoldoutRequest, openWithHoldout } from "../refit/index.ts";

export interface ReportRequest extends HoldoutRequest {
  /** File to write; default report.html in the run folder. */
  readonly out?: string | undefined;
  /** Return above which spend pays; default one over the margin. Not with `margin`. */
  readonly breakEven?: number | undefined;
  /** Folder that every chart is written to as well. */
  readonly charts?: string | undefined;
  /** Of the pictures; "png" needs the package @resvg/resvg-js. Default "svg". */
  readonly format?: ValueOf<typeof chartSettings.format> | undefined;
}

export interface ReportAnswer extends RunFacts {
  /** Absolute path of the report. */
  readonly report: string;
  /** Absolute paths of the pictures. */
  readonly charts: readonly string[];
  /** False when the run, or the fit without the rows held out, has not converged. */
  readonly reliable: boolean;
}

/**
 * Writes the report of a run.
 * @returns undefined when it was canceled while it sampled
 * @throws CarryoverError as `refit`, and when a file cannot be written
 */
export async function report(
  request: ReportRequest,
  call: SamplingCall<RunOpened | SamplingProgress> = {},
): Promise<ReportAnswer | undefined> {
  await checkRequest(
    "report",
    request,
    ["run", "margin", "currency", "title", "holdout", "threads", "out", "breakEven", "charts"],
    { format: ownRules.chartFormat },
    ["run"],
  );
  const { run: folder, out, breakEven, charts, format = chartSettings.format.default } = request;
  oneOf(request, call.written);
  const [{ buildReport }, { sourceOfRun }, { checkReportTarget, writeCharts, writeReport }] = await Promise.all([
    import("../../report/build-report.ts"),
    import("../../report/from-run.ts"),
    import("../../report/write-report.ts"),
  ]);
  // The report that is there is about to be replaced.
  const opened = await openWithHoldout(request, call, { report: out !== undefined }, () =>
    checkReportTarget(folder, out, charts),
  );
  if (opened === undefined) return undefined;
  const { facts, refit, reliable } = opened;
  const built = await buildReport(sourceOfRun(opened), { holdout: refit?.holdout, breakEven });
  const written = await writeReport(built.html, opened.run, out);
  if (charts === undefined) return { ...facts, report: written, charts: [], reliable };
  // Pictures of two runs do not mix.
  const held = await holdFolder(charts, { replaced: false });
  try {
    return { ...facts, report: written, charts: await writeCharts(built.charts, resolve(charts), format), reliable };
  } finally {
    await held.release();
  }
}

/** The answer as a document. */
export function reportDocument({
  report: file,
  charts,
  ...facts
}: ReportAnswer): Document<"carryover/report/1", RunHead & Pick<ReportAnswer, "report" | "charts">> {
  return documentOf("carryover/report/1", { ...headOf(facts), report: file, charts });
}
