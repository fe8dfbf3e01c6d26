// The linear algebra of adaptation in JavaScript: the reference of `webAssemblyMatrices`.

import { spdMean, symmetricEigen } from "../numerics/linear-algebra/index.ts";
import type { Matrices, StandardizedDraws } from "./matrices.ts";

export const plainMatrices: Matrices = { standardized, rescale, products, spdMean, symmetricEigen };

function standardized(values: Float64Array, from: number, count: number, dimension: number): StandardizedDraws {
  const centered = values.slice(from * dimension, (from + count) * dimension);
  const deviation = new Float64Array(dimension);
  for (let i = 0; i < dimension; i++) {
    let mean = 0;
    for (let k = 0; k < count; k++) mean += centered[k * dimension + i];
    mean /= count;
    let squares = 0;
    for (let k = 0; k < count; k++) {
      centered[k * dimension + i] -= mean;
      squares += centered[k * dimension + i] ** 2;
    }
    deviation[i] = Math.sqrt(squares / count);
  }
  return { values: centered, deviation };
}

function rescale(draws: Float64Array, gradients: Float64Array, count: number, scale: Float64Array): void {
  const dimension = scale.length;
  for (let row = 0; row < count * dimension; row += dimension) {
    for (let i = 0; i < dimension; i++) {
      draws[row + i] /= scale[i];
      gradients[row + i] *= scale[i];
    }
  }
}

function products(values: Float64Array, count: number, rank: number, ridge: number): Float64Array {
  const out = new Float64Array(rank * rank);
  for (let k = 0; k < count; k++) {
    const row = k * rank;
    for (let i = 0; i < rank; i++) {
      const vi = values[row + i];
      for (let j = 0; j <= i; j++) out[i * rank + j] += vi * values[row + j];
    }
  }
  for (let i = 0; i < rank; i++) {
    out[i * rank + i] += ridge;
    for (let j = 0; j < i; j++) out[j * rank + i] = out[i * rank + j];
  }
  return out;
}
