// Fits on the lanes of a GPU or of TensorFlow.js: every thread takes groups of fits of one program, and has a device of its own.

import { concurrently, type TaskThreads } from "../../threads/index.ts";
import { count } from "../../words/index.ts";
import type { Executor } from "./executor.ts";
import { type FitJob, type FitRow, rowOfFailure, type LaneDevice, sendLanes } from "../tasks/index.ts";

export interface LanesOptions {
  /** What was opened to see that it is there; the threads open their own. */
  readonly device: Pick<LaneDevice, "kind" | "name">;
  /** Most fits that share an engine. */
  readonly fitsAtOnce: number;
}

/**
 * An executor over threads that were started before and are left running. Jobs that follow each other and share a `group` are sampled
 * together, `fitsAtOnce` at most; a job without a group is sampled alone.
 */
export function lanesExecutor(threads: TaskThreads, { device, fitsAtOnce }: LanesOptions): Executor {
  return {
    name: `${device.name}, ${count(fitsAtOnce, "fit")} at once on each of ${count(threads.size, "thread")}`,
    async *run(jobs, { signal, onStart } = {}) {
      const make = async (group: readonly FitJob[]): Promise<readonly FitRow[]> => {
        for (const job of group) onStart?.(job);
        try {
          return await sendLanes(threads, { jobs: group, device: device.kind });
        } catch (error) {
          // Of fits that were canceled there is nothing to say.
          return signal?.aborted ? [] : group.map((job) => rowOfFailure(job, error));
        }
      };
      for await (const rows of concurrently(grouped(jobs, fitsAtOnce), threads.size, make, signal)) yield* rows;
    },
  };
}

/** Runs of jobs of one group, each at most `most` long. */
export async function* grouped(
  jobs: Iterable<FitJob> | AsyncIterable<FitJob>,
  most: number,
): AsyncGenerator<readonly FitJob[]> {
  let group: FitJob[] = [];
  for await (const job of jobs) {
    const [first] = group;
    const together = first?.group !== undefined && first.group === job.group && group.length < most;
    if (group.length > 0 && !together) {
      yield group;
      group = [];
    }
    group.push(job);
  }
  if (group.length > 0) yield group;
}
