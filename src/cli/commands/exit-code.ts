// From what came out to the exit code: one rule for all commands.

import { type ExitCode, exitCodes } from "../../problems/problem.ts";

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
