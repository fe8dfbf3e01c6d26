// A look at all fits of a batch before any runs: what cannot be read, what is there already, and what is to be fitted, by program.

import { concurrently } from "./concurrently.ts";
import type { FitJob } from "./fit-job.ts";
import { type FitRow, rowOfFailure } from "./fit-row.ts";
import type { FitShape } from "./fit-shape.ts";
import type { TaskThreads } from "./task.ts";
import { sendLook } from "./tasks.ts";

export interface PlannedFit {
  readonly job: FitJob;
  readonly shape: FitShape;
}

export interface BatchPlan {
  /** To be fitted; those that share a program follow each other, groups and fits in a group in the order of the jobs. */
  readonly fits: readonly PlannedFit[];
  /** Complete runs that are there already. */
  readonly kept: readonly FitRow[];
  /** Tables and models that cannot be fitted. */
  readonly failed: readonly FitRow[];
}

export interface PlanOptions {
  /** Keep complete runs of the same table, specification and version instead of fitting again. Default false. */
  readonly resume?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/** Reads every table and model on the threads. Aborting `signal` gives a plan of what was read until then. */
export async function planBatch(
  jobs: readonly FitJob[],
  threads: TaskThreads,
  { resume = false, signal, onProgress }: PlanOptions = {},
): Promise<BatchPlan> {
  const fits = new Map<string, (PlannedFit & { readonly index: number })[]>();
  const kept: (FitRow & { readonly index: number })[] = [];
  const failed: (FitRow & { readonly index: number })[] = [];
  const look = async ({ job, index }: { job: FitJob; index: number }): Promise<void> => {
    try {
      const found = await sendLook(threads, job, resume);
      if (found.kind === "kept") kept.push({ ...found.row, index });
      else {
        const { shape } = found;
        const group = fits.get(shape.program);
        if (group === undefined) fits.set(shape.program, [{ job, shape, index }]);
        else group.push({ job, shape, index });
      }
    } catch (error) {
      if (!signal?.aborted) failed.push({ ...rowOfFailure(job, error), index });
    }
  };
  let done = 0;
  // A task waits at each thread while another runs there: reading a table takes no longer than sending one.
  const indexed = jobs.map((job, index) => ({ job, index }));
  for await (const _ of concurrently(indexed, 2 * threads.size, look, signal)) onProgress?.(++done);
  const inOrder = <T extends { readonly index: number }>(list: readonly T[]): Omit<T, "index">[] =>
    list.toSorted((a, b) => a.index - b.index).map(({ index: _, ...rest }) => rest);
  const groups = [...fits.values()].map((group) => group.toSorted((a, b) => a.index - b.index));
  groups.sort((a, b) => a[0].index - b[0].index);
  return {
    fits: groups.flat().map(({ job, shape }) => ({ job, shape })),
    kept: inOrder(kept),
    failed: inOrder(failed),
  };
}
