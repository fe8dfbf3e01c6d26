// How far each lane goes in each leapfrog step of a batch in which lanes have different step sizes and numbers of steps.

import type { LaneTrajectories } from "../lanes.ts";

/** Factors by step, [lanes] each. */
export interface LeapfrogWeights {
  /** Largest number of steps. */
  readonly most: number;
  /** Of the gradient after step i, added to the momentum: half a step at both ends of a lane's trajectory, a whole step between. */
  readonly kicks: readonly Float32Array[];
  /** Of the velocity in step i from 1 on, added to the position. */
  readonly drifts: readonly Float32Array[];
}

/** A lane that is done stays where it is: its factors are zero, and its gradient is computed again for nothing. */
export function leapfrogWeights(
  { stepSize, steps }: Pick<LaneTrajectories, "stepSize" | "steps">,
  firstLane: number,
  lanes: number,
): LeapfrogWeights {
  const own = steps.subarray(firstLane, firstLane + lanes);
  const most = own.reduce((largest, count) => Math.max(largest, count), 0);
  const kicks = Array.from({ length: most + 1 }, () => new Float32Array(lanes));
  const drifts = Array.from({ length: most + 1 }, () => new Float32Array(lanes));
  own.forEach((count, lane) => {
    const size = stepSize[firstLane + lane];
    for (let step = 0; step <= count && count > 0; step++) {
      kicks[step][lane] = step === 0 || step === count ? 0.5 * size : size;
      if (step > 0) drifts[step][lane] = size;
    }
  });
  return { most, kicks, drifts };
}
