// Mean, standard deviation, median absolute deviation, quantiles, and the tests that every diagnostic begins with.

import type { Draws } from "./draws.ts";

/** Range below which draws count as constant, as in posterior (`is_constant`): the double-precision epsilon, absolute. */
export const CONSTANT_RANGE: number = 2 ** -52;

/** Makes 1.4826 * median absolute deviation estimate the standard deviation of a normal (R's `mad`). */
const MAD_TO_SD = 1.4826;

/** Mean over all values; NaN when there are none. */
export function mean(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  const first = total / values.length;
  // A second pass takes out the rounding of the first, so that a large offset costs no digits.
  let rest = 0;
  for (let i = 0; i < values.length; i++) rest += values[i] - first;
  return Number.isFinite(first) ? first + rest / values.length : first;
}

/** Sample variance (divisor n - 1); NaN for fewer than two values. */
export function variance(values: ArrayLike<number>, center: number = mean(values)): number {
  if (values.length < 2) return Number.NaN;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const deviation = values[i] - center;
    squares += deviation * deviation;
  }
  return squares / (values.length - 1);
}

/** Sample standard deviation (divisor n - 1). */
export function standardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values));
}

/** Quantile of values already sorted in ascending order, linear between order statistics (type 7 of Hyndman and Fan 1996). */
export function quantileOfSorted(sorted: Float64Array, probability: number): number {
  if (!(probability >= 0 && probability <= 1)) throw new RangeError(`${probability} is not a probability.`);
  if (sorted.length === 0 || Number.isNaN(sorted[sorted.length - 1])) return Number.NaN;
  const position = (sorted.length - 1) * probability;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === above) return below;
  const weight = position - Math.floor(position);
  return weight === 0 ? below : (1 - weight) * below + weight * above;
}

/** Quantile (type 7); NaN when a value is NaN. */
export function quantile(values: Float64Array, probability: number): number {
  // Typed arrays sort NaN last, so that the last value tells.
  return quantileOfSorted(values.slice().sort(), probability);
}

/** Median. */
export function median(values: Float64Array): number {
  return quantile(values, 0.5);
}

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
