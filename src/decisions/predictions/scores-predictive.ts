// Scores of whole predictive distributions: CRPS, coverage of intervals, probability integral transform.
// Sources: Gneiting and Raftery (2007), JASA 102; Ferro (2014), QJRMS 140 (the unbiased form for draws); Stephens (1970), JRSS B 32.

import { quantileOfSorted } from "../../diagnostics/index.ts";
import { sum } from "../../numerics/index.ts";
import { withinGeos } from "./cells.ts";
import { binomialRegion } from "./scores-binomial.ts";
import { type Interval, intervalOf } from "../draws/index.ts";
import { sortedWeeks } from "./predictive-bands.ts";
import type { Predictions } from "./predictive.ts";
import { type PointScores, pointScores } from "./scores.ts";

/** How often a central predictive interval holds what was observed. */
export interface PredictiveCoverage {
  /** Probability of the interval: 0.5 or 0.9. */
  readonly level: number;
  readonly rows: number;
  /** Rows inside. */
  readonly inside: number;
  /** `inside / rows`. */
  readonly share: number;
  /**
   * Shares between which that of a calibrated forecast of independent rows lies with a probability of at least 95%. Rows that
   * were fitted are covered more often than that, since the model has seen them.
   */
  readonly lower: number;
  readonly upper: number;
}

/** Where observations lie in their predictive distributions. */
export interface ProbabilityIntegralTransform {
  /** One for each row, in (0, 1): uniform if predictions are calibrated. */
  readonly values: readonly number[];
  /** Rows in each tenth of (0, 1). */
  readonly histogram: readonly number[];
  /** Probability of at least this distance from uniformity if rows were independent and calibrated (Kolmogorov-Smirnov). */
  readonly pValue: number;
}

export interface PredictiveScores extends PointScores {
  /** Mean continuous ranked probability score, in units of the target; of a forecast without spread it is the mean |error|. */
  readonly crps: number;
  /** Of the central 50% and 90% intervals. */
  readonly coverage: readonly [PredictiveCoverage, PredictiveCoverage];
  readonly pit: ProbabilityIntegralTransform;
  /** R squared of Gelman et al. (2019): variance of expectations (in panels within geos) / (that + noise variance), of each draw. */
  readonly bayesianR2: Interval;
}

/**
 * Scores of predictions; the point scores are those of the posterior mean of the expected target.
 * @param sorted predicted draws of each week in ascending order, where they are at hand
 */
export function predictiveScores(
  predictions: Predictions,
  observed: ArrayLike<number>,
  sorted: readonly Float64Array[] = sortedWeeks(predictions.predicted, predictions.weeks, predictions.count),
): PredictiveScores {
  const { weeks, count, expected } = predictions;
  let crps = 0;
  const pit: number[] = [];
  for (let t = 0; t < weeks; t++) {
    crps += crpsOfSorted(sorted[t], observed[t]) / weeks;
    pit.push(transformOfSorted(sorted[t], observed[t]));
  }
  return {
    ...pointScores(observed, meanExpected(expected, weeks, count), predictions.series),
    crps,
    coverage: [predictiveCoverage(sorted, observed, 0.5), predictiveCoverage(sorted, observed, 0.9)],
    pit: { values: pit, histogram: tenths(pit), pValue: uniformityP(pit) },
    bayesianR2: intervalOf(bayesianR2(predictions)),
  };
}

/** Posterior mean of each week. */
export function meanExpected(expected: Float64Array, weeks: number, count: number): Float64Array {
  const means = new Float64Array(weeks);
  for (let t = 0; t < weeks; t++) {
    let total = 0;
    for (let i = 0; i < count; i++) total += expected[t * count + i];
    means[t] = total / count;
  }
  return means;
}

/**
 * CRPS of draws in ascending order: mean |X - y| - mean |X - X'| / 2 over pairs of different draws, which has no bias from
 * their number. The second mean is 2 sum of (2 i - m - 1) x(i) over m (m - 1) ordered draws.
 */
export function crpsOfSorted(sorted: Float64Array, observed: number): number {
  const m = sorted.length;
  let distance = 0;
  let spread = 0;
  for (let i = 0; i < m; i++) {
    distance += Math.abs(sorted[i] - observed);
    // Relative to what was observed, so that a large level costs no digits.
    spread += (2 * i + 1 - m) * (sorted[i] - observed);
  }
  return distance / m - (m > 1 ? spread / (m * (m - 1)) : 0);
}

/** Share of draws below, counting half of those equal, kept off 0 and 1: (rank + 1/2) / (draws + 1). */
export function transformOfSorted(sorted: Float64Array, observed: number): number {
  const below = firstAtLeast(sorted, (value) => value >= observed);
  const upTo = firstAtLeast(sorted, (value) => value > observed);
  return ((below + upTo) / 2 + 0.5) / (sorted.length + 1);
}

function firstAtLeast(sorted: Float64Array, reached: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (reached(sorted[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Coverage of the central interval of this probability, given the draws of each row in ascending order. */
export function predictiveCoverage(
  sorted: readonly Float64Array[],
  observed: ArrayLike<number>,
  level: number,
): PredictiveCoverage {
  const tail = (1 - level) / 2;
  const rows = sorted.length;
  let inside = 0;
  for (let t = 0; t < rows; t++) {
    const lower = quantileOfSorted(sorted[t], tail);
    const upper = quantileOfSorted(sorted[t], 1 - tail);
    if (observed[t] >= lower && observed[t] <= upper) inside++;
  }
  const [fewest, most] = binomialRegion(rows, level, 0.95);
  return { level, rows, inside, share: inside / rows, lower: fewest / rows, upper: most / rows };
}

function tenths(values: readonly number[]): readonly number[] {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const value of values) counts[Math.min(9, Math.floor(value * 10))]++;
  return counts;
}

/** Tail probability of the Kolmogorov-Smirnov distance of `values` from the uniform distribution, by Stephens' approximation. */
export function uniformityP(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const distance = sorted.reduce(
    (largest, value, i) => Math.max(largest, (i + 1) / n - value, value - i / n),
    Number.NEGATIVE_INFINITY,
  );
  const root = Math.sqrt(n);
  const scaled = (root + 0.12 + 0.11 / root) * distance;
  // Below this the alternating series converges slowly, and its sum is 1 to six digits.
  if (scaled < 0.25) return 1;
  let total = 0;
  for (let j = 1; j <= 100; j++) total += 2 * (j % 2 === 1 ? 1 : -1) * Math.exp(-2 * (j * scaled) ** 2);
  return Math.min(1, Math.max(0, total));
}

function bayesianR2({ weeks, count, expected, sigma, series }: Predictions): Float64Array {
  const own = new Float64Array(weeks);
  return sigma.map((scale, i) => {
    for (let t = 0; t < weeks; t++) own[t] = expected[t * count + i];
    const explained = sum(withinGeos(own, series).map((value) => value ** 2)) / Math.max(1, weeks - series.length);
    return explained / (explained + scale ** 2);
  });
}
