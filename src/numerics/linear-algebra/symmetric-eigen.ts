// Eigenvalues and eigenvectors of a symmetric matrix: Householder reduction to tridiagonal form, then implicit QL
// (Golub & Van Loan, "Matrix Computations", 4th ed., sections 8.3.1 and 8.3.3).

import {
  checkFinite,
  eigenPatience,
  eigenSweeps,
  noConvergence,
  sortAscending,
  type SymmetricEigen,
} from "./eigen-common.ts";

/** Decomposes `matrix` (n x n, row-major, symmetric; left as it is). Throws when an entry is not finite. */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  checkFinite(matrix);
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  const vectors = tridiagonalize(matrix, n, diagonal, offDiagonal);
  implicitQl(diagonal, offDiagonal, vectors, n);
  return sortAscending(diagonal, vectors, n);
}

/**
 * A = Q T Q' with T tridiagonal. Fills diagonal[i] = T_ii and offDiagonal[i] = T_{i,i+1}; returns Q' (row-major, so
 * that the rotations of the QL sweeps act on rows).
 */
function tridiagonalize(
  matrix: Float64Array,
  n: number,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
): Float64Array {
  const a = matrix.slice();
  const reflectors = new Float64Array(n * n);
  const product = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    // Reflector I - 2 v v' that maps column k below the diagonal onto the first axis.
    const v = reflectors.subarray(k * n, (k + 1) * n);
    let tail = 0;
    for (let i = k + 2; i < n; i++) tail += a[i * n + k] ** 2;
    const head = a[(k + 1) * n + k];
    if (tail === 0) {
      offDiagonal[k] = head;
      continue;
    }
    const norm = Math.sqrt(head * head + tail);
    const target = head > 0 ? -norm : norm;
    const scale = 1 / Math.sqrt((head - target) ** 2 + tail);
    v[k + 1] = (head - target) * scale;
    for (let i = k + 2; i < n; i++) v[i] = a[i * n + k] * scale;
    offDiagonal[k] = target;
    // A <- A - 2 v w' - 2 w v' with w = A v - (v'A v) v, on the trailing block.
    let curvature = 0;
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += a[i * n + j] * v[j];
      product[i] = sum;
      curvature += sum * v[i];
    }
    for (let i = k + 1; i < n; i++) product[i] -= curvature * v[i];
    for (let i = k + 1; i < n; i++) {
      const vi = 2 * v[i];
      const wi = 2 * product[i];
      for (let j = k + 1; j < n; j++) a[i * n + j] -= vi * product[j] + wi * v[j];
    }
  }
  for (let i = 0; i < n; i++) diagonal[i] = a[i * n + i];
  if (n > 1) offDiagonal[n - 2] = a[(n - 1) * n + n - 2];

  // Q = H_0 H_1 ...; Q' is built from the last reflector to the first: Q' <- Q' H_k.
  const transposed = new Float64Array(n * n);
  for (let i = 0; i < n; i++) transposed[i * n + i] = 1;
  for (let k = n - 3; k >= 0; k--) {
    const v = reflectors.subarray(k * n, (k + 1) * n);
    for (let i = k + 1; i < n; i++) {
      let sum = 0;
      for (let j = k + 1; j < n; j++) sum += transposed[i * n + j] * v[j];
      sum *= 2;
      for (let j = k + 1; j < n; j++) transposed[i * n + j] -= sum * v[j];
    }
  }
  return transposed;
}

/** sqrt(a^2 + b^2) without overflow. Not `Math.hypot`, whose rounding is the engine's own. */
function hypot(a: number, b: number): number {
  const size = Math.max(Math.abs(a), Math.abs(b));
  if (size === 0) return 0;
  const x = Math.abs(a) / size;
  const y = Math.abs(b) / size;
  return Math.sqrt(x * x + y * y) * size;
}

/** Diagonalizes T by QL sweeps with Wilkinson's shift, rotating the rows of `vectors` along. */
function implicitQl(diagonal: Float64Array, offDiagonal: Float64Array, vectors: Float64Array, n: number): void {
  let norm = 0;
  for (let i = 0; i < n; i++) norm = Math.max(norm, Math.abs(diagonal[i]) + Math.abs(offDiagonal[i]));
  for (let start = 0; start < n; start++) {
    for (let sweep = 0; ; sweep++) {
      let end = start;
      while (end < n - 1) {
        const size = sweep < eigenPatience ? Math.abs(diagonal[end]) + Math.abs(diagonal[end + 1]) : norm;
        if (Math.abs(offDiagonal[end]) <= Number.EPSILON * size) break;
        end++;
      }
      if (end === start) break;
      if (sweep === eigenSweeps) throw noConvergence();
      const half = (diagonal[start + 1] - diagonal[start]) / (2 * offDiagonal[start]);
      const root = hypot(half, 1);
      const shift = diagonal[start] - offDiagonal[start] / (half + (half < 0 ? -root : root));
      let bulge = diagonal[end] - shift;
      let sine = 1;
      let cosine = 1;
      let carried = 0;
      let i = end - 1;
      for (; i >= start; i--) {
        const f = sine * offDiagonal[i];
        const b = cosine * offDiagonal[i];
        const r = hypot(f, bulge);
        offDiagonal[i + 1] = r;
        if (r === 0) {
          diagonal[i + 1] -= carried;
          offDiagonal[end] = 0;
          break;
        }
        sine = f / r;
        cosine = bulge / r;
        const p = diagonal[i + 1] - carried;
        const q = (diagonal[i] - p) * sine + 2 * cosine * b;
        carried = sine * q;
        diagonal[i + 1] = p + carried;
        bulge = cosine * q - b;
        const upper = i * n;
        const lower = upper + n;
        for (let k = 0; k < n; k++) {
          const x = vectors[upper + k];
          const y = vectors[lower + k];
          vectors[lower + k] = sine * x + cosine * y;
          vectors[upper + k] = cosine * x - sine * y;
        }
      }
      if (i >= start) continue;
      diagonal[start] -= carried;
      offDiagonal[start] = bulge;
      offDiagonal[end] = 0;
    }
  }
}
