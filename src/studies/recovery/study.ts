// Runs a recovery study over task threads: every data set once, each on one thread, results as they come.

import { codeUrl } from "../../package/index.ts";
import type { TaskThreads } from "../../threads/index.ts";
import type { RecoverPayload } from "./recover-task.ts";
import { failedSet, type FittedSet, type SetSource } from "./recovery-set.ts";

export interface StudyOptions {
  readonly threads: TaskThreads;
  readonly datasets: number;
  readonly calibrate: boolean;
  /** Also what each week has of its own; default no. */
  readonly weeks?: boolean;
  /** Sets that an earlier call has fitted. */
  readonly done?: readonly FittedSet[];
  readonly signal?: AbortSignal;
  /** Called for each set that was fitted now, as soon as it is; waited for. */
  readonly onSet?: (set: FittedSet, done: number) => Promise<void> | void;
}

export interface Study {
  /** In the order of their numbers; all of them unless the study was canceled. */
  readonly sets: readonly FittedSet[];
  readonly complete: boolean;
}

/**
 * Fits the data sets of `source` that are not done yet. A fit that fails is a result with its reason; so is a thread that dies.
 * @throws what `onSet` throws, and what making a data set throws
 */
export async function recover(source: SetSource, options: StudyOptions): Promise<Study> {
  const { threads, datasets, calibrate, weeks = false, signal, onSet } = options;
  const done = new Map((options.done ?? []).map((set) => [set.index, set]));
  const waiting = Array.from({ length: datasets }, (_, index) => index).filter((index) => !done.has(index));
  const canceled = (): boolean => signal?.aborted === true;
  const lane = async (): Promise<void> => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      if (canceled()) return;
      const set = await source.set(index);
      const payload: RecoverPayload = { set, calibrate, weeks };
      let fitted: FittedSet;
      try {
        fitted = (await threads.run({
          module: codeUrl("studies/recovery/recover-task").href,
          function: "recoverSet",
          payload,
        })) as FittedSet;
      } catch (error) {
        if (canceled()) return;
        const reason = error instanceof Error ? error.message : String(error);
        fitted = failedSet(set, reason);
      }
      done.set(index, fitted);
      await onSet?.(fitted, done.size);
    }
  };
  await Promise.all(Array.from({ length: threads.size }, lane));
  const sets = [...done.values()].filter(({ index }) => index < datasets).sort((a, b) => a.index - b.index);
  return { sets, complete: sets.length === datasets };
}
