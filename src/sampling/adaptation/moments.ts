// Running means, variances and covariances of vectors (Welford 1962), as plain records that can be stored.

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

export interface RunningCovariance {
  count: number;
  readonly mean: Float64Array;
  /** Lower triangle of the sums of products of deviations, row-major n x n. */
  readonly products: Float64Array;
}

export function runningCovariance(dimension: number): RunningCovariance {
  return { count: 0, mean: new Float64Array(dimension), products: new Float64Array(dimension * dimension) };
}

export function addToCovariance(state: RunningCovariance, x: Float64Array): void {
  state.count++;
  const { mean, products } = state;
  const dimension = x.length;
  const share = 1 / state.count;
  // With old deviation d, the products grow by (1 - 1/n) d d'.
  for (let i = 0; i < dimension; i++) {
    const scaled = (1 - share) * (x[i] - mean[i]);
    for (let j = 0; j <= i; j++) products[i * dimension + j] += scaled * (x[j] - mean[j]);
  }
  for (let i = 0; i < dimension; i++) mean[i] += (x[i] - mean[i]) * share;
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
