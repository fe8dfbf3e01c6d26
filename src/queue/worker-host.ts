// Takes jobs from a queue and runs each in a child, as many at a time as there is room for. Leases are renewed here, never by what samples.

import { hostname } from "node:os";
import { outOfMemory, unknownJobKind } from "../problems/service-problems.ts";
import { type Child, type ChildEnd, type ChildTask, startChild } from "./child.ts";
import { type Failure, failureOf } from "./failure.ts";
import type { JobClaim, Job, JobOutcome } from "./job.ts";
import type { JobQueue } from "./job-queue.ts";
import { againAfter } from "./retry.ts";

/** How jobs of one kind are run. */
export interface JobKind {
  /** What the child does. @throws CarryoverError where there is nothing to do any more */
  task(job: Job): Promise<ChildTask>;
  /**
   * Keeps what came of it, before the job counts as done; the same result may come twice.
   * @returns what the job says of its result
   */
  keep(job: Job, result: unknown): Promise<JobKept>;
}

export interface JobKept {
  readonly result: unknown;
  /** False where it was ended early. */
  readonly complete: boolean;
}

export interface HostSettings {
  readonly kinds: Readonly<Record<string, JobKind>>;
  /** Jobs at a time. */
  readonly slots: number;
  /** MiB of memory for each. */
  readonly memory: number;
  /** Milliseconds between two looks at the queue and two renewals of leases. Default 1,000. */
  readonly pace?: number | undefined;
  /** Told what goes wrong in the host itself. */
  readonly onError: (error: unknown) => void;
}

export interface WorkerHost {
  /** Jobs that run now. */
  readonly running: number;
  /** Takes no further jobs; running ones keep what they have and go back into the queue. */
  close(): Promise<void>;
}

export function startHost(queue: JobQueue, settings: HostSettings): WorkerHost {
  const { kinds, slots, onError, pace = 1000 } = settings;
  const name = `${hostname()}:${process.pid}`;
  const children = new Map<string, Child>();
  const runs = new Set<Promise<void>>();
  let closing = false;
  let looking = false;
  let asked = false;

  /** Claims until there is no room or no job; one look at a time. */
  const look = async (): Promise<void> => {
    asked = true;
    if (looking) return;
    looking = true;
    try {
      while (asked && !closing) {
        asked = false;
        while (!closing && runs.size < slots) {
          const claim = await queue.claim(name, Object.keys(kinds));
          if (claim === undefined) break;
          const run = runClaim(claim)
            .catch(onError)
            .finally(() => {
              runs.delete(run);
              void look();
            });
          runs.add(run);
        }
      }
    } catch (error) {
      onError(error);
    } finally {
      looking = false;
    }
  };

  const runClaim = async ({ job, token }: JobClaim): Promise<void> => {
    const outcome = await outcomeOf(job, token);
    if (outcome !== undefined) await queue.finish(job.id, token, outcome);
  };

  const outcomeOf = async (job: Job, token: number): Promise<JobOutcome | undefined> => {
    const kind = kinds[job.kind];
    if (kind === undefined) return { kind: "failed", problems: [unknownJobKind(job.kind, Object.keys(kinds))] };
    let task: ChildTask;
    try {
      task = await kind.task(job);
    } catch (error) {
      return failedWith(failureOf(error), job);
    }
    const child = startChild(task, settings.memory);
    children.set(job.id, child);
    if (closing) child.stop();
    let canceled = job.cancel;
    let told: unknown;
    const beat = async (): Promise<void> => {
      const progress = child.progress();
      const heard = await queue.heartbeat(job.id, token, progress === told ? undefined : progress);
      told = progress;
      if (heard === "gone") child.kill();
      if (heard === "cancel") {
        canceled = true;
        child.stop();
      }
    };
    const beating = setInterval(() => void beat().catch(onError), pace);
    try {
      const end = await child.end;
      return await outcomeOfEnd(end, job, kind, canceled);
    } catch (error) {
      return failedWith(failureOf(error), job);
    } finally {
      clearInterval(beating);
      children.delete(job.id);
    }
  };

  const outcomeOfEnd = async (end: ChildEnd, job: Job, kind: JobKind, canceled: boolean): Promise<JobOutcome> => {
    if (end.kind === "done") {
      const kept = await kind.keep(job, end.result);
      if (kept.complete) return { kind: "succeeded", result: kept.result };
      return canceled ? { kind: "canceled", result: kept.result } : { kind: "handed-back" };
    }
    if (end.kind === "lost") {
      if (canceled) return { kind: "canceled" };
      return { kind: "lost", problems: end.memory ? [outOfMemory(settings.memory)] : [] };
    }
    return failedWith(end.failure, job);
  };

  const failedWith = (failure: Failure, job: Job): JobOutcome => {
    if (failure.stack !== undefined) onError(new Error(`Job ${job.id} (${job.kind}) failed:\n${failure.stack}`));
    return { kind: "failed", problems: failure.problems, again: againAfter(failure, job.attempt) };
  };

  const stopListening = queue.onChange(() => void look());
  const looks = setInterval(() => void look(), pace);
  void look();
  return {
    get running() {
      return runs.size;
    },
    async close() {
      closing = true;
      stopListening();
      clearInterval(looks);
      for (const child of children.values()) child.stop();
      while (runs.size > 0) await Promise.all(runs);
    },
  };
}
