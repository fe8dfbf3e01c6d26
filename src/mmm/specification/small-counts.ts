// Targets that are small counts: normal errors do not suit them, so the negative binomial is their default.

import { sum } from "../../numerics/index.ts";

/**
 * Counts below this mean are small (our choice). At 30 a Poisson count has a skewness of 0.18 and its normal approximation puts nothing
 * below zero; at 3 these are 0.58 and 4% of the probability.
 */
const smallMean = 30;

/** What makes a target a small count. */
export interface SmallCounts {
  readonly mean: number;
  /** Rows in which it is 0. */
  readonly zeros: number;
  readonly rows: number;
}

/**
 * Of whole numbers that are not negative and small in the mean; undefined for other values, and where all are 0 or 1 number.
 * @param all NaN where there is none
 */
export function smallCounts(all: Float64Array): SmallCounts | undefined {
  const values = all.filter((value) => !Number.isNaN(value));
  if (!values.every((value) => Number.isInteger(value) && value >= 0)) return undefined;
  const mean = sum(values) / values.length;
  if (mean >= smallMean || mean === 0) return undefined;
  return { mean, zeros: values.filter((value) => value === 0).length, rows: values.length };
}
