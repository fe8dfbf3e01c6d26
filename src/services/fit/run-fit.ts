// A fit from start to end: reads while threads start, samples, and tells how far it is. Every service that fits one table goes through here.

import type { Backend } from "../../compile/index.ts";
import type { MediaData } from "../../data/panel/index.ts";
import type { MediaMixFit } from "../../mmm/fit/index.ts";
import type { Resolution } from "../../mmm/specification/index.ts";
import type { RunningConvergence } from "../../diagnostics/index.ts";
import type { ChainProgress, Watch, WorkerPool } from "../../sampling/index.ts";
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
  | SamplingNow
  /** There were divergences: all chains begin again, with this target acceptance. */
  | { readonly stage: "again"; readonly divergences: number; readonly targetAccept: number }
  | { readonly stage: "sampled" };

/** Told about ten times a second: plain data. */
export interface SamplingNow {
  readonly stage: "sampling";
  /** The latest counters of every chain. */
  readonly chains: readonly ChainProgress[];
  /** Until all chains are done; absent before enough transitions were made to say. */
  readonly secondsLeft?: number | undefined;
  /** Threads that share the gradients of each chain; absent where a chain has one. */
  readonly threadsPerChain?: number | undefined;
  /** R-hat and effective sample sizes of the draws so far, looked at every 1.5 seconds; absent before the first look that finds enough draws. */
  readonly convergence?: ConvergenceSoFar | undefined;
}

/** Of the log density and the sampler's coordinates whose chains disagree most. */
export type ConvergenceSoFar = Required<Pick<RunningConvergence, "of" | "worst" | "quantities" | "leftOut">>;

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
    let convergence: ConvergenceSoFar | undefined;
    const look = watchLate(({ of, worst, quantities, leftOut }) => {
      if (of && worst) convergence = { of, worst, quantities, leftOut };
    });
    const told: Pick<EngineFitOptions, "watch" | "onResample"> = {
      watch: (running) => {
        if (!begun) settings.whileSampling?.();
        begun = true;
        if (onProgress === undefined) return;
        look(running);
        const { chains, secondsLeft, threadsPerChain } = running;
        onProgress({ stage: "sampling", chains, secondsLeft, threadsPerChain, convergence });
      },
      onResample: ({ divergences }, targetAccept) => {
        convergence = undefined;
        onProgress?.({ stage: "again", divergences, targetAccept });
      },
    };
    const fit = await fitOrNothing(call.engine ?? standardEngine, task, settings, signal, told);
    onProgress?.({ stage: "sampled" });
    return fit === undefined ? undefined : { task, fit };
  } finally {
    // Not waited for: results can be written while threads end.
    settings.workers.then((pool) => pool.close()).catch(() => undefined);
  }
}

/** `watchConvergence`, loaded when a run takes so long that it is looked at. */
function watchLate(onUpdate: (running: RunningConvergence) => void): Watch {
  let watch: Watch | undefined;
  let loading = false;
  return (running) => {
    watch?.(running);
    if (loading || running.seconds < 1) return;
    loading = true;
    import("../../diagnostics/watch/index.ts").then(
      ({ watchConvergence }) => {
        watch = watchConvergence({ onUpdate });
      },
      // What goes wrong here goes wrong again, and is reported, where the draws are judged.
      () => undefined,
    );
  };
}

async function fitOrNothing(
  engine: Engine,
  { data, resolution, backend, resume }: FitTask,
  { workers }: FitSettings,
  signal: AbortSignal,
  told: Pick<EngineFitOptions, "watch" | "onResample">,
): Promise<MediaMixFit | undefined> {
  try {
    const shared = { pool: await workers, backend, signal, ...told };
    return await engine.fit(data, resolution, resume === undefined ? shared : { ...shared, resume });
  } catch (error) {
    if (signal.aborted && (error as Error | undefined)?.name === "AbortError") return undefined;
    throw error;
  }
}
