// Sums, means, standard deviations and quantiles of plain numbers.

import { sortNumbers } from "./sort.ts";

/** Sum from left to right. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** Sum of products of two arrays of one length. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

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

/** The sum of independent terms and its standard error, sqrt(n * variance). */
export function sumWithError(terms: ArrayLike<number>): { readonly sum: number; readonly error: number } {
  return { sum: sum(terms), error: Math.sqrt(terms.length * variance(terms)) };
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
  return quantileOfSorted(sortNumbers(values.slice()), probability);
}

/** Median. */
export function median(values: Float64Array): number {
  return quantile(values, 0.5);
}
