// What the thread that owns a batch and its workers say to each other.

import type { Task } from "./task.ts";

export type TaskRequest =
  /** Run a task; one is sent only when the one before it has been answered. */
  | { readonly kind: "task"; readonly task: Task }
  /** Abort the signal of the task that runs, and of all that follow. */
  | { readonly kind: "cancel" };

export interface TaskReply {
  readonly kind: "result";
  readonly result: unknown;
}
