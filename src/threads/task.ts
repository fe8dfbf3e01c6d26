// Work for a thread of a batch: a function of some module and plain data for it, both of which cross to a worker.

/**
 * A worker thread runs `await import(module)[function](payload, context)`; payload and result cross by structured clone. What a module keeps
 * between calls (compiled programs above all) is kept for each thread.
 */
export interface Task {
  /** URL of an ES module that is an entry of build.mjs; `model/density.ts` shows how one is named so that bundles find it too. */
  readonly module: string;
  /** Name of the exported function. */
  readonly function: string;
  readonly payload: unknown;
}

/** What a task may use while it runs. */
export interface TaskContext {
  /** Aborted when the batch is canceled. */
  readonly signal: AbortSignal;
}

/** Threads that each run one task at a time, any number of them one after another. */
export interface TaskThreads {
  readonly size: number;
  /** Runs a task on the next free thread; tasks wait in the order in which they came. Rejects with what the task threw. */
  run(task: Task): Promise<unknown>;
  /** Ends the threads, tasks that run on them included. */
  close(): Promise<void>;
}
