// What other folders take from threads.

export { concurrently } from "./concurrently.ts";
export { errorRecord, type ErrorReply } from "./errors.ts";
export { eventLoopTurn } from "./event-loop.ts";
export { startTaskThreads } from "./task-threads.ts";
export type { Task, TaskContext, TaskThreads } from "./task.ts";
export { startThread } from "./thread.ts";
