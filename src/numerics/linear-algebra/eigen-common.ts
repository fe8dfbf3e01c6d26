// What eigenvalues of symmetric matrices have in common whether JavaScript or WebAssembly finds them; threads that have the latter load this alone.

export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Float64Array;
  /** Row-major n x n; row i is the unit eigenvector of value i. */
  readonly vectors: Float64Array;
}

/** Throws when an entry is not finite. */
export function checkFinite(matrix: Float64Array): void {
  for (let i = 0; i < matrix.length; i++) {
    if (!Number.isFinite(matrix[i]))
      throw new RangeError("symmetricEigen: the matrix has an entry that is not finite.");
  }
}

/**
 * Sweeps for one eigenvalue after which off-diagonals that are rounding errors of the whole matrix count as zero: beside large
 * eigenvalues, a cluster of small ones carries errors that never fall below its own rounding.
 */
export const eigenPatience = 30;

/** Sweeps for one eigenvalue after which the decomposition is given up. */
export const eigenSweeps = 60;

export const noConvergence = (): RangeError =>
  new RangeError(`symmetricEigen: no convergence after ${eigenSweeps} sweeps.`);

/** Eigenvalues in ascending order, with their vectors. */
export function sortAscending(diagonal: Float64Array, vectors: Float64Array, n: number): SymmetricEigen {
  const order = Array.from(diagonal.keys()).sort((i, j) => diagonal[i] - diagonal[j]);
  const sorted = new Float64Array(n * n);
  order.forEach((from, to) => {
    sorted.set(vectors.subarray(from * n, (from + 1) * n), to * n);
  });
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors: sorted };
}

/** c^(1/4) of eigenvalues, those below zero by rounding taken to be zero. */
export function quarticRoots(values: Float64Array): Float64Array {
  return values.map((value) => Math.max(0, value) ** 0.25);
}
