// Jobs: what they are, where they wait, and who runs them.

export { type ChildCall, type ChildTask } from "./child.ts";
export { databaseQueue } from "./database-queue.ts";
export {
  type Again,
  type JobClaim,
  finalStates,
  type Heard,
  type Job,
  type JobEvent,
  type NewJob,
  type JobOutcome,
} from "./job.ts";
export { defaultLimits, type JobQueue, type QueueLimits } from "./job-queue.ts";
export { type HostSettings, type JobKind, type JobKept, startHost, type WorkerHost } from "./worker-host.ts";
