// Geometric mean of a symmetric positive definite matrix and the inverse of another (Bhatia 2007, chapter 4).

import { cholesky } from "./cholesky.ts";
import { quarticRoots } from "./eigen-common.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";

/**
 * The symmetric positive definite S with S B S = A, that is A # B^-1, for A and B symmetric positive definite (n x n, row-major).
 * With B = L L': S = L^-T (L' A L)^(1/2) L^-1. Returns undefined when B is not numerically positive definite.
 */
export function spdMean(a: Float64Array, b: Float64Array, n: number): Float64Array | undefined {
  const factor = new Float64Array(n * n);
  if (!cholesky(b, n, factor)) return undefined;
  // C = L' A L.
  const half = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < n; k++) {
      const aik = a[i * n + k];
      for (let j = 0; j <= k; j++) half[i * n + j] += aik * factor[k * n + j];
    }
  }
  const inner = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    for (let i = 0; i <= k; i++) {
      const lki = factor[k * n + i];
      for (let j = 0; j < n; j++) inner[i * n + j] += lki * half[k * n + j];
    }
  }
  symmetrize(inner, n);
  // C^(1/2) = V diag(c^(1/2)) V'; S = W W' with W = L^-T V diag(c^(1/4)). Row i of `vectors` is column i of V.
  const { values, vectors } = symmetricEigen(inner, n);
  const roots = quarticRoots(values);
  for (let i = 0; i < n; i++) {
    const root = roots[i];
    const row = i * n;
    for (let j = n - 1; j >= 0; j--) {
      let sum = vectors[row + j] * root;
      for (let k = j + 1; k < n; k++) sum -= factor[k * n + j] * vectors[row + k];
      vectors[row + j] = sum / factor[j * n + j];
    }
  }
  const mean = new Float64Array(n * n);
  for (let k = 0; k < n; k++) {
    const row = k * n;
    for (let i = 0; i < n; i++) {
      const wi = vectors[row + i];
      for (let j = 0; j <= i; j++) mean[i * n + j] += wi * vectors[row + j];
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) mean[j * n + i] = mean[i * n + j];
  return mean;
}

function symmetrize(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const average = 0.5 * (matrix[i * n + j] + matrix[j * n + i]);
      matrix[i * n + j] = average;
      matrix[j * n + i] = average;
    }
  }
}
