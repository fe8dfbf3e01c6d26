// A fit of a batch to its run folder, with a report where one is wanted, and to its row.

import { resolve } from "node:path";
import type { MediaMixFit } from "../../mmm/fit/index.ts";
import { type LaneRecord, type SavedRun, saveRun } from "../../store/run/index.ts";
import type { FitJob } from "./fit-job.ts";
import { type FitRow, rowOfFit } from "./fit-row.ts";

export interface Made {
  readonly fit: MediaMixFit;
  /** Path of the table. */
  readonly dataPath: string;
  /** Seconds spent on the fit so far. */
  readonly seconds: number;
  /** The lanes that it was sampled on; absent for a fit by NUTS. */
  readonly lanes?: LaneRecord;
  /** Why lanes were not good enough, where NUTS had to sample it again. */
  readonly fallback?: readonly string[];
}

/** @throws CarryoverError when the folder must not be replaced or cannot be written */
export async function writeFit(job: FitJob, made: Made): Promise<FitRow> {
  const { fit, lanes, fallback = [] } = made;
  const started = performance.now();
  const table = resolve(made.dataPath);
  const saved = await saveRun(fit, job.folder, {
    command: job.command,
    dataPath: table,
    backend: "wasm",
    threads: 1,
    ...(lanes === undefined ? {} : { lanes }),
  });
  const { diagnostics } = saved;
  if (job.report) await writeReportOf(fit, saved);
  const { spec, summary } = fit;
  const { resampled } = diagnostics;
  return rowOfFit(job.name, {
    seed: spec.sampling.seed,
    table,
    target: spec.target,
    channels: spec.channels.map(({ name }) => name),
    summary,
    diagnostics,
    seconds: made.seconds + (performance.now() - started) / 1000,
    sampler: lanes?.engine ?? (resampled === undefined ? "NUTS" : `NUTS, target acceptance ${resampled.target_accept}`),
    fallback,
  });
}

async function writeReportOf(fit: MediaMixFit, saved: SavedRun): Promise<void> {
  // Loaded by the batches that want reports: drawing takes as long to load as a fit to make.
  const { buildReport, sourceOfFit, writeReport } = await import("../../report/index.ts");
  const { html } = await buildReport(sourceOfFit(fit));
  await writeReport(html, saved);
}
