// A fit with everything around it: worker threads, progress, Ctrl-C. What `fit` and `demo` share.

import type { MediaData } from "../data/panel/index.ts";
import type { MediaMixFit } from "../mmm/fit/index.ts";
import type { Resolution } from "../mmm/specification/index.ts";
import type { WorkerPool } from "../sampling/index.ts";
import type { Engine } from "../services/engine/index.ts";
import { type Interrupts, listenForInterrupts } from "./terminal/index.ts";
import { type ProgressMode, createReporter } from "./progress/index.ts";
import type { Terminal } from "./terminal/index.ts";
import { mark } from "./terminal/index.ts";

export interface FitTask {
  readonly data: MediaData;
  readonly resolution: Resolution;
  readonly resume?: unknown;
}

export interface FitSettings {
  /** Threads that are being started. */
  readonly workers: Promise<WorkerPool>;
  readonly backend: "wasm" | "javascript";
  readonly progress: ProgressMode;
  /** Called once sampling has begun, when this thread has nothing to do but to show progress. */
  readonly whileSampling?: () => void;
}

/**
 * Has `prepare` read what is to be fitted while threads start, then fits it.
 * @returns undefined when Ctrl-C came before there was anything to keep
 */
export async function fitWithProgress<T extends FitTask>(
  engine: Engine,
  terminal: Terminal,
  settings: FitSettings,
  prepare: () => Promise<T>,
): Promise<{ readonly task: T; readonly fit: MediaMixFit } | undefined> {
  const { err } = terminal;
  let tell = (text: string): void => err.write(`${text}\n`);
  const interrupts = listenForInterrupts(() => tell("Canceling; Ctrl-C again ends at once and keeps nothing."));
  try {
    const task = await prepare();
    mark("data and specification ready");
    if (interrupts.signal.aborted) return undefined;
    const { warmup, draws } = task.resolution.spec.sampling;
    const reporter = createReporter(settings.progress, err, { warmup, draws });
    tell = reporter.message;
    try {
      let begun = false;
      const fit = await fitOrNothing(engine, task, settings, interrupts, (chains) => {
        if (!begun) {
          mark("sampling begins");
          settings.whileSampling?.();
        }
        begun = true;
        reporter.update(chains);
      });
      mark("fitted");
      return fit === undefined ? undefined : { task, fit };
    } finally {
      reporter.stop();
    }
  } finally {
    // Not waited for: results can be written while threads end.
    settings.workers.then((pool) => pool.close()).catch(() => undefined);
    interrupts.release();
  }
}

async function fitOrNothing(
  engine: Engine,
  { data, resolution, resume }: FitTask,
  { backend, workers }: FitSettings,
  { signal }: Interrupts,
  onProgress: Parameters<Engine["fit"]>[2]["onProgress"],
): Promise<MediaMixFit | undefined> {
  try {
    const shared = { pool: await workers, backend, signal, onProgress };
    return await engine.fit(data, resolution, resume === undefined ? shared : { ...shared, resume });
  } catch (error) {
    if (signal.aborted && (error as Error | undefined)?.name === "AbortError") return undefined;
    throw error;
  }
}
