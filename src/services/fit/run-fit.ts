// A fit from start to end: reads while threads start, samples, and tells how far it is. Every service that fits one table goes through here.

import type { Backend } from "../../compile/index.ts";
import type { MediaData } from "../../data/panel/index.ts";
import type { MediaMixFit } from "../../mmm/fit/index.ts";
import type { Resolution } from "../../mmm/specification/index.ts";
import type { ChainProgress, WorkerPool } from "../../sampling/index.ts";
import type { SamplingCall } from "../call/index.ts";
import { type Engine, type EngineFitOptions, engine as standardEngine } from "../engine/index.ts";

export interface FitTask {
  readonly data: MediaData;
  readonly resolution: Resolution;
  readonly backend: Backend;
  /** State of a canceled fit to go on from. */
  readonly resume?: unknown;
}

/** How far a fit is, in the order of the stages. */
export type SamplingProgress =
  | { readonly stage: "ready"; readonly warmup: number; readonly draws: number }
  /** Many times, with the latest counters of every chain. */
  | { readonly stage: "sampling"; readonly chains: readonly ChainProgress[] }
  /** There were divergences: all chains begin again, with this target acceptance. */
  | { readonly stage: "again"; readonly divergences: number; readonly targetAccept: number }
  | { readonly stage: "sampled" };

export interface FitSettings {
  /** Threads that are being started; closed when the fit is made. */
  readonly workers: Promise<WorkerPool>;
  /** Called once sampling has begun, when this thread has nothing to do but to show progress. */
  readonly whileSampling?: () => void;
}

/**
 * Has `prepare` read what is to be fitted while threads start, then fits it.
 * @returns undefined when it was canceled before there was anything to keep
 */
export async function runFit<T extends FitTask>(
  prepare: () => Promise<T>,
  settings: FitSettings,
  call: Pick<SamplingCall<SamplingProgress>, "engine" | "signal" | "onProgress">,
): Promise<{ readonly task: T; readonly fit: MediaMixFit } | undefined> {
  const { signal = new AbortController().signal, onProgress } = call;
  try {
    const task = await prepare();
    if (signal.aborted) return undefined;
    const { warmup, draws } = task.resolution.spec.sampling;
    onProgress?.({ stage: "ready", warmup, draws });
    let begun = false;
    const told: Pick<EngineFitOptions, "onProgress" | "onResample"> = {
      onProgress: (chains) => {
        if (!begun) settings.whileSampling?.();
        begun = true;
        onProgress?.({ stage: "sampling", chains });
      },
      onResample: ({ divergences }, targetAccept) => onProgress?.({ stage: "again", divergences, targetAccept }),
    };
    const fit = await fitOrNothing(call.engine ?? standardEngine, task, settings, signal, told);
    onProgress?.({ stage: "sampled" });
    return fit === undefined ? undefined : { task, fit };
  } finally {
    // Not waited for: results can be written while threads end.
    settings.workers.then((pool) => pool.close()).catch(() => undefined);
  }
}

async function fitOrNothing(
  engine: Engine,
  { data, resolution, backend, resume }: FitTask,
  { workers }: FitSettings,
  signal: AbortSignal,
  told: Pick<EngineFitOptions, "onProgress" | "onResample">,
): Promise<MediaMixFit | undefined> {
  try {
    const shared = { pool: await workers, backend, signal, ...told };
    return await engine.fit(data, resolution, resume === undefined ? shared : { ...shared, resume });
  } catch (error) {
    if (signal.aborted && (error as Error | undefined)?.name === "AbortError") return undefined;
    throw error;
  }
}
