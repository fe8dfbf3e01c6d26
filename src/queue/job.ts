// What a job is, whatever runs it and wherever it is remembered.

import type { Problem } from "../problems/problem.ts";
import type { JobState } from "../database/index.ts";

/** What is to be done, before it is in a queue. */
export interface NewJob {
  readonly tenant: string;
  readonly kind: string;
  /** Plain data. */
  readonly payload: unknown;
  /** Lower runs first; default 0. */
  readonly priority?: number | undefined;
  /** While a job of the same tenant with this key is queued or runs, a second one is that job. */
  readonly dedupe?: string | undefined;
}

export interface Job {
  readonly id: string;
  readonly tenant: string;
  readonly kind: string;
  readonly payload: unknown;
  readonly state: JobState;
  /** How often it was begun. */
  readonly attempt: number;
  /** Whether its end was asked for. */
  readonly cancel: boolean;
  /** The latest that whoever runs it told. */
  readonly progress: unknown;
  /** Why it has no result. */
  readonly problems: readonly Problem[];
  readonly result: unknown;
  /** Times in milliseconds since 1970. */
  readonly created: number;
  readonly started: number | undefined;
  readonly finished: number | undefined;
}

/** A job that is to be run, and under which number. */
export interface JobClaim {
  readonly job: Job;
  /** Reports are heard under the token of the latest claim alone. */
  readonly token: number;
}

/** How a run of a job ended. */
export type JobOutcome =
  | { readonly kind: "succeeded"; readonly result: unknown }
  /** Ended because that was asked for; what was kept, if anything. */
  | { readonly kind: "canceled"; readonly result?: unknown }
  /** `again`: whether another run may end otherwise, after how many milliseconds at least. */
  | { readonly kind: "failed"; readonly problems: readonly Problem[]; readonly again?: Again | undefined }
  /** Whoever ran it is gone, or was told to stop for reasons of its own: it runs again. */
  | { readonly kind: "lost"; readonly problems: readonly Problem[] }
  | { readonly kind: "handed-back" };

/** When a job that failed runs again, and how often it may. */
export interface Again {
  readonly after: number;
  /** No more than so many runs in all. */
  readonly attempts: number;
}

/** Something that happened to a job, in the order in which it did. */
export interface JobEvent {
  readonly seq: number;
  readonly job: string;
  readonly tenant: string;
  readonly at: number;
  readonly type: "state" | "progress";
  readonly data: unknown;
}

/** What a queue answers to a report. */
export type Heard =
  /** Go on. */
  | "go-on"
  /** End in good order and keep what there is. */
  | "cancel"
  /** The job is another's by now: stop, nothing will be heard. */
  | "gone";

/** States in which nothing will happen any more. */
export const finalStates: readonly JobState[] = ["succeeded", "failed", "canceled", "dead"];
