// Running means and variances of vectors (Welford 1962), as plain records that can be stored.

import type { RunningCovariance } from "./covariance.ts";

export interface RunningVariance {
  count: number;
  readonly mean: Float64Array;
  /** Sums of squared deviations from the mean. */
  readonly squares: Float64Array;
}

export function runningVariance(dimension: number): RunningVariance {
  return { count: 0, mean: new Float64Array(dimension), squares: new Float64Array(dimension) };
}

export function addToVariance(state: RunningVariance, x: Float64Array): void {
  state.count++;
  const { mean, squares } = state;
  const share = 1 / state.count;
  for (let i = 0; i < x.length; i++) {
    const delta = x[i] - mean[i];
    mean[i] += delta * share;
    squares[i] += delta * (x[i] - mean[i]);
  }
}

/** Forgets all that was added. */
export function resetMoments(state: RunningVariance | RunningCovariance): void {
  state.count = 0;
  state.mean.fill(0);
  ("squares" in state ? state.squares : state.products).fill(0);
}

/** Copies `from` into `to`. */
export function copyVariance(from: RunningVariance, to: RunningVariance): void {
  to.count = from.count;
  to.mean.set(from.mean);
  to.squares.set(from.squares);
}
