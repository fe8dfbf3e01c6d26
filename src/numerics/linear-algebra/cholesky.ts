// Cholesky factorization of a symmetric positive definite matrix, and products with its triangular factor (row-major).

/**
 * Writes the lower triangular factor of `matrix` (n x n, row-major; only its lower triangle is read) into `factor`
 * (zeros above the diagonal; may be the same array). Returns false when the matrix is not numerically positive definite.
 */
export function cholesky(matrix: Float64Array, n: number, factor: Float64Array): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j];
      for (let k = 0; k < j; k++) sum -= factor[i * n + k] * factor[j * n + k];
      if (i === j) {
        if (!(sum > 0) || sum === Number.POSITIVE_INFINITY) return false;
        factor[i * n + i] = Math.sqrt(sum);
      } else {
        factor[i * n + j] = sum / factor[j * n + j];
      }
    }
    for (let j = i + 1; j < n; j++) factor[i * n + j] = 0;
  }
  return true;
}

/** out = L x for lower triangular L (n x n, row-major). `out` must not be `x`. */
export function lowerTimes(factor: Float64Array, n: number, x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = 0;
    const row = i * n;
    for (let j = 0; j <= i; j++) sum += factor[row + j] * x[j];
    out[i] = sum;
  }
}

/** out = L' x for lower triangular L (n x n, row-major). `out` must not be `x`. */
export function lowerTransposedTimes(factor: Float64Array, n: number, x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < n; i++) out[i] = 0;
  for (let i = 0; i < n; i++) {
    const xi = x[i];
    const row = i * n;
    for (let j = 0; j <= i; j++) out[j] += factor[row + j] * xi;
  }
}

/** out = L^-1 x for lower triangular L (n x n, row-major). `out` may be `x`. */
export function solveLower(factor: Float64Array, n: number, x: Float64Array, out: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = x[i];
    const row = i * n;
    for (let j = 0; j < i; j++) sum -= factor[row + j] * out[j];
    out[i] = sum / factor[row + i];
  }
}

/** out = L^-T x for lower triangular L (n x n, row-major). `out` may be `x`. */
export function solveLowerTransposed(factor: Float64Array, n: number, x: Float64Array, out: Float64Array): void {
  if (out !== x) for (let i = 0; i < n; i++) out[i] = x[i];
  for (let i = n - 1; i >= 0; i--) {
    const row = i * n;
    const solved = out[i] / factor[row + i];
    out[i] = solved;
    for (let j = 0; j < i; j++) out[j] -= factor[row + j] * solved;
  }
}
