// Factorization and triangular solution as the interpreter does them: the textbook's loops.

import type { Shape } from "./shape.ts";

/** Row by row (Golub and Van Loan, Matrix Computations, section 4.2). */
export function evaluateCholesky(matrices: Float64Array, shape: Shape): Float64Array {
  const n = shape.at(-1)!;
  const result = new Float64Array(matrices.length);
  for (let start = 0; start < matrices.length; start += n * n) {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) {
        let rest = matrices[start + i * n + j]!;
        for (let k = 0; k < j; k++) rest -= result[start + i * n + k]! * result[start + j * n + k]!;
        const diagonal = i === j ? Math.sqrt(rest) : result[start + j * n + j]!;
        result[start + i * n + j] = i === j ? diagonal : rest / diagonal;
      }
    }
  }
  return result;
}

/** Forward substitution with L, or backward substitution with its transpose; `shape` is that of `right` and of the result. */
export function evaluateTriangularSolve(
  factors: Float64Array,
  right: Float64Array,
  shape: Shape,
  transposed: boolean,
): Float64Array {
  const [n, m] = [shape.at(-2)!, shape.at(-1)!];
  const result = right.slice();
  for (let batch = 0; batch * n * m < right.length; batch++) {
    const element = (i: number, j: number): number => factors[batch * n * n + (transposed ? j * n + i : i * n + j)]!;
    for (let column = 0; column < m; column++) {
      const at = (i: number): number => batch * n * m + i * m + column;
      for (let step = 0; step < n; step++) {
        const i = transposed ? n - 1 - step : step;
        let rest = right[at(i)]!;
        for (let before = 0; before < step; before++) {
          const j = transposed ? n - 1 - before : before;
          rest -= element(i, j) * result[at(j)]!;
        }
        result[at(i)] = rest / element(i, i);
      }
    }
  }
  return result;
}
