// Tasks for the tests of task threads.

import type { TaskContext } from "../../../src/threads/task.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";

let calls = 0;

/** What it was given, and how many tasks of this module the thread has run. */
export function echo(payload: unknown): { readonly payload: unknown; readonly calls: number } {
  calls++;
  return { payload, calls };
}

export function refuse(): never {
  throw new CarryoverError([{ code: "bad-table", message: "No.", where: "a.csv", hint: "Another." }]);
}

export function die(): never {
  process.exit(3);
}

/** Runs until it is canceled; says in `begun` that it runs. */
export function untilCanceled(begun: Int32Array, { signal }: TaskContext): Promise<string> {
  Atomics.store(begun, 0, 1);
  return new Promise((resolve) => {
    const alive = setInterval(() => undefined, 1000);
    signal.addEventListener("abort", () => {
      clearInterval(alive);
      resolve("stopped");
    });
  });
}

/** A result that structured clone refuses. */
export function uncloneable(): unknown {
  return () => 1;
}
