// The target week by week beside what the model expects and predicts: the numbers of a fit-over-time chart, and whether new data from
// the model would look like the data at hand (posterior predictive p-values: Gelman, Meng and Stern 1996, Statistica Sinica 6).

import { quantileOfSorted, sortNumbers } from "../../numerics/index.ts";
import { intervalOfSorted } from "../draws/index.ts";
import type { RowLabels } from "./cells.ts";
import type { Predictions } from "./predictive.ts";

/** One number a week in each list, in the table's own units. */
export interface PredictedBands {
  /** Dates, or the week numbers of the file as text. */
  readonly dates: readonly string[];
  /** Of a panel the geo of each row; rows are geo by geo. */
  readonly geos?: readonly string[];
  readonly observed: readonly number[];
  /** A new observation (with noise): median, and the ends of its central 50% and 90% intervals. */
  readonly median: readonly number[];
  readonly lower50: readonly number[];
  readonly upper50: readonly number[];
  readonly lower90: readonly number[];
  readonly upper90: readonly number[];
}

export interface PredictiveBands extends PredictedBands {
  /** Expected target (without noise): estimate, and the ends of its central 90% interval. */
  readonly expected: readonly number[];
  readonly expectedLower90: readonly number[];
  readonly expectedUpper90: readonly number[];
}

/** A statistic of the table beside its distribution in tables drawn from the model; of a panel with a population, of the target per head. */
export interface PredictiveStatistic {
  readonly statistic: "mean" | "standard deviation" | "smallest" | "largest";
  readonly observed: number;
  /** Mean of the statistic over tables drawn from the model. */
  readonly predicted: number;
  /**
   * Share of drawn tables whose statistic is above the observed one, of equals one half (small counts have a smallest value of 0 in every table): near 0 or
   * 1 the model does not make such tables.
   */
  readonly p: number;
}

/**
 * Bands of what is expected and of what is predicted.
 * @param observed target of each week
 * @param labels as many, what each is called
 * @param sorted predicted draws of each week in ascending order, where they are at hand
 */
export function predictiveBands(
  predictions: Pick<Predictions, "weeks" | "count" | "expected" | "predicted">,
  observed: ArrayLike<number>,
  labels: RowLabels,
  sorted: readonly Float64Array[] = sortedWeeks(predictions.predicted, predictions.weeks, predictions.count),
): PredictiveBands {
  const expected = sortedWeeks(predictions.expected, predictions.weeks, predictions.count);
  return {
    ...predictedBands(observed, labels, sorted),
    expected: expected.map((draws) => intervalOfSorted(draws, draws).estimate),
    expectedLower90: quantiles(expected, 0.05),
    expectedUpper90: quantiles(expected, 0.95),
  };
}

/** Bands of what is predicted alone, from the draws of each week in ascending order. */
export function predictedBands(
  observed: ArrayLike<number>,
  labels: RowLabels,
  sorted: readonly Float64Array[],
): PredictedBands {
  return {
    ...labels,
    observed: Array.from(observed),
    median: quantiles(sorted, 0.5),
    lower50: quantiles(sorted, 0.25),
    upper50: quantiles(sorted, 0.75),
    lower90: quantiles(sorted, 0.05),
    upper90: quantiles(sorted, 0.95),
  };
}

function quantiles(sorted: readonly Float64Array[], probability: number): number[] {
  return sorted.map((draws) => quantileOfSorted(draws, probability));
}

/** The draws of each week in ascending order. */
export function sortedWeeks(values: Float64Array, weeks: number, count: number): readonly Float64Array[] {
  return Array.from({ length: weeks }, (_, t) => sortNumbers(values.slice(t * count, (t + 1) * count)));
}

/**
 * Mean, spread and extremes of the table beside those of as many tables as there are draws.
 * @param people what each row is divided by; default 1
 */
export function predictiveStatistics(
  { weeks, count, predicted }: Pick<Predictions, "weeks" | "count" | "predicted">,
  observed: ArrayLike<number>,
  people?: ArrayLike<number>,
): readonly PredictiveStatistic[] {
  const names = ["mean", "standard deviation", "smallest", "largest"] as const;
  const per = people === undefined ? (): number => 1 : (t: number): number => people[t];
  const own = fourStatistics((t) => observed[t] / per(t), weeks);
  const above = [0, 0, 0, 0];
  const totals = [0, 0, 0, 0];
  for (let i = 0; i < count; i++) {
    const drawn = fourStatistics((t) => predicted[t * count + i] / per(t), weeks);
    for (let k = 0; k < 4; k++) {
      totals[k] += drawn[k];
      if (drawn[k] >= own[k]) above[k] += drawn[k] > own[k] ? 1 : 0.5;
    }
  }
  return names.map((statistic, k) => ({
    statistic,
    observed: own[k],
    predicted: totals[k] / count,
    p: above[k] / count,
  }));
}

function fourStatistics(at: (t: number) => number, weeks: number): readonly [number, number, number, number] {
  let total = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  for (let t = 0; t < weeks; t++) {
    const value = at(t);
    total += value;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  const mean = total / weeks;
  let squares = 0;
  for (let t = 0; t < weeks; t++) squares += (at(t) - mean) ** 2;
  return [mean, Math.sqrt(squares / (weeks - 1)), smallest, largest];
}
