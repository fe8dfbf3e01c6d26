// Cholesky factors of correlation and covariance matrices, from as many free numbers as the matrices have.

import {
  add,
  constant,
  cumulativeSum,
  divide,
  exp,
  gather,
  log,
  log1p,
  multiply,
  negate,
  type Node,
  recurrence,
  reshape,
  scatter,
  type Shape,
  shift,
  softplus,
  sqrt,
  square,
  subtract,
  tanh,
} from "../graph/index.ts";
import { checkLength, type Transform } from "./transform-terms.ts";

/** Places of the elements below the diagonal, in row-major order, and of the diagonal, in a matrix of this size. */
export function placesOf(size: number): { readonly below: Int32Array; readonly diagonal: Int32Array } {
  const below: number[] = [];
  for (let i = 0; i < size; i++) for (let j = 0; j < i; j++) below.push(i * size + j);
  return { below: Int32Array.from(below), diagonal: Int32Array.from({ length: size }, (_, i) => i * (size + 1)) };
}

/** The elements of matrices at these places, along one last axis. */
export function elementsAt(matrices: Node, places: Int32Array): Node {
  return gather(flat(matrices), places, -1);
}

/** [..., rows, columns] as [..., rows * columns]. */
function flat(matrices: Node): Node {
  const { shape } = matrices;
  return reshape(matrices, [...shape.slice(0, -2), (shape.at(-2) ?? 1) * (shape.at(-1) ?? 1)]);
}

/** Matrices with these elements at these places and zeros elsewhere. */
function placed(elements: Node, places: Int32Array, size: number): Node {
  return reshape(scatter(elements, places, size * size, -1), [...elements.shape.slice(0, -1), size, size]);
}

function sizeOfMatrices(shape: Shape): number {
  const size = shape.at(-1) ?? 0;
  if (size < 2 || shape.at(-2) !== size) {
    throw new RangeError("A Cholesky factor is a square matrix of two or more rows along the last two axes.");
  }
  return size;
}

/**
 * Onto Cholesky factors of correlation matrices. The tanh of each free number is a partial correlation; row by row, the element is that times the
 * length that elements before it leave: l[i][j] = z[i][j] prod over k < j of sqrt(1 - z[i][k]^2). The log Jacobian, of the elements below the
 * diagonal, is the sum of log(1 - z^2) and of the log lengths. Source: Lewandowski, Kurowicka & Joe (2009); Stan's `cholesky_factor_corr`.
 */
export function choleskyCorrelationTransform(shape: Shape): Transform {
  const size = sizeOfMatrices(shape);
  const { below } = placesOf(size);
  const identity = constant(
    Float64Array.from({ length: size * size }, (_, i) => (i % (size + 1) === 0 ? 1 : 0)),
    [size, size],
  );
  return {
    unconstrainedShape: [...shape.slice(0, -2), below.length],
    constrain(unconstrained) {
      // log sqrt(1 - tanh(u)^2) = log 2 + u - softplus(2 u).
      const logRest = subtract(add(unconstrained, Math.LN2), softplus(multiply(2, unconstrained)));
      const logLength = shift(cumulativeSum(placed(logRest, below, size), -1), 1, -1);
      const value = multiply(add(placed(tanh(unconstrained), below, size), identity), exp(logLength));
      return { value, logJacobian: add(elementsAt(logLength, below), multiply(2, logRest)) };
    },
    invert(value) {
      // What is left for an element is what it and those after it take, because rows have length one.
      const left = sqrt(recurrence(1, square(value), -1, true));
      const partial = divide(elementsAt(value, below), elementsAt(left, below));
      return multiply(0.5, subtract(log1p(partial), log1p(negate(partial))));
    },
    unconstrain(values) {
      checkFactors(values, shape, size);
      return eachMatrix(values, size, below.length, (matrix, out) => {
        let at = 0;
        for (let i = 0; i < size; i++) {
          const row = matrix.subarray(i * size, (i + 1) * size);
          const length = row.reduce((a, b) => a + b * b, 0);
          if (Math.abs(length - 1) > 1e-9) {
            throw new RangeError(
              `Row ${i + 1} of the Cholesky factor of a correlation matrix must have length 1, not ${Math.sqrt(length)}.`,
            );
          }
          let left = row[i] * row[i];
          for (let j = i - 1; j >= 0; j--) {
            // z / sqrt(1 - z^2) is the element over the length of what comes after it.
            out[at + j] = Math.asinh(row[j] / Math.sqrt(left));
            left += row[j] * row[j];
          }
          at += i;
        }
      });
    },
  };
}

/** Onto Cholesky factors of covariance matrices: the diagonal is the exponential of free numbers, what is below is free. Free numbers are row by row. */
export function choleskyCovarianceTransform(shape: Shape): Transform {
  const size = sizeOfMatrices(shape);
  const { below, diagonal } = placesOf(size);
  const count = (size * (size + 1)) / 2;
  // Within the free numbers of the rows, one after another.
  const freeDiagonal = Int32Array.from({ length: size }, (_, i) => (i * (i + 3)) / 2);
  const freeBelow = Int32Array.from({ length: count }, (_, k) => k).filter((k) => !freeDiagonal.includes(k));
  const lower = Int32Array.from([...below, ...diagonal]).sort();
  const isDiagonal = constant(Float64Array.from(lower, (place) => (place % (size + 1) === 0 ? 1 : 0)));
  return {
    unconstrainedShape: [...shape.slice(0, -2), count],
    constrain(unconstrained) {
      const logDiagonal = gather(unconstrained, freeDiagonal, -1);
      const value = add(
        placed(exp(logDiagonal), diagonal, size),
        placed(gather(unconstrained, freeBelow, -1), below, size),
      );
      return { value, logJacobian: logDiagonal };
    },
    invert(value) {
      const elements = elementsAt(value, lower);
      // The logarithm of 1 where there is nothing to take it of.
      const positive = add(multiply(elements, isDiagonal), subtract(1, isDiagonal));
      return add(log(positive), multiply(elements, subtract(1, isDiagonal)));
    },
    unconstrain(values) {
      checkFactors(values, shape, size);
      return eachMatrix(values, size, count, (matrix, out) => {
        lower.forEach((place, k) => {
          out[k] = place % (size + 1) === 0 ? Math.log(matrix[place]) : matrix[place];
        });
      });
    },
  };
}

function eachMatrix(
  values: Float64Array,
  size: number,
  free: number,
  write: (matrix: Float64Array, out: Float64Array) => void,
): Float64Array {
  const matrices = values.length / (size * size);
  const result = new Float64Array(matrices * free);
  for (let m = 0; m < matrices; m++) {
    write(values.subarray(m * size * size, (m + 1) * size * size), result.subarray(m * free, (m + 1) * free));
  }
  return result;
}

function checkFactors(values: Float64Array, shape: Shape, size: number): void {
  checkLength(values, shape);
  values.forEach((value, place) => {
    const [i, j] = [Math.floor(place / size) % size, place % size];
    const good = j > i ? value === 0 : Number.isFinite(value) && (j < i || value > 0);
    if (good) return;
    const wanted = j > i ? "0" : j === i ? "a number above 0" : "a finite number";
    throw new RangeError(`Row ${i + 1}, column ${j + 1} of a Cholesky factor must be ${wanted}, not ${value}.`);
  });
}
