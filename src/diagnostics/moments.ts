// Median absolute deviation, means of chains, and the tests that every diagnostic begins with.

import { median } from "../numerics/index.ts";
import type { Draws } from "./draws.ts";

/** Range below which draws count as constant, as in posterior (`is_constant`): the double-precision epsilon, absolute. */
export const CONSTANT_RANGE: number = 2 ** -52;

/** Makes 1.4826 * median absolute deviation estimate the standard deviation of a normal (R's `mad`). */
const MAD_TO_SD = 1.4826;

/** Median absolute deviation from the median, scaled by 1.4826 to estimate a normal's standard deviation. */
export function medianAbsoluteDeviation(values: Float64Array): number {
  const center = median(values);
  return MAD_TO_SD * median(values.map((value) => Math.abs(value - center)));
}

/** Whether diagnostics are undefined for these values: any not finite, or all equal (posterior's `should_return_NA`). */
export function isDegenerate(values: Float64Array): boolean {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(value - value === 0)) return true;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return !(high - low >= CONSTANT_RANGE);
}

/** Mean of each chain. */
export function chainMeans(draws: Draws): Float64Array {
  const means = new Float64Array(draws.chains);
  for (let chain = 0; chain < draws.chains; chain++) {
    let total = 0;
    const start = chain * draws.draws;
    for (let i = 0; i < draws.draws; i++) total += draws.values[start + i];
    means[chain] = total / draws.draws;
  }
  return means;
}
