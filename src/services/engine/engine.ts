// The parts of the engine that a fit needs, loaded only when one is made; tests give others.

import type { Backend } from "../../compile/index.ts";
import type { MediaData } from "../../data/panel/index.ts";
import type { FitOptions, MediaMixFit } from "../../mmm/fit/index.ts";
import type { Resolution } from "../../mmm/specification/index.ts";
import type { Watch, WorkerPool } from "../../sampling/index.ts";
import type { ReportedRun } from "../../report/index.ts";
import type { FitAnalysis } from "./analyze-fit.ts";

export interface EngineFitOptions {
  readonly pool: WorkerPool;
  readonly backend: Backend;
  readonly signal: AbortSignal;
  /** Shown the run about ten times a second, and at its end. */
  readonly watch: Watch;
  readonly onResample?: NonNullable<FitOptions["onResample"]>;
  readonly resume?: unknown;
}

export interface Engine {
  /**
   * Starts worker threads, so that they are ready when the model is, and then begins to load the modules of a fit.
   * @param most threads that there may be later on, where gradients are divided; default no more
   */
  startWorkers(threads: number, most?: number): Promise<WorkerPool>;
  fit(data: MediaData, resolution: Resolution, options: EngineFitOptions): Promise<MediaMixFit>;
  /** Loads what `analyze` needs, while there is nothing else to do; `report`: also what a report needs. */
  prepareAnalysis(report: boolean): void;
  /** What matters of a fit that was written as `run`, in whose folder its report is written if one is wanted. */
  analyze(fit: MediaMixFit, run: ReportedRun, report: boolean): Promise<FitAnalysis>;
}

/** The engine itself. */
export const engine: Engine = {
  startWorkers: async (threads, most) => {
    const { startWorkers } = await import("../../sampling/pool.ts");
    const pool = startWorkers(threads, most);
    // What goes wrong here goes wrong again, and is reported, where the module is used.
    import("../../mmm/fit/fit.ts").catch(() => undefined);
    return pool;
  },
  fit: async (data, resolution, options) => {
    const { fitMediaMix } = await import("../../mmm/fit/fit.ts");
    return fitMediaMix(data, resolution, options);
  },
  prepareAnalysis: (report) => {
    // What goes wrong here goes wrong again, and is reported, where the modules are used.
    import("./analyze-fit.ts").then(({ loadReport }) => (report ? loadReport() : undefined)).catch(() => undefined);
  },
  analyze: async (fit, run, report) => {
    const { analyzeFit } = await import("./analyze-fit.ts");
    return analyzeFit(fit, run, report);
  },
};
