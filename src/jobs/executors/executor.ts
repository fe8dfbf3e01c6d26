// What makes the fits of a batch: threads of this process, or the lanes of a GPU.

import type { FitJob, FitRow } from "../tasks/index.ts";

export interface ExecutorControl {
  /** Aborted to end: fits that run are given up, and nothing is yielded of them. */
  readonly signal?: AbortSignal | undefined;
  /** Called when a fit begins. */
  readonly onStart?: ((job: FitJob) => void) | undefined;
}

export interface Executor {
  /** What it runs on, for people: `threads (4)`. */
  readonly name: string;
  /**
   * Makes fits and yields their rows as they finish, in any order. Jobs are pulled as capacity frees up, so that a list without end
   * takes no memory. A fit that fails is a row like any other.
   */
  run(jobs: Iterable<FitJob> | AsyncIterable<FitJob>, control?: ExecutorControl): AsyncIterable<FitRow>;
}
