// What every queue of jobs does, wherever it keeps them.

import type { ServiceDatabase } from "../database/index.ts";
import type { JobClaim, Heard, Job, JobEvent, NewJob, JobOutcome } from "./job.ts";

export interface JobQueue {
  /**
   * Adds a job, or finds the one that is the same.
   * @param within a transaction of the caller, in which the job is there exactly if what it is about is
   */
  add(job: NewJob, within?: ServiceDatabase): Promise<{ readonly job: Job; readonly isNew: boolean }>;
  /** The next job of these kinds, now run by `worker`; undefined when there is none that may run. */
  claim(worker: string, kinds: readonly string[]): Promise<JobClaim | undefined>;
  /** The job is still being run. To be called at least every third of a lease. */
  heartbeat(id: string, token: number, progress?: unknown): Promise<Heard>;
  /** The run is over. @returns false when it was not heard, because the job is another's by now or has ended */
  finish(id: string, token: number, outcome: JobOutcome): Promise<boolean>;
  /** Asks for the end of a job: a queued one ends at once. @returns undefined when the tenant has no such job */
  cancel(tenant: string, id: string): Promise<Job | undefined>;
  /** Puts a job that died into the queue again. @returns undefined when the tenant has no such job; other states stay */
  retry(tenant: string, id: string): Promise<Job | undefined>;
  job(tenant: string, id: string): Promise<Job | undefined>;
  /** What happened after event `after`, oldest first. */
  events(tenant: string, after: number, jobs?: readonly string[]): Promise<readonly JobEvent[]>;
  /** Called after something changed; what, is asked of `events` and `claim`. Returns how to stop. */
  onChange(listener: () => void): () => void;
}

export interface QueueLimits {
  /** Jobs of one tenant that run at a time. */
  readonly running: number;
  /** Jobs of one tenant that wait. */
  readonly queued: number;
  /** Milliseconds after which a job that nobody reports of is lost. */
  readonly lease: number;
  /** A job is given up when whoever ran it was lost so many times. */
  readonly losses: number;
}

export const defaultLimits: QueueLimits = { running: 2, queued: 500, lease: 30_000, losses: 3 };
