// Why a job has no result, as plain data that crosses between processes.

import { CarryoverError, type ExitCode, exitCodes, type Problem } from "../problems/problem.ts";
import { internalFailure } from "../problems/service-problems.ts";

export interface Failure {
  /** What people are told; at least one. */
  readonly problems: readonly Problem[];
  readonly exitCode: ExitCode;
  /** Code of an error of the system, such as ENOSPC. */
  readonly system?: string | undefined;
  /** Of errors that are no one's mistake but ours: what the log says. */
  readonly stack?: string | undefined;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof CarryoverError) return { problems: error.problems, exitCode: error.exitCode };
  const { code, stack } = error as NodeJS.ErrnoException;
  const problems = [internalFailure()];
  return { problems, exitCode: exitCodes.internal, system: code, stack: stack ?? String(error) };
}
