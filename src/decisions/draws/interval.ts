// What is said of one uncertain number: mean, median, and the central interval that holds it with a given probability.

import { quantitySettings } from "../../settings/index.ts";
import { quantileOfSorted } from "../../diagnostics/index.ts";

/** A number with its uncertainty: figures of its draws. */
export interface Interval {
  readonly mean: number;
  readonly median: number;
  /** Ends of the central interval. */
  readonly lower: number;
  readonly upper: number;
}

/** Probability of the intervals that are reported, unless another is asked for. */
export const defaultLevel: number = quantitySettings.level.default;

/**
 * Mean, median and central interval of draws.
 * @param level probability of the interval, 0.9 by default
 * @param work where the draws are sorted; as long as they are. Allocated when left out.
 */
export function intervalOf(draws: Float64Array, level: number = defaultLevel, work?: Float64Array): Interval {
  const sorted = work ?? new Float64Array(draws.length);
  sorted.set(draws);
  sorted.sort();
  let total = 0;
  for (let i = 0; i < sorted.length; i++) total += sorted[i];
  const tail = (1 - level) / 2;
  return {
    mean: total / sorted.length,
    median: quantileOfSorted(sorted, 0.5),
    lower: quantileOfSorted(sorted, tail),
    upper: quantileOfSorted(sorted, 1 - tail),
  };
}
