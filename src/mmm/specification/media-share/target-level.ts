// What shares of the target are taken of.

import { mean } from "../../../numerics/index.ts";
import type { AddedNoise, Scale } from "../../scaling/index.ts";

/** The level of a target, in its own units. */
export interface TargetLevel {
  readonly value: number;
  /**
   * "mean": media bring shares of the mean. "deviation": the target has values below zero that no known noise explains and a mean that is
   * small beside its spread, as of changes or balances. A share of that mean says nothing, and one standard deviation takes its place.
   */
  readonly kind: "mean" | "deviation";
}

/**
 * The level is the mean of the series, without a few values far from all others. Known noise leaves it as it is; where it drowns the series, the mean is known to no more than
 * its standard error, which then counts as the level. Whether a noised series may be below zero its values do not tell.
 * @param typical location and standard deviation of the series without known noise, in its own units
 */
export function targetLevel(values: Float64Array, typical: Scale, noise?: AddedNoise): TargetLevel {
  if (noise !== undefined) {
    // Values set to a bound have raised the mean; the typical location is made without them.
    const center = noise.lower === undefined ? mean(values) : typical.location;
    const error = Math.sqrt(noise.variance / values.length);
    return { value: Math.hypot(Math.max(center, 0), error), kind: "mean" };
  }
  // Without values far from all others: one wrong cell would make the prior of all channels.
  const level = typical.location;
  const isShare = level > 0 && (level >= typical.scale || values.every((value) => value >= 0));
  return isShare ? { value: level, kind: "mean" } : { value: typical.scale, kind: "deviation" };
}
