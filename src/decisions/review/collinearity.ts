// Which channels can hardly be told apart: correlations of spend and of adstocked spend, variance inflation, and, what matters in
// the end, correlations of the channels' contributions in the posterior. Source: Belsley, Kuh and Welsch (1980), chapter 3.

import { symmetricEigen } from "../../numerics/linear-algebra/index.ts";
import { baselineRegressors } from "../../mmm/response/index.ts";
import { type FittedModel, meanResponse } from "../draws/index.ts";
import type { Predictions } from "../predictions/index.ts";
import { drivingPerHead, tellingPart } from "./rows-of-geos.ts";

/** [row][column], in the order of the channels; NaN beside a channel whose series never changes. */
export type Matrix = readonly (readonly number[])[];

export interface ChannelPair {
  readonly channels: readonly [string, string];
  readonly spend: number;
  readonly adstock: number;
  /** Correlation of the two contributions over the draws: near -1, what one gains the other loses. */
  readonly contribution: number;
}

export interface Collinearity {
  readonly channels: readonly string[];
  /** Correlations of weekly spend (of posterior means where it is unknown). */
  readonly spend: Matrix;
  /** Correlations of adstocked spend, averaged over the posterior. */
  readonly adstock: Matrix;
  /** Correlations of total contributions over the draws. */
  readonly contributions: Matrix;
  /** Variance inflation of each channel's spend by the other channels. */
  readonly vifSpend: readonly number[];
  /** Of its adstocked spend, by the other channels. */
  readonly vifAdstock: readonly number[];
  /** Of its adstocked spend, by the other channels and what the other terms are made from. */
  readonly vifModel: readonly number[];
  /** Condition number of the standardized adstocked channels: the root of the ratio of the extreme eigenvalues of their correlations. */
  readonly conditionNumber: number;
  /** Every pair, worst contribution correlation first (most negative). */
  readonly pairs: readonly ChannelPair[];
}

/**
 * In a panel what counts is spend per head in the rows whose target is known, less what its geo has on average and, where the model has week effects, its
 * week: that is what tells channels apart.
 * @param meanAdstock [channel][geo][week], averaged over the posterior (`meanResponse`)
 */
export function collinearity(
  model: FittedModel,
  { count, contributions, series }: Predictions,
  meanAdstock: Float64Array = meanResponse(model).adstock,
): Collinearity {
  const { spec, design } = model;
  const channels = spec.channels.map(({ name }) => name);
  const rowsOf = (values: Float64Array, width: number): Float64Array[] =>
    Array.from({ length: values.length / width }, (_, k) => values.subarray(k * width, (k + 1) * width));
  const own = (values: Float64Array): Float64Array => tellingPart(model, values, series);
  const spend = channels.map((_, c) => own(drivingPerHead(model, c)));
  const adstock = rowsOf(meanAdstock, design.weeks * design.geos.length).map(own);
  const others = baselineRegressors(spec, design).map(own);
  const ofSpend = correlations(spend);
  const ofAdstock = correlations(adstock);
  const ofContributions = correlations(rowsOf(contributions, count));
  const pairs = channels.flatMap((first, i) =>
    channels.slice(i + 1).map((second, k): ChannelPair => {
      const j = i + 1 + k;
      return {
        channels: [first, second],
        spend: ofSpend[i][j],
        adstock: ofAdstock[i][j],
        contribution: ofContributions[i][j],
      };
    }),
  );
  const order = ({ contribution }: ChannelPair): number => (Number.isNaN(contribution) ? 2 : contribution);
  return {
    channels,
    spend: ofSpend,
    adstock: ofAdstock,
    contributions: ofContributions,
    vifSpend: inflations(ofSpend),
    vifAdstock: inflations(ofAdstock),
    vifModel: inflations(correlations([...adstock, ...others])).slice(0, channels.length),
    conditionNumber: conditionNumber(ofAdstock),
    pairs: pairs.toSorted((a, b) => order(a) - order(b)),
  };
}

/** Correlation matrix of series of one length; NaN beside a series that never changes. */
export function correlations(series: readonly ArrayLike<number>[]): Matrix {
  const units = series.map((values) => {
    const n = values.length;
    let mean = 0;
    for (let t = 0; t < n; t++) mean += values[t] / n;
    let squares = 0;
    let size = 0;
    for (let t = 0; t < n; t++) {
      squares += (values[t] - mean) ** 2;
      size = Math.max(size, Math.abs(values[t]));
    }
    // A deviation of rounding size is none.
    const root = squares > n * (1e-12 * size) ** 2 ? Math.sqrt(squares) : Number.NaN;
    return Float64Array.from(values, (value) => (value - mean) / root);
  });
  return units.map((a, i) =>
    units.map((b, j) => {
      if (i === j) return Number.isNaN(a[0]) ? Number.NaN : 1;
      let sum = 0;
      for (let t = 0; t < a.length; t++) sum += a[t] * b[t];
      return sum;
    }),
  );
}

/** Positions of the series that change. */
function varying(matrix: Matrix): number[] {
  return [...matrix.keys()].filter((i) => !Number.isNaN(matrix[i][i]));
}

function eigenOf(matrix: Matrix, kept: readonly number[]): { values: Float64Array; vectors: Float64Array } {
  return symmetricEigen(Float64Array.from(kept.flatMap((i) => kept.map((j) => matrix[i][j]))), kept.length);
}

/** Eigenvalues of a correlation matrix below this are zero but for rounding. */
const vanishing = 1e-12;

/**
 * Variance inflation factors: the diagonal of the inverse of a correlation matrix. NaN for a series that never changes, infinite for
 * one that is a linear combination of others.
 */
export function inflations(matrix: Matrix): number[] {
  const kept = varying(matrix);
  const result = matrix.map(() => Number.NaN);
  if (kept.length === 0) return result;
  const { values, vectors } = eigenOf(matrix, kept);
  kept.forEach((place, i) => {
    let sum = 0;
    values.forEach((value, k) => {
      const weight = vectors[k * kept.length + i] ** 2;
      if (value > vanishing) sum += weight / value;
      else if (weight > 1e-8) sum = Number.POSITIVE_INFINITY;
    });
    result[place] = sum;
  });
  return result;
}

/** Root of largest over smallest eigenvalue; infinite when series are linearly dependent, NaN when none changes. */
export function conditionNumber(matrix: Matrix): number {
  const kept = varying(matrix);
  if (kept.length === 0) return Number.NaN;
  const { values } = eigenOf(matrix, kept);
  const [smallest, largest] = [values[0], values[values.length - 1]];
  return smallest > vanishing ? Math.sqrt(largest / smallest) : Number.POSITIVE_INFINITY;
}
