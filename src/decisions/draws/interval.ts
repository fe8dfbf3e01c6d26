// What is said of one uncertain number: the estimate, mean, median, and the central interval that holds it with a given probability.

import { sortNumbers } from "../../numerics/index.ts";
import { checkOptions } from "./check-options.ts";
import { quantitySettings } from "../../settings/index.ts";
import { estimateOf, quantileOfSorted, type Statistic } from "../../diagnostics/index.ts";

/** A number with its uncertainty: figures of its draws. */
export interface Interval {
  /** The number that stands for the quantity wherever one is shown: the mean, or the median where the mean does not represent the draws. */
  readonly estimate: number;
  /** Which of the two the estimate is. */
  readonly statistic: Statistic;
  readonly mean: number;
  readonly median: number;
  /** Ends of the central interval. */
  readonly lower: number;
  readonly upper: number;
}

/** A number without uncertainty. */
export function certain(value: number): Interval {
  return { estimate: value, statistic: "mean", mean: value, median: value, lower: value, upper: value };
}

/** Probability of the intervals that are reported, unless another is asked for. */
export const defaultLevel: number = quantitySettings.level.default;

/**
 * Estimate, mean, median and central interval of draws.
 * @param level probability of the interval, 0.9 by default
 * @param work where the draws are sorted; as long as they are. Allocated when left out.
 */
export function intervalOf(draws: Float64Array, level: number = defaultLevel, work?: Float64Array): Interval {
  if (!(level > 0 && level < 1)) checkOptions("intervalOf", { level }, { level: quantitySettings.level });
  const sorted = work ?? new Float64Array(draws.length);
  sorted.set(draws);
  return intervalOfSorted(sortNumbers(sorted), draws, level);
}

/** The same of draws that are at hand in ascending order too. */
export function intervalOfSorted(sorted: Float64Array, draws: Float64Array, level: number = defaultLevel): Interval {
  let total = 0;
  for (let i = 0; i < sorted.length; i++) total += sorted[i];
  const tail = (1 - level) / 2;
  const figures = {
    mean: total / sorted.length,
    median: quantileOfSorted(sorted, 0.5),
    lower: quantileOfSorted(sorted, tail),
    upper: quantileOfSorted(sorted, 1 - tail),
  };
  return { ...estimateOf(figures, draws, { low: sorted[0], high: sorted[sorted.length - 1] }), ...figures };
}
