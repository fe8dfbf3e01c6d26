// The parts of the engine that a fit needs, loaded only when one is made; tests give others.

import type { MediaData } from "../data/media-data.ts";
import type { MediaMixFit } from "../mmm/fit-types.ts";
import type { Resolution } from "../mmm/spec/resolve.ts";
import type { WorkerPool } from "../sampling/pool.ts";
import type { ChainProgress } from "../sampling/result.ts";

export interface FitOptions {
  readonly pool: WorkerPool;
  readonly backend: "wasm" | "javascript";
  readonly signal: AbortSignal;
  readonly onProgress: (chains: readonly ChainProgress[]) => void;
  readonly resume?: unknown;
}

export interface Engine {
  /** Starts worker threads, so that they are ready when the model is, and then begins to load the modules of a fit. */
  startWorkers(threads: number): Promise<WorkerPool>;
  fit(data: MediaData, resolution: Resolution, options: FitOptions): Promise<MediaMixFit>;
}

/** The engine itself. */
export const engine: Engine = {
  startWorkers: async (threads) => {
    const { startWorkers } = await import("../sampling/pool.ts");
    const pool = startWorkers(threads);
    // What goes wrong here goes wrong again, and is reported, where the module is used.
    import("../mmm/fit.ts").catch(() => undefined);
    return pool;
  },
  fit: async (data, resolution, options) => {
    const { fitMediaMix } = await import("../mmm/fit.ts");
    return fitMediaMix(data, resolution, options);
  },
};
