// From what came out to the exit code: one rule for all commands.

import type { FitState } from "../../jobs/tasks/index.ts";
import { type ExitCode, exitCodes, type Problem } from "../../problems/problem.ts";
import { notWritable } from "../../problems/run-problems.ts";

export interface Outcome {
  /** False when it was canceled. */
  readonly complete?: boolean;
  /** False when a fit behind the result has not converged. */
  readonly converged?: boolean;
  /** False when a review says FAIL. */
  readonly accepted?: boolean;
}

/** The first of these that holds: canceled, not converged, review failed, success. */
export function exitCodeOf({ complete = true, converged = true, accepted = true }: Outcome): ExitCode {
  if (!complete) return exitCodes.canceled;
  if (!converged) return exitCodes.notConverged;
  return accepted ? exitCodes.success : exitCodes.reviewFailed;
}

/** The worst that happened to fits of a batch: one broke, was refused, has not converged, is missing. */
export function batchExitCode(
  fits: readonly {
    readonly state: FitState | "missing";
    readonly internal?: boolean | undefined;
    readonly problems?: readonly Pick<Problem, "code">[];
  }[],
  missing: number = 0,
): ExitCode {
  if (fits.some(({ internal }) => internal)) return exitCodes.internal;
  if (fits.some(({ problems = [] }) => problems.some(({ code }) => code === notWritable))) return exitCodes.notWritten;
  if (fits.some(({ state }) => state === "failed")) return exitCodes.badInput;
  return exitCodeOf({ converged: missing === 0 && !fits.some(({ state }) => state === "not converged") });
}
