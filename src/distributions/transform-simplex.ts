// Vectors that sum to one: softmax of the isometric log ratio (Egozcue et al. 2003, "Isometric logratio transformations").

import {
  add,
  constant,
  exp,
  expand,
  log,
  multiply,
  type Node,
  type Shape,
  subtract,
  sum,
  sumKeep,
} from "../graph/index.ts";
import { simplex } from "./support.ts";
import { checkLength, outside, type Transform } from "./transform-terms.ts";

/**
 * Onto arrays whose vectors along the last axis sum to one; one number fewer is free. Chosen over stick-breaking because it
 * treats all elements alike (no element's posterior is bent by its place in the row), turns Dirichlets into nearly normal
 * shapes, and its log Jacobian is just the sum of log x plus log(n) / 2.
 */
export function simplexTransform(shape: Shape): Transform {
  const length = shape.at(-1) ?? 0;
  if (length < 2) throw new RangeError("A vector that sums to one has two or more elements along the last axis.");
  const basis = helmert(length);
  const matrix = constant(basis, [length, length - 1]);
  return {
    unconstrainedShape: [...shape.slice(0, -1), length - 1],
    constrain(unconstrained) {
      // The logits sum to zero, so the sum of their exponentials is at least n: no maximum need be taken out before the log.
      const logits: Node = sum(multiply(matrix, expand(unconstrained, -2)), [-1]);
      const logValue = subtract(logits, log(sumKeep(exp(logits), [-1])));
      return { value: exp(logValue), logJacobian: add(sum(logValue, [-1]), 0.5 * Math.log(length)) };
    },
    invert(value) {
      const transposed = constant(transpose(basis, length, length - 1), [length - 1, length]);
      return sum(multiply(transposed, expand(log(value), -2)), [-1]);
    },
    unconstrain(values) {
      checkLength(values, shape);
      const vectors = values.length / length;
      const result = new Float64Array(vectors * (length - 1));
      for (let v = 0; v < vectors; v++) {
        const vector = values.subarray(v * length, (v + 1) * length);
        checkVector(vector, v * length);
        for (let j = 0; j < length - 1; j++) {
          let total = 0;
          for (let i = 0; i < length; i++) total += basis[i * (length - 1) + j] * Math.log(vector[i]);
          result[v * (length - 1) + j] = total;
        }
      }
      return result;
    },
  };
}

function checkVector(vector: Float64Array, start: number): void {
  const wrong = vector.findIndex((x) => !(x > 0));
  if (wrong >= 0) throw outside(simplex, vector[wrong], start + wrong);
  const total = vector.reduce((a, b) => a + b, 0);
  // Values written with a dozen digits are meant to sum to one.
  if (Math.abs(total - 1) > 1e-9) throw new RangeError(`A vector on the simplex must sum to 1, not ${total}.`);
}

/** Orthonormal columns, each orthogonal to a vector of ones (Helmert): [length, length - 1] in row-major order. */
function helmert(length: number): Float64Array {
  const basis = new Float64Array(length * (length - 1));
  for (let j = 1; j < length; j++) {
    const scale = 1 / Math.sqrt(j * (j + 1));
    for (let i = 0; i < j; i++) basis[i * (length - 1) + j - 1] = scale;
    basis[j * (length - 1) + j - 1] = -j * scale;
  }
  return basis;
}

function transpose(matrix: Float64Array, rows: number, columns: number): Float64Array {
  return matrix.map((_, i) => matrix[(i % rows) * columns + Math.floor(i / rows)]);
}
