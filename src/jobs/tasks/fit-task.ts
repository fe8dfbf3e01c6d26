// What a thread of a batch does for a fit: look at its table before anything runs, and make it whole, from the table to the run folder.

import { type ColumnsRead, columnsRead } from "../../data/panel/index.ts";
import { CarryoverError, formatProblem } from "../../problems/problem.ts";
import { fitMediaMix, programCache } from "../../mmm/fit/index.ts";
import type { FitJob } from "./fit-job.ts";
import { type FitRow, rowOfFailure } from "./fit-row.ts";
import { type FitShape, shapeOf } from "./fit-shape.ts";
import { readJob } from "./job-input.ts";
import { keptRow } from "./kept-run.ts";
import { gradientSeconds } from "./measure.ts";
import type { TaskContext } from "../../threads/index.ts";
import { writeFit } from "./write-fit.ts";

export type LookedAt =
  /** To be fitted. */
  | { readonly kind: "fit"; readonly shape: FitShape; readonly read: ColumnsRead }
  /** There is a complete run of the same table, specification and version in the fit's folder. */
  | { readonly kind: "kept"; readonly row: FitRow };

/** Compiled programs, kept for all fits of this thread. */
export const programs: ReturnType<typeof programCache> = programCache();

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
  if (row !== undefined) return { kind: "kept", row };
  const { spec } = input.resolution;
  return {
    kind: "fit",
    shape: shapeOf(spec, input.data.rows, job.report, programs),
    read: columnsRead(input.data, spec.currency),
  };
}

/**
 * Samples all chains of a fit in this thread and writes its run folder.
 * @param fallback why it was not good enough on lanes, where it was sampled there before
 * @returns its row; undefined when it was canceled, and then nothing is written
 * @throws CarryoverError as `carryover fit` does
 */
export async function makeFit(
  job: FitJob,
  { signal }: TaskContext,
  fallback: readonly string[] = [],
): Promise<FitRow | undefined> {
  const started = performance.now();
  const { data, resolution, dataPath } = await readJob(job);
  const fit = await fitMediaMix(data, resolution, { inThisThread: true, programs, signal });
  if (!fit.complete) return undefined;
  return writeFit(job, { fit, dataPath, seconds: (performance.now() - started) / 1000, fallback });
}

/** A fit that was to be sampled otherwise, and why it was not. */
export interface Instead {
  readonly job: FitJob;
  readonly reasons: readonly string[];
}

/** Samples a fit with NUTS instead. @returns its row, also where it fails; undefined when it was canceled */
export async function makeInstead({ job, reasons }: Instead, context: TaskContext): Promise<FitRow | undefined> {
  try {
    return await makeFit(job, context, reasons);
  } catch (error) {
    return context.signal.aborted ? undefined : rowOfFailure(job, error);
  }
}

/** What went wrong, for the row of a fit that is made otherwise. */
export function reasonsOf(error: unknown): readonly string[] {
  if (error instanceof CarryoverError) return error.problems.map(formatProblem);
  return [error instanceof Error ? error.message : String(error)];
}

/** Seconds per gradient of a fit's model on this thread. */
export function measureGradient(job: FitJob): Promise<number> {
  return gradientSeconds(job, programs);
}
