// The one number that stands for an uncertain quantity: its posterior mean, or its median where the mean does not represent the draws.
// Every command, chart, page and document takes it from here.

import { gpdFit } from "./generalized-pareto.ts";
import { sortNumbers } from "../numerics/index.ts";
import { LARGEST_RELIABLE_K, paretoTailLength } from "./pareto-smooth.ts";

/** What an estimate is of the draws. */
export type Statistic = "mean" | "median";

export interface Estimate {
  readonly estimate: number;
  readonly statistic: Statistic;
}

/** Fewest draws from which the shape of a tail is judged: its two tails then have 60 draws each. */
const FEWEST_DRAWS = 400;

/**
 * The shape of a tail is computed only where its furthest draw makes up this share of the sum of squares. Tails with k above 0.7 have no
 * variance: their largest square is about a third of the sum, whatever the number of draws. It is below a tenth in 2 of 100 sets of draws with
 * k = 0.7, where the fitted k is above or below by chance, and in 2 of 1000 with k = 0.85 (the ratio's law: Darling 1952).
 */
const LEAST_SHARE_OF_SQUARES = 0.1;

/**
 * Nor where no draw lies further from the mean than this many widths of the interval: of 4000 normal draws the furthest is at 1.1 widths of the
 * 90% interval, with k = 0.7 at about 50.
 */
const LEAST_DISTANCE = 1.25;

/** Rounding of a mean, relative to the size of the interval's ends. */
const ROUNDING = 1e-9;

/**
 * The posterior mean: expected values add up, and are what plans maximize. Instead the median, where the mean does not exist (it is not finite, or Pareto
 * k of a tail is above 0.7; Vehtari et al. 2024) or does not represent (it lies outside of its own interval).
 *
 * @param figures of the draws; `lower` and `upper` are the ends of the interval that is shown with the estimate
 * @param extremes smallest and largest draw, where they are known: most draws need no other look
 */
export function estimateOf(
  {
    mean,
    median,
    lower,
    upper,
  }: { readonly mean: number; readonly median: number; readonly lower: number; readonly upper: number },
  draws: Float64Array,
  extremes?: { readonly low: number; readonly high: number },
): Estimate {
  // Without a median there is no figure at all.
  if (Number.isNaN(median)) return { estimate: mean, statistic: "mean" };
  const room = ROUNDING * (Math.abs(lower) + Math.abs(upper));
  const inside = Number.isFinite(mean) && mean >= lower - room && mean <= upper + room;
  return inside && hasMean({ mean, lower, upper }, draws, extremes)
    ? { estimate: mean, statistic: "mean" }
    : { estimate: median, statistic: "median" };
}

/** Whether the draws have a mean to report: Pareto k of neither tail is above 0.7. Parameters as for `estimateOf`. */
export function hasMean(
  { mean, lower, upper }: { readonly mean: number; readonly lower: number; readonly upper: number },
  draws: Float64Array,
  extremes?: { readonly low: number; readonly high: number },
): boolean {
  const isNear =
    extremes !== undefined &&
    Math.max(extremes.high - mean, mean - extremes.low) <= LEAST_DISTANCE * Math.max(upper - lower, 0);
  return isNear || !hasHeavyTail(draws, mean);
}

/** Whether a tail of the draws is so heavy that their mean cannot be relied on. */
function hasHeavyTail(draws: Float64Array, mean: number): boolean {
  const count = draws.length;
  if (count < FEWEST_DRAWS) return false;
  let squares = 0;
  let above = 0;
  let below = 0;
  for (let i = 0; i < count; i++) {
    const difference = draws[i] - mean;
    squares += difference * difference;
    if (difference > above) above = difference;
    else if (difference < below) below = difference;
  }
  const least = LEAST_SHARE_OF_SQUARES * squares;
  return (above * above > least && isHeavy(draws, 1)) || (below * below > least && isHeavy(draws, -1));
}

/** Whether the upper tail of `sign * draws` has a Pareto k above the largest that is reliable. */
function isHeavy(draws: Float64Array, sign: 1 | -1): boolean {
  const sorted = sortNumbers(sign === 1 ? draws.slice() : draws.map((value) => -value));
  const size = paretoTailLength(sorted.length, 1);
  const cutoff = sorted[sorted.length - size - 1];
  const exceedances = sorted.subarray(sorted.length - size);
  for (let i = 0; i < size; i++) exceedances[i] -= cutoff;
  return exceedances[0] > 0 && gpdFit(exceedances).k > LARGEST_RELIABLE_K;
}
