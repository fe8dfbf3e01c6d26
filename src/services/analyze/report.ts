// The report of a run as one HTML file, and its charts as pictures.

import { type Document, documentOf } from "../../documents/index.ts";
import { resolve } from "node:path";
import type { Holdout } from "../../decisions/predictions/index.ts";
import { chartSettings, type ValueOf } from "../../settings/index.ts";
import {
  openForAnswer,
  headOf,
  type RunFacts,
  type RunHead,
  type RunOpened,
  type SamplingCall,
} from "../call/index.ts";
import type { SamplingProgress } from "../fit/index.ts";

export interface ReportRequest {
  /** A run folder. */
  readonly run: string;
  /** File to write; default report.html in the run folder. */
  readonly out?: string | undefined;
  /** Rows at the end of the table to leave out of one more fit, whose prediction of them is shown. */
  readonly holdout?: number | undefined;
  /** Worker threads of that fit; default one per core, at most one per chain. */
  readonly threads?: number | undefined;
  /** Return above which spend pays; default 1 for revenue, none for conversions. */
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
  const {
    run: folder,
    out,
    holdout: rows,
    threads,
    breakEven,
    charts,
    format = chartSettings.format.default,
  } = request;
  const opened = await openForAnswer(folder, call.onProgress);
  const { facts } = opened;
  let holdout: Holdout | undefined;
  if (rows !== undefined) {
    const { refitOpened } = await import("../refit/refit.ts");
    const refit = await refitOpened(opened, { rows, threads }, call);
    if (refit === undefined) return undefined;
    ({ holdout } = refit);
  }
  const [{ buildReport }, { sourceOfRun }, { writeCharts, writeReport }] = await Promise.all([
    import("../../report/build-report.ts"),
    import("../../report/from-run.ts"),
    import("../../report/write-report.ts"),
  ]);
  const built = await buildReport(sourceOfRun(opened), { holdout, breakEven });
  return {
    ...facts,
    report: await writeReport(built.html, folder, out),
    charts: charts === undefined ? [] : await writeCharts(built.charts, resolve(charts), format),
    reliable: facts.converged && holdout?.converged !== false,
  };
}

/** The answer as a document. */
export function reportDocument({
  report: file,
  charts,
  ...facts
}: ReportAnswer): Document<"carryover/report/1", RunHead & Pick<ReportAnswer, "report" | "charts">> {
  return documentOf("carryover/report/1", { ...headOf(facts), report: file, charts });
}
