// Errors that cross from a worker thread to the thread that owns it.

import { CarryoverError, type ExitCode, type Problem } from "../problems/problem.ts";

/** What any worker answers when it threw. */
export interface ErrorReply {
  readonly kind: "error";
  readonly error: ErrorRecord;
}

/** An error as data: structured clone keeps neither the class nor the problems of a CarryoverError. */
export interface ErrorRecord {
  readonly message: string;
  readonly stack: string | undefined;
  readonly problems?: readonly Problem[];
  readonly exitCode?: ExitCode;
}

export function errorRecord(error: unknown): ErrorRecord {
  if (error instanceof CarryoverError) {
    const { message, stack, problems, exitCode } = error;
    return { message, stack, problems, exitCode };
  }
  if (error instanceof Error) return { message: error.message, stack: error.stack };
  return { message: String(error), stack: undefined };
}

export function errorOf(record: ErrorRecord): Error {
  if (record.problems) return new CarryoverError(record.problems, record.exitCode);
  const error = new Error(record.message);
  if (record.stack !== undefined) error.stack = record.stack;
  return error;
}
