// The linear algebra from which adaptation makes metrics.

import type { SymmetricEigen } from "../numerics/linear-algebra/index.ts";

/** Centered draws, draw after draw, and their standard deviations (population form). */
export interface StandardizedDraws {
  readonly values: Float64Array;
  readonly deviation: Float64Array;
}

/** `plainMatrices` in JavaScript and `webAssemblyMatrices` give the same numbers, bit for bit. Matrices are row-major. */
export interface Matrices {
  /** Of the draws [from, from + count) of `values`; the values are a centered copy. */
  standardized(values: Float64Array, from: number, count: number, dimension: number): StandardizedDraws;
  /** Divides draws by `scale` and multiplies gradients by it, in place. */
  rescale(draws: Float64Array, gradients: Float64Array, count: number, scale: Float64Array): void;
  /** Sum over draws v of v v' + ridge I. */
  products(values: Float64Array, count: number, rank: number, ridge: number): Float64Array;
  spdMean(a: Float64Array, b: Float64Array, n: number): Float64Array | undefined;
  symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen;
}
