// A look at all fits of a batch before any runs: what cannot be read, what is there already, and what is to be fitted, by program.

import { concurrently, type TaskThreads } from "../../threads/index.ts";
import { type FitJob, type FitRow, rowOfFailure, type FitShape, type LookedAt, sendLook } from "../tasks/index.ts";

export interface PlannedFit {
  readonly job: FitJob;
  readonly shape: FitShape;
}

export interface BatchPlan {
  /** To be fitted; those that share a program and settings follow each other, groups and fits in a group in the order of the jobs. */
  readonly fits: readonly PlannedFit[];
  /** Complete runs that are there already. */
  readonly kept: readonly FitRow[];
  /** Tables and models that cannot be fitted. */
  readonly failed: readonly FitRow[];
}

export interface BatchPlanOptions {
  /** Keep complete runs of the same table, specification and version instead of fitting again. Default false. */
  readonly resume?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number) => void;
}

/** Reads every table and model on the threads. Aborting `signal` gives a plan of what was read until then. */
export async function planBatch(
  jobs: readonly FitJob[],
  threads: TaskThreads,
  { resume = false, signal, onProgress }: BatchPlanOptions = {},
): Promise<BatchPlan> {
  const outcomes = new Array<Outcome | undefined>(jobs.length);
  const look = async (index: number): Promise<void> => {
    try {
      outcomes[index] = await sendLook(threads, jobs[index], resume);
    } catch (error) {
      if (!signal?.aborted) outcomes[index] = { kind: "failed", row: rowOfFailure(jobs[index], error) };
    }
  };
  let done = 0;
  // A task waits at each thread while another runs there: reading a table takes no longer than sending one.
  for await (const _ of concurrently(jobs.keys(), 2 * threads.size, look, signal)) onProgress?.(++done);

  const groups = new Map<string, PlannedFit[]>();
  const kept: FitRow[] = [];
  const failed: FitRow[] = [];
  outcomes.forEach((outcome, index) => {
    if (outcome?.kind === "kept") kept.push(outcome.row);
    else if (outcome?.kind === "failed") failed.push(outcome.row);
    else if (outcome?.kind === "fit") {
      const { shape } = outcome;
      const group = groups.get(shape.group) ?? [];
      group.push({ job: { ...jobs[index], group: shape.group }, shape });
      groups.set(shape.group, group);
    }
  });
  return { fits: [...groups.values()].flat(), kept, failed };
}

type Outcome = LookedAt | { readonly kind: "failed"; readonly row: FitRow };
