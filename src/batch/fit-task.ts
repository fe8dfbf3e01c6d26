// What a thread of a batch does for a fit: look at its table before anything runs, and make it whole, from the table to the run folder.

import { resolve as absolute } from "node:path";
import { fitMediaMix } from "../mmm/fit.ts";
import type { MediaMixFit } from "../mmm/fit-types.ts";
import { fromHere, type Input, readTableWithModel } from "../mmm/input.ts";
import { programCache } from "../mmm/programs.ts";
import { type ModelDocument, readModelFile, tablePath } from "../mmm/spec/document.ts";
import { saveRun } from "../store/save-run.ts";
import type { FitJob } from "./fit-job.ts";
import { type FitRow, rowOfFit } from "./fit-row.ts";
import { type FitShape, shapeOf } from "./fit-shape.ts";
import { keptRow } from "./kept-run.ts";
import type { TaskContext } from "./task.ts";

export type LookedAt =
  /** To be fitted. */
  | { readonly kind: "fit"; readonly shape: FitShape }
  /** There is a complete run of the same table, specification and version in the fit's folder. */
  | { readonly kind: "kept"; readonly row: FitRow };

/** Kept for all fits of this thread; a model file is taken to be the same throughout a batch. */
const programs = programCache();
const documents = new Map<string, Promise<ModelDocument>>();

/**
 * Reads table and model of a fit and says how large it is.
 * @throws CarryoverError with what is wrong with them
 */
export async function lookAtFit({
  job,
  resume,
}: {
  readonly job: FitJob;
  readonly resume: boolean;
}): Promise<LookedAt> {
  const input = await readJob(job);
  const row = resume ? await keptRow(job, input) : undefined;
  return row === undefined
    ? { kind: "fit", shape: shapeOf(input.resolution.spec, input.data.rows) }
    : { kind: "kept", row };
}

/**
 * Samples all chains of a fit in this thread and writes its run folder.
 * @returns its row; undefined when it was cancelled, and then nothing is written
 * @throws CarryoverError as `carryover fit` does
 */
export async function makeFit(job: FitJob, { signal }: TaskContext): Promise<FitRow | undefined> {
  const started = performance.now();
  const { data, resolution, dataPath } = await readJob(job);
  const fit = await fitMediaMix(data, resolution, { inThisThread: true, programs, signal });
  return fit.complete ? await writeFit(job, fit, dataPath, started) : undefined;
}

/** Writes the run folder of a fit, and its report where one is wanted. */
async function writeFit(job: FitJob, fit: MediaMixFit, dataPath: string, started: number): Promise<FitRow> {
  const { folder, diagnostics } = await saveRun(fit, job.folder, {
    command: job.command,
    dataPath: absolute(dataPath),
    backend: "wasm",
    threads: 1,
  });
  if (job.report) await writeReportOf(fit, folder);
  const { spec, summary } = fit;
  return rowOfFit(job.name, {
    seed: spec.sampling.seed,
    table: absolute(dataPath),
    target: spec.target,
    channels: spec.channels.map(({ name }) => name),
    summary,
    diagnostics,
    seconds: (performance.now() - started) / 1000,
  });
}

async function writeReportOf(fit: MediaMixFit, folder: string): Promise<void> {
  // Loaded by the batches that want reports: drawing takes as long to load as a fit to make.
  const { buildReport, sourceOfFit, writeReport } = await import("../report/index.ts");
  const { html } = await buildReport(sourceOfFit(fit));
  await writeReport(html, folder);
}

async function readJob({ table, model, sampling }: FitJob): Promise<Input> {
  if (model === undefined) return readTableWithModel(table as string, undefined, sampling);
  let document = documents.get(model);
  if (document === undefined) {
    document = readModelFile(model);
    documents.set(model, document);
  }
  const read = await document;
  return readTableWithModel(table ?? fromHere(tablePath(read)), read, sampling);
}
