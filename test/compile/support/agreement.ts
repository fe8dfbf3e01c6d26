// Agreement of float32 lanes with float64, within what float32 rounding of the same program explains.

import { expect } from "vitest";
import type { LaneTrajectories } from "../../../src/compile/lanes.ts";
import { epsilon } from "./float32-bounds.ts";
import type { Twin } from "./float32-twin.ts";

/**
 * Errors that a lane may have, in root mean squares of the twin's errors. The twin knows these from eight runs, to about a quarter, and some
 * thousand comparisons of normal errors reach four.
 */
const deviations = 6;

/** The log density and the gradient of one lane against the twin at the lane's position; returns the largest share of what is allowed. */
export function expectAgreement(trajectories: LaneTrajectories, lane: number, twin: Twin, what: string): number {
  const dimension = trajectories.position.length / trajectories.logDensity.length;
  const from = lane * dimension;
  const position = trajectories.position.subarray(from, from + dimension);
  const wanted = twin.exact(position);
  const error = twin.error(position);
  let most = 0;
  wanted.forEach((value, i) => {
    const got = i === 0 ? trajectories.logDensity[lane]! : trajectories.gradient[from + i - 1]!;
    const allowed = deviations * error[i]! + 4 * epsilon * Math.abs(value) + 1e-30;
    const off = Math.abs(got - value);
    most = Math.max(most, off / allowed);
    expect(off, `${what}, output ${i} of lane ${lane}: ${got} instead of ${value}`).toBeLessThanOrEqual(allowed);
  });
  return most;
}
