// What is left of the target once the model's expectation is taken off: is it still patterned in time?
// Sources: Ljung and Box (1978), Biometrika 65; Durbin and Watson (1950), Biometrika 37.

import { dot } from "../../numerics/index.ts";
import { chiSquaredTail } from "../../numerics/special/index.ts";
import { type Interval, intervalOf } from "../draws/index.ts";
import { type CellSeries, oneSeries, withinGeos } from "./cells.ts";
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

/**
 * Residuals of `predictions` for `observed`, at least 4 rows. In a panel neighbors are of one geo, and every geo counts in standard deviations of its
 * own residuals.
 */
export function residualAnalysis(predictions: Predictions, observed: ArrayLike<number>): ResidualAnalysis {
  const { weeks, count, expected, series } = predictions;
  const means = meanExpected(expected, weeks, count);
  const residuals = means.map((mean, t) => observed[t] - mean);
  const unit = unitsOf(residuals, series);
  const own = residuals.map((value, t) => value / unit[t]);
  const lags = Math.min(mostLags, Math.floor(Math.max(...series.map(({ rows }) => rows.length)) / 2));
  const autocorrelation = autocorrelations(own, lags, series);
  const standard = durbinWatson(own, series);
  const lag1 = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    for (let t = 0; t < weeks; t++) own[t] = (observed[t] - expected[t * count + i]) / unit[t];
    lag1[i] = autocorrelations(own, 1, series)[0];
  }
  return {
    residuals: Array.from(residuals),
    autocorrelation,
    bound: 1.96 / Math.sqrt(independentRows(series)),
    ljungBox: ljungBox(autocorrelation, independentRows(series)),
    durbinWatson: standard,
    lag1: intervalOf(lag1),
  };
}

/** What each residual is measured in: that of a national table in its own units, of a panel in the standard deviation of its geo's. */
function unitsOf(residuals: Float64Array, series: readonly CellSeries[]): Float64Array {
  const units = new Float64Array(residuals.length).fill(1);
  if (series.length < 2) return units;
  for (const { from, to } of series) {
    const own = residuals.subarray(from, to);
    units.fill(Math.sqrt(dot(own, own) / own.length) || 1, from, to);
  }
  return units;
}

/**
 * Rows that noise has of its own: where several geos share what a week is like, one a week is gone with its mean (the residuals of a week add up to
 * nearly nothing).
 */
function independentRows(series: readonly CellSeries[]): number {
  const rows = series.at(-1)?.to ?? 0;
  return series.length < 2 ? rows : rows - Math.max(...series.map((own) => own.rows.length));
}

/**
 * Autocorrelations about the mean at lags 1 to `lags`; NaN for a constant series. Of several series the products of all, over the squares of all; rows
 * that are missing in between make no pairs.
 */
export function autocorrelations(
  values: ArrayLike<number>,
  lags: number,
  series: readonly CellSeries[] = [oneSeries(values.length)],
): number[] {
  const own = withinGeos(values, series);
  const squares = dot(own, own);
  return Array.from({ length: lags }, (_, k) => {
    let products = 0;
    for (const each of series) products += laggedProducts(own, each, k + 1);
    return products / squares;
  });
}

/** Sum of the products of values of one series that are `lag` rows apart. */
export function laggedProducts(values: Float64Array, { from, rows }: CellSeries, lag: number): number {
  let total = 0;
  let before = 0;
  for (let k = 0; k < rows.length; k++) {
    while (rows[before] < rows[k] - lag) before++;
    if (rows[before] === rows[k] - lag) total += values[from + k] * values[from + before];
  }
  return total;
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
export function durbinWatson(
  residuals: ArrayLike<number>,
  series: readonly CellSeries[] = [oneSeries(residuals.length)],
): number {
  let differences = 0;
  let squares = 0;
  for (const { from, to, rows } of series) {
    for (let t = from; t < to; t++) {
      if (t > from && rows[t - from] === rows[t - from - 1] + 1) differences += (residuals[t] - residuals[t - 1]) ** 2;
      squares += residuals[t] ** 2;
    }
  }
  return differences / squares;
}
