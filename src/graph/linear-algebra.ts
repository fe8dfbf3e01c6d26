// Linear algebra on the last two axes; all axes before them are batches, which broadcast.

import { axesNotReordered, noMatrixProduct, noTriangularSystem, notSquare } from "../problems/graph-problems.ts";
import { graphError } from "../problems/shape-problems.ts";
import { checkOptionNames } from "../settings/index.ts";
import { makeNode, type Node } from "./node.ts";
import { asNode, constant, type Operand } from "./operands.ts";
import { add, broadcastTo, divide, expand, gather, log, multiply, reshape, select, sqrt, sum } from "./operations.ts";
import { broadcastShapes, type Shape } from "./shape.ts";

/**
 * The matrix product: [..., rows, inner] with [..., inner, columns] gives [..., rows, columns]. A vector [inner] on the right gives [..., rows],
 * on the left [..., columns], and two vectors give their inner product. Batches broadcast.
 *
 * @throws CarryoverError where the extents do not fit
 */
export function matrixProduct(left: Operand, right: Operand): Node {
  const [a, b] = [asNode(left, "matrixProduct"), asNode(right, "matrixProduct")];
  const [row, column] = [a.shape.length === 1, b.shape.length === 1];
  if (a.shape.length < 1 || b.shape.length < 1 || a.shape.at(-1) !== b.shape.at(column ? -1 : -2)) {
    throw graphError(noMatrixProduct(a.shape, b.shape));
  }
  if (column) return sum(multiply(a, b), [-1]);
  if (row) return sum(multiply(expand(a, -1), b), [-2]);
  return sum(multiply(expand(a, -1), expand(b, b.shape.length - 2)), [-2]);
}

/**
 * The last two axes exchanged, or all axes in another order: axis k of the result is axis `axes[k]` of the operand.
 *
 * @throws CarryoverError where `axes` does not name every axis once
 */
export function transpose(operand: Operand, axes?: readonly number[]): Node {
  const x = asNode(operand, "transpose");
  const rank = x.shape.length;
  if (axes === undefined && rank < 2) throw graphError(axesNotReordered(undefined, x.shape));
  const given = axes ?? [...Array.from({ length: rank - 2 }, (_, axis) => axis), rank - 1, rank - 2];
  const order = given.map((axis) => (axis < 0 ? axis + rank : axis));
  if (order.toSorted((a, b) => a - b).join() !== x.shape.map((_, axis) => axis).join()) {
    throw graphError(axesNotReordered(given, x.shape));
  }
  if (order.every((axis, k) => axis === k)) return x;
  const shape = order.map((axis) => x.shape[axis]!);
  if (x.kind === "transpose") {
    return transpose(
      x.inputs[0]!,
      order.map((axis) => x.axes[axis]!),
    );
  }
  // Axes of extent one may go anywhere without moving an element.
  const long = order.filter((axis) => x.shape[axis] !== 1);
  if (long.every((axis, k) => k === 0 || axis > long[k - 1]!)) return reshape(x, shape);
  return makeNode({ kind: "transpose", inputs: [x], shape, axes: order });
}

/**
 * The elements on the diagonals of square matrices: [..., n, n] gives [..., n].
 *
 * @throws CarryoverError where the last two extents differ
 */
export function diagonal(operand: Operand): Node {
  const x = asNode(operand, "diagonal");
  const n = extentOfSquare(x.shape, "diagonal");
  const flat = reshape(x, [...x.shape.slice(0, -2), n * n]);
  return gather(
    flat,
    Int32Array.from({ length: n }, (_, i) => i * (n + 1)),
    -1,
  );
}

/** Matrices with these elements on their diagonals and zeros elsewhere: [..., n] gives [..., n, n]. */
export function diagonalMatrix(operand: Operand): Node {
  const x = asNode(operand, "diagonalMatrix");
  if (x.shape.length === 0) throw graphError(notSquare("diagonalMatrix", x.shape));
  // select, not a product: zeros stay zeros beside elements that are infinite or not numbers.
  return select(identity(x.shape.at(-1)!), expand(x, -1), 0);
}

/** The identity matrix of n rows. */
export function identity(n: number): Node {
  return triangle(n, (row, column) => (row === column ? 1 : 0));
}

/** The elements on and below the diagonal of matrices [..., n, n], with zeros above it. */
export function lowerTriangle(operand: Operand): Node {
  const x = asNode(operand, "lowerTriangle");
  const n = extentOfSquare(x.shape, "lowerTriangle");
  // select, not a product: what stands above the diagonal is not read.
  return select(
    triangle(n, (row, column) => (row >= column ? 1 : 0)),
    x,
    0,
  );
}

/** A constant matrix of n rows by what stands where. */
export function triangle(n: number, element: (row: number, column: number) => number): Node {
  return constant(
    Float64Array.from({ length: n * n }, (_, i) => element(Math.floor(i / n), i % n)),
    [n, n],
  );
}

/**
 * The Cholesky factor of symmetric positive definite matrices [..., n, n]: the lower-triangular L with L Lᵀ = A. Only the lower triangle
 * of A is read. A matrix that is not positive definite gives NaN, so that a density made of it is refused as a sampler refuses any
 * place of no density.
 *
 * Derivative: Murray (2016), Differentiation of the Cholesky decomposition, arXiv:1602.07527.
 *
 * @throws CarryoverError where the last two extents differ
 */
export function cholesky(operand: Operand): Node {
  const x = asNode(operand, "cholesky");
  if (extentOfSquare(x.shape, "cholesky") === 1) return sqrt(x);
  return makeNode({ kind: "cholesky", inputs: [x], shape: x.shape });
}

/**
 * The solution X of L X = B for lower-triangular matrices L [..., n, n] (of which only the lower triangle is read), or of Lᵀ X = B with
 * `transposed`. B is [..., n, m], or a vector [n]. Batches broadcast.
 *
 * @throws CarryoverError where the extents do not fit
 */
export function triangularSolve(
  factor: Operand,
  right: Operand,
  options: { readonly transposed?: boolean } = {},
): Node {
  const [l, b] = [asNode(factor, "triangularSolve"), asNode(right, "triangularSolve")];
  checkOptionNames("triangularSolve", options, { transposed: true });
  const { transposed = false } = options;
  const n = extentOfSquare(l.shape, "triangularSolve");
  if (b.shape.length === 1 && b.shape[0] === n) {
    const solved = triangularSolve(l, expand(b, 1), options);
    return reshape(solved, solved.shape.slice(0, -1));
  }
  if (b.shape.length < 2 || b.shape.at(-2) !== n) throw graphError(noTriangularSystem(l.shape, b.shape));
  if (n === 1) return divide(b, l);
  const batches = broadcastShapes(l.shape.slice(0, -2), b.shape.slice(0, -2));
  const whole = (x: Node): Node => broadcastTo(x, [...batches, ...x.shape.slice(-2)]);
  return makeNode({
    kind: "triangularSolve",
    inputs: [whole(l), whole(b)],
    shape: [...batches, ...b.shape.slice(-2)],
    transposed,
  });
}

/**
 * The solution X of A X = B for a symmetric positive definite A [..., n, n] that is given by its Cholesky factor; B is [..., n, m], or a
 * vector [n].
 */
export function choleskySolve(factor: Operand, right: Operand): Node {
  const l = asNode(factor, "choleskySolve");
  return triangularSolve(l, triangularSolve(l, right), { transposed: true });
}

/**
 * The logarithm of the determinant of symmetric positive definite matrices [..., n, n], by their Cholesky factor: shape [...]. Where the
 * factor is at hand, `choleskyLogDeterminant` takes it.
 */
export function logDeterminant(operand: Operand): Node {
  return choleskyLogDeterminant(cholesky(asNode(operand, "logDeterminant")));
}

/** The logarithm of the determinant of L Lᵀ for a Cholesky factor L [..., n, n]: twice the sum of the logarithms of its diagonal, shape [...]. */
export function choleskyLogDeterminant(factor: Operand): Node {
  return multiply(2, sum(log(diagonal(asNode(factor, "choleskyLogDeterminant"))), [-1]));
}

/** The outer product of two vectors: [..., n] and [..., m] give [..., n, m]. */
export function outerProduct(left: Operand, right: Operand): Node {
  const [a, b] = [asNode(left, "outerProduct"), asNode(right, "outerProduct")];
  return multiply(expand(a, -1), expand(b, b.shape.length - 1));
}

function extentOfSquare(shape: Shape, where: string): number {
  const n = shape.at(-1);
  if (n === undefined || shape.length < 2 || shape.at(-2) !== n) throw graphError(notSquare(where, shape));
  return n;
}

// -------------------------------------------------------------------------------------------------------- adjoints

/** The adjoint of the matrix of a factor L, on its lower triangle, by the adjoint of L. */
export function choleskyAdjoint(factor: Node, adjoint: Node): Node {
  const n = factor.shape.at(-1)!;
  const half = triangle(n, (row, column) => (row > column ? 1 : row === column ? 0.5 : 0));
  const inner = multiply(matrixProduct(transpose(factor), lowerTriangle(adjoint)), half);
  const left = triangularSolve(factor, inner, { transposed: true });
  const both = triangularSolve(factor, transpose(left), { transposed: true });
  return multiply(half, add(both, transpose(both)));
}

/** The adjoint of B, and that of L when `ofFactor`, of a solution X by its adjoint. */
export function triangularSolveAdjoint(
  node: Node & { readonly kind: "triangularSolve" },
  adjoint: Node,
  ofFactor: boolean,
): Node {
  const right = triangularSolve(node.inputs[0]!, adjoint, { transposed: !node.transposed });
  if (!ofFactor) return right;
  const product = node.transposed ? matrixProduct(node, transpose(right)) : matrixProduct(right, transpose(node));
  const n = node.shape.at(-2)!;
  return multiply(
    product,
    triangle(n, (row, column) => (row >= column ? -1 : 0)),
  );
}
