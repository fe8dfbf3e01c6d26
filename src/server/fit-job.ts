// A fit in a child: the service that the command line calls, into the place of the fit's run.

import { rm } from "node:fs/promises";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import type { ChildCall } from "../queue/index.ts";
import { fit, type FitProgress, type FitRequest, type FitResult, type SamplingCall } from "../services/index.ts";
import type { SamplingFlags } from "../mmm/specification/index.ts";

export interface ServedFit {
  /** The table, in the folder that the child works in. */
  readonly table: string;
  readonly model?: string | undefined;
  readonly sampling?: SamplingFlags | undefined;
  /** Run folder to write. */
  readonly out: string;
  readonly report: boolean;
  /** MiB that the fit may take. */
  readonly memory: number;
  /** What the record of the run says it was made by. */
  readonly command: string;
}

export interface ServedFitResult {
  readonly complete: boolean;
  readonly converged: boolean;
}

/** @throws CarryoverError as the service */
export async function fitJob(job: ServedFit, { signal, onProgress }: ChildCall): Promise<ServedFitResult> {
  const { loadRecord } = await import("../store/run/index.ts");
  const before = await loadRecord(job.out).catch(() => undefined);
  // A run that was written before its end could be told is the result.
  if (before?.complete === true) return { complete: true, converged: await convergedOf(job.out) };
  const { table, model, sampling, out, report, command, memory } = job;
  const request = { path: table, model, sampling, out, report, command, memory };
  const call = { signal, onProgress };
  const made = await (before === undefined ? fit(request, call) : goOn(request, call));
  return { complete: made?.complete ?? false, converged: made?.converged ?? false };
}

/** Goes on with what was sampled; where this version or machine cannot, from the start. */
async function goOn(request: FitRequest, call: SamplingCall<FitProgress>): Promise<FitResult | undefined> {
  try {
    return await fit({ ...request, resume: true }, call);
  } catch (error) {
    if (!(error instanceof CarryoverError) || error.exitCode === exitCodes.internal) throw error;
    await rm(request.out, { recursive: true, force: true });
    return fit(request, call);
  }
}

async function convergedOf(out: string): Promise<boolean> {
  const { loadRun } = await import("../store/run/index.ts");
  return (await loadRun(out)).diagnostics.converged;
}
