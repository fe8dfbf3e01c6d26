// Running means and covariances of vectors (Welford 1962), as plain records that can be stored. Stan's dense metric is made of them.

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
