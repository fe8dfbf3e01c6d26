// Long-lived worker threads that run tasks (Node). A thread that dies takes only its task with it: another one takes its place.

import { startThread, type Thread } from "./thread.ts";
import type { TaskReply, TaskRequest } from "./task-messages.ts";
import type { Task, TaskThreads } from "./task.ts";

type TaskThread = Thread<TaskRequest, TaskReply>;

/**
 * Starts `count` threads without waiting for them. Idle ones do not keep the process alive.
 * @param signal aborted to cancel: tasks that run find the signal of their context aborted and end as they see fit; those that wait and
 *   those that come later are rejected with the signal's reason.
 */
export function startTaskThreads(count: number, signal?: AbortSignal): TaskThreads {
  if (!(Number.isInteger(count) && count >= 1)) throw new RangeError(`Tasks cannot run on ${count} threads.`);
  const idle: TaskThread[] = [];
  const all = new Set<TaskThread>();
  const waiting: { start(thread: TaskThread): void; reject(reason: unknown): void }[] = [];
  let closed = false;

  const start = (): TaskThread => {
    const thread: TaskThread = startThread("threads/task-worker");
    all.add(thread);
    return thread;
  };
  const release = (thread: TaskThread): void => {
    let next = thread;
    if (thread.ended()) {
      all.delete(thread);
      if (closed) return;
      next = start();
    }
    const first = waiting.shift();
    if (first) first.start(next);
    else idle.push(next);
  };
  const reject = (reason: unknown): void => {
    for (const task of waiting.splice(0)) task.reject(reason);
  };
  const cancel = (): void => {
    for (const thread of all) thread.tell({ kind: "cancel" });
    reject(signal?.reason);
  };
  for (let thread = 0; thread < count; thread++) idle.push(start());
  signal?.addEventListener("abort", cancel);

  return {
    size: count,
    async run(task: Task) {
      if (closed) throw new Error("A task was sent to threads that are closed.");
      signal?.throwIfAborted();
      const thread =
        idle.pop() ??
        (await new Promise<TaskThread>((resolve, fail) => waiting.push({ start: resolve, reject: fail })));
      try {
        return (await thread.request({ kind: "task", task })).result;
      } finally {
        release(thread);
      }
    },
    async close() {
      closed = true;
      signal?.removeEventListener("abort", cancel);
      reject(new Error("The threads were closed before this task began."));
      await Promise.all([...all].map((thread) => thread.close()));
    },
  };
}
