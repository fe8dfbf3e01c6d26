// What is left of the target once the model's expectation is taken off: is it still patterned in time?
// Sources: Ljung and Box (1978), Biometrika 65; Durbin and Watson (1950), Biometrika 37.

import { chiSquaredTail } from "../../numerics/special/index.ts";
import { type Interval, intervalOf } from "../draws/index.ts";
import type { Predictions } from "./predictive.ts";
import { meanExpected } from "./scores-predictive.ts";

export interface ResidualAnalysis {
  /** Observed minus posterior mean of the expected target, in the table's own units, one for each row. */
  readonly residuals: readonly number[];
  /** Autocorrelation at lags 1, 2, ... (at most 13, a quarter of a year of weeks) of those residuals. */
  readonly autocorrelation: readonly number[];
  /** Two standard errors of an autocorrelation of white noise: 1.96 / sqrt(rows). */
  readonly bound: number;
  /**
   * Ljung-Box test over all those lags. The p value takes the residuals for a series of its own: as they come from a fit with many
   * parameters it is somewhat too large at short series, and a small one all the more to be believed.
   */
  readonly ljungBox: { readonly statistic: number; readonly lags: number; readonly pValue: number };
  /** Near 2 without autocorrelation at lag 1, toward 0 with positive, toward 4 with negative one. */
  readonly durbinWatson: number;
  /** Autocorrelation at lag 1 of the residuals of each draw: the posterior's 90% interval. */
  readonly lag1: Interval;
}

/** Longest lag. */
const mostLags = 13;

/** Residuals of `predictions` for `observed`, at least 4 rows. */
export function residualAnalysis(predictions: Predictions, observed: ArrayLike<number>): ResidualAnalysis {
  const { weeks, count, expected } = predictions;
  const means = meanExpected(expected, weeks, count);
  const residuals = means.map((mean, t) => observed[t] - mean);
  const autocorrelation = autocorrelations(residuals, Math.min(mostLags, Math.floor(weeks / 2)));
  const own = new Float64Array(weeks);
  const lag1 = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    for (let t = 0; t < weeks; t++) own[t] = observed[t] - expected[t * count + i];
    lag1[i] = autocorrelations(own, 1)[0];
  }
  return {
    residuals: Array.from(residuals),
    autocorrelation,
    bound: 1.96 / Math.sqrt(weeks),
    ljungBox: ljungBox(autocorrelation, weeks),
    durbinWatson: durbinWatson(residuals),
    lag1: intervalOf(lag1),
  };
}

/** Autocorrelations about the mean at lags 1 to `lags`; NaN for a constant series. */
export function autocorrelations(values: ArrayLike<number>, lags: number): number[] {
  const n = values.length;
  let mean = 0;
  for (let t = 0; t < n; t++) mean += values[t];
  mean /= n;
  let squares = 0;
  for (let t = 0; t < n; t++) squares += (values[t] - mean) ** 2;
  const result: number[] = [];
  for (let lag = 1; lag <= lags; lag++) {
    let products = 0;
    for (let t = lag; t < n; t++) products += (values[t] - mean) * (values[t - lag] - mean);
    result.push(products / squares);
  }
  return result;
}

/** n (n + 2) sum of r_k^2 / (n - k), against a chi-squared with as many degrees of freedom as there are lags. */
export function ljungBox(
  autocorrelation: readonly number[],
  n: number,
): { readonly statistic: number; readonly lags: number; readonly pValue: number } {
  const lags = autocorrelation.length;
  const sum = autocorrelation.reduce((total, r, k) => total + r ** 2 / (n - k - 1), 0);
  const statistic = n * (n + 2) * sum;
  return { statistic, lags, pValue: chiSquaredTail(statistic, lags) };
}

/** Sum of squared differences of neighbors over the sum of squares. */
export function durbinWatson(residuals: ArrayLike<number>): number {
  let differences = 0;
  let squares = 0;
  for (let t = 0; t < residuals.length; t++) {
    if (t > 0) differences += (residuals[t] - residuals[t - 1]) ** 2;
    squares += residuals[t] ** 2;
  }
  return differences / squares;
}
