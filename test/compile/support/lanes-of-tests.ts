// What the tests of lane engines share: trajectories that begin at given positions.

import type { LaneTrajectories } from "../../../src/compile/lanes.ts";

/** Lanes at `positions`, at rest. */
export function lanesAt(positions: readonly ArrayLike<number>[]): LaneTrajectories {
  const lanes = positions.length;
  const dimension = positions[0]!.length;
  const vectors = (): Float32Array => new Float32Array(lanes * dimension);
  const position = vectors();
  positions.forEach((each, lane) => position.set(each, lane * dimension));
  return {
    position,
    momentum: vectors(),
    gradient: vectors(),
    logDensity: new Float32Array(lanes),
    stepSize: new Float32Array(lanes),
    steps: new Uint32Array(lanes),
  };
}
