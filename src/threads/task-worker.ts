// Entry of a worker thread of a batch: runs the tasks it is handed, one after another.

import { parentPort } from "node:worker_threads";
import { type ErrorReply, errorRecord } from "./errors.ts";
import type { TaskReply, TaskRequest } from "./task-messages.ts";
import type { Task, TaskContext } from "./task.ts";

const port = parentPort;
if (port === null) throw new Error("worker.ts is the entry of a worker thread.");

const canceled = new AbortController();
const context: TaskContext = { signal: canceled.signal };

port.on("message", async (request: TaskRequest) => {
  if (request.kind === "cancel") {
    canceled.abort();
    return;
  }
  // Posting is inside: a result that does not cross by structured clone is an error of its task.
  try {
    port.postMessage({ kind: "result", result: await run(request.task) } satisfies TaskReply);
  } catch (error) {
    port.postMessage({ kind: "error", error: errorRecord(error) } satisfies ErrorReply);
  }
});

async function run(task: Task): Promise<unknown> {
  // Sent in the same moment as the batch was canceled.
  context.signal.throwIfAborted();
  const work: unknown = (await import(task.module))[task.function];
  if (typeof work !== "function") throw new Error(`${task.module} exports no function ${task.function}.`);
  return work(task.payload, context);
}
