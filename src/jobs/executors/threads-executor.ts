// Fits on worker threads: each makes whole fits, one after another, so that what comes after sampling runs in parallel too.

import { concurrently, type TaskThreads } from "../../threads/index.ts";
import type { Executor } from "./executor.ts";
import { type FitJob, type FitRow, rowOfFailure, sendFit } from "../tasks/index.ts";

/** An executor over threads that were started before (`startTaskThreads`) and are left running. */
export function threadsExecutor(threads: TaskThreads): Executor {
  return {
    name: `threads (${threads.size})`,
    async *run(jobs, { signal, onStart } = {}) {
      const make = async (job: FitJob): Promise<FitRow | undefined> => {
        onStart?.(job);
        try {
          return await sendFit(threads, job);
        } catch (error) {
          // Of a fit that was canceled there is nothing to say.
          return signal?.aborted ? undefined : rowOfFailure(job, error);
        }
      };
      for await (const row of concurrently(jobs, threads.size, make, signal)) {
        if (row !== undefined) yield row;
      }
    },
  };
}
