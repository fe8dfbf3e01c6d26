// The metric of Hamiltonian dynamics as a factor L of the inverse mass matrix, M^-1 = L L'. Momenta are kept whitened,
// w = L'p ~ N(0, I): kinetic energy and U-turn checks are plain dot products of w whatever the metric, so that p# = M^-1 p
// is never formed (p_1# . p_2 = w_1 . w_2; Seyboldt, Carlson & Carpenter 2026, arXiv 2603.18845, use the same coordinates).

import { lowerTimes, lowerTransposedTimes } from "../../numerics/linear-algebra/index.ts";

/** A metric as plain data: what is adapted, stored and sent between threads. */
export type MetricState = DiagonalMetricState | LowRankMetricState | DenseMetricState;

/** M^-1 = diag(scale^2). */
export interface DiagonalMetricState {
  readonly kind: "diagonal";
  /** Standard deviations, one per coordinate. */
  readonly scale: Float64Array;
}

/** M^-1 = diag(scale) (I + U (Lambda - I) U') diag(scale), U with orthonormal columns. */
export interface LowRankMetricState {
  readonly kind: "low-rank";
  readonly scale: Float64Array;
  /** Row-major rank x dimension: row i is column i of U. */
  readonly vectors: Float64Array;
  /** Diagonal of Lambda. */
  readonly values: Float64Array;
}

/** M^-1 = L L' with L lower triangular, row-major. */
export interface DenseMetricState {
  readonly kind: "dense";
  readonly factor: Float64Array;
}

export interface Metric {
  readonly state: MetricState;
  /** out = L w: velocity of a whitened momentum. `out` is another array than `momentum`. */
  velocity(momentum: Float64Array, out: Float64Array): void;
  /** out = L' g: whitened force of a gradient of the log density. `out` is another array than `gradient`. */
  force(gradient: Float64Array, out: Float64Array): void;
}

/** The metric of a state. The state's arrays are kept, not copied: writing into them changes the metric. */
export function metricOf(state: MetricState): Metric {
  switch (state.kind) {
    case "diagonal":
      return diagonalMetric(state);
    case "low-rank":
      return lowRankMetric(state);
    case "dense":
      return denseMetric(state);
  }
}

/** The identity, as a diagonal metric. */
export function unitMetric(dimension: number): Metric {
  return diagonalMetric({ kind: "diagonal", scale: new Float64Array(dimension).fill(1) });
}

function diagonalMetric(state: DiagonalMetricState): Metric {
  const { scale } = state;
  const multiply = (x: Float64Array, out: Float64Array): void => {
    for (let i = 0; i < scale.length; i++) out[i] = scale[i] * x[i];
  };
  return { state, velocity: multiply, force: multiply };
}

function lowRankMetric(state: LowRankMetricState): Metric {
  const { scale, vectors, values } = state;
  const dimension = scale.length;
  const rank = values.length;
  // L = diag(scale) R with the symmetric root R = I + U (Lambda^1/2 - I) U'.
  const stretch = values.map((value) => Math.sqrt(value) - 1);
  const scaled = new Float64Array(dimension);
  const addStretch = (x: Float64Array, out: Float64Array): void => {
    for (let k = 0; k < rank; k++) {
      const row = k * dimension;
      let projection = 0;
      for (let i = 0; i < dimension; i++) projection += vectors[row + i] * x[i];
      projection *= stretch[k];
      for (let i = 0; i < dimension; i++) out[i] += projection * vectors[row + i];
    }
  };
  return {
    state,
    velocity(momentum, out) {
      out.set(momentum);
      addStretch(momentum, out);
      for (let i = 0; i < dimension; i++) out[i] *= scale[i];
    },
    force(gradient, out) {
      for (let i = 0; i < dimension; i++) scaled[i] = scale[i] * gradient[i];
      out.set(scaled);
      addStretch(scaled, out);
    },
  };
}

function denseMetric(state: DenseMetricState): Metric {
  const { factor } = state;
  const dimension = Math.sqrt(factor.length);
  return {
    state,
    velocity: (momentum, out) => lowerTimes(factor, dimension, momentum, out),
    force: (gradient, out) => lowerTransposedTimes(factor, dimension, gradient, out),
  };
}

/** A metric in words, for reports: its kind and, where it has one, its rank. */
export function describeMetric(state: MetricState): string {
  switch (state.kind) {
    case "diagonal":
      return "diagonal";
    case "low-rank":
      return `diagonal + rank ${state.values.length}`;
    case "dense":
      return "dense";
  }
}

/** M^-1 of a low-rank metric as a matrix, row-major; only the lower triangle is filled. */
export function inverseMassOf({ scale, vectors, values }: LowRankMetricState): Float64Array {
  const dimension = scale.length;
  const matrix = new Float64Array(dimension * dimension);
  for (let i = 0; i < dimension; i++) matrix[i * dimension + i] = 1;
  for (let k = 0; k < values.length; k++) {
    const u = vectors.subarray(k * dimension, (k + 1) * dimension);
    for (let i = 0; i < dimension; i++) {
      const weight = (values[k] - 1) * u[i];
      for (let j = 0; j <= i; j++) matrix[i * dimension + j] += weight * u[j];
    }
  }
  for (let i = 0; i < dimension; i++) for (let j = 0; j <= i; j++) matrix[i * dimension + j] *= scale[i] * scale[j];
  return matrix;
}
