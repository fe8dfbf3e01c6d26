// Factorization and triangular solution column by column as operations of their own, for TensorFlow.js, whose kernels take no lanes there.

import {
  concatenate,
  constant,
  broadcastTo,
  divide,
  multiply,
  type Node,
  slice,
  sqrt,
  subtract,
  transpose,
} from "../../graph/index.ts";

/** Rows that are unrolled at most: operations grow with the rows, and their elements with the cube. */
const mostRows = 64;

/** The factor of `matrix` from operations that TensorFlow.js has. */
export function unrolledCholesky(matrix: Node): Node {
  const n = checkedRows(matrix, "A Cholesky factor");
  const columns: Node[] = [];
  let rest = matrix;
  for (let k = 0; k < n; k++) {
    const column = divide(slice(rest, -1, 0, 1), sqrt(corner(rest, 0)));
    const above = column.shape.with(-2, k);
    columns.push(k === 0 ? column : concatenate([broadcastTo(constant(0), above), column], -2));
    if (k === n - 1) break;
    const below = slice(column, -2, 1);
    const left = slice(slice(rest, -2, 1), -1, 1);
    rest = subtract(left, multiply(below, transpose(below)));
  }
  return concatenate(columns, -1);
}

/** The solution of a triangular system from operations that TensorFlow.js has. */
export function unrolledTriangularSolve(factor: Node, right: Node, transposed: boolean): Node {
  const n = checkedRows(factor, "A triangular system");
  const rows: Node[] = [];
  let rest = right;
  for (let step = 0; step < n; step++) {
    const k = transposed ? n - 1 - step : step;
    const row = divide(slice(rest, -2, transposed ? k : 0, transposed ? k + 1 : 1), corner(factor, k));
    rows.push(row);
    if (step === n - 1) break;
    const others = transposed
      ? transpose(slice(slice(factor, -2, k, k + 1), -1, 0, k))
      : slice(slice(factor, -1, k, k + 1), -2, k + 1);
    const left = transposed ? slice(rest, -2, 0, k) : slice(rest, -2, 1);
    rest = subtract(left, multiply(others, row));
  }
  return concatenate(transposed ? rows.reverse() : rows, -2);
}

/** Element (k, k) of each matrix, as a matrix of one element. */
function corner(x: Node, k: number): Node {
  return slice(slice(x, -2, k, k + 1), -1, k, k + 1);
}

function checkedRows(matrix: Node, what: string): number {
  const n = matrix.shape.at(-1)!;
  if (n <= mostRows) return n;
  throw new RangeError(
    `${what} of ${n} rows is too large for TensorFlow.js, which takes it row by row: ${mostRows} are the most. ` +
      "The backends wasm, javascript and webgpu run it in loops.",
  );
}
