// Multivariate normal with a constant covariance, given by its Cholesky factor.

import { asNode, constant, expand, multiply, type Node, type Operand, square, subtract, sum } from "../graph/index.ts";
import { parameter, type ArrayDistribution } from "./distribution.ts";
import { real } from "./support.ts";
import { halfLogTwoPi } from "./terms.ts";

/**
 * Normal vectors of length n with this mean and covariance L L^T, where `factor` is the lower triangular L in row-major
 * order (n * n numbers, positive diagonal). The factor is inverted once, so that the density is a product with a constant
 * matrix.
 */
export function multivariateNormal(mean: Operand, factor: ArrayLike<number>): ArrayDistribution {
  const length = Math.round(Math.sqrt(factor.length));
  checkFactor(factor, length);
  const inverse = constant(invertLower(factor, length), [length, length]);
  let logDeterminant = 0;
  for (let i = 0; i < length; i++) logDeterminant += Math.log(factor[i * length + i]);
  const location = parameter("multivariate_normal", "mean", mean);
  const lower = Float64Array.from(factor);
  return {
    event: "array",
    name: "multivariate_normal",
    eventShape: [length],
    parameters: [location],
    support: real,
    logDensity: (x) => {
      const whitened = timesMatrix(inverse, subtract(x, location.node));
      const quadratic = sum(square(whitened), [-1]);
      return subtract(-logDeterminant - length * halfLogTwoPi, multiply(0.5, quadratic));
    },
    drawArray: (random, [center], out) => {
      const z = new Float64Array(length);
      random.fillNormal(z);
      for (let i = 0; i < length; i++) {
        let total = center[i];
        for (let j = 0; j <= i; j++) total += lower[i * length + j] * z[j];
        out[i] = total;
      }
    },
  };
}

/** A [rows, columns] matrix applied to vectors along the last axis: [..., columns] to [..., rows]. */
export function timesMatrix(matrix: Node, vectors: Node): Node {
  return sum(multiply(matrix, expand(asNode(vectors), -2)), [-1]);
}

function checkFactor(factor: ArrayLike<number>, length: number): void {
  if (length === 0 || length * length !== factor.length) {
    throw new RangeError(`A Cholesky factor is a square matrix; ${factor.length} numbers are not.`);
  }
  for (let i = 0; i < length; i++) {
    for (let j = 0; j < length; j++) {
      const value = factor[i * length + j];
      const good = j > i ? value === 0 : Number.isFinite(value) && (j < i || value > 0);
      if (!good) {
        throw new RangeError(
          `A Cholesky factor is lower triangular with a positive diagonal; row ${i + 1}, column ${j + 1} is ${value}.`,
        );
      }
    }
  }
}

/** Inverse of a lower triangular matrix by forward substitution. */
function invertLower(lower: ArrayLike<number>, length: number): Float64Array {
  const inverse = new Float64Array(length * length);
  for (let column = 0; column < length; column++) {
    for (let i = column; i < length; i++) {
      let total = i === column ? 1 : 0;
      for (let j = column; j < i; j++) total -= lower[i * length + j] * inverse[j * length + column];
      inverse[i * length + column] = total / lower[i * length + i];
    }
  }
  return inverse;
}
