// Vectors that sum to zero, by an isometry: lengths and angles of the free numbers are those of the vectors.

import { concatenate, constant, multiply, recurrence, type Shape, slice, subtract } from "../graph/index.ts";
import { sumToZero } from "./support.ts";
import { checkLength, outside, type Transform } from "./transform-terms.ts";

/**
 * Onto arrays whose vectors along the last axis sum to zero; one number fewer is free. The value is a product with Helmert's orthonormal columns
 * (column j is 1 / sqrt(j (j + 1)) at the places before j, and -j times that at j), written as running sums, so that it takes linear time. The
 * log Jacobian is 0: n - 1 independent standard normals give a standard normal within the plane. Source: Egozcue et al. (2003); Stan's
 * `sum_to_zero_vector`.
 */
export function sumToZeroTransform(shape: Shape): Transform {
  const length = shape.at(-1) ?? 0;
  if (length < 2) throw new RangeError("A vector that sums to zero has two or more elements along the last axis.");
  const free = [...shape.slice(0, -1), length - 1];
  const scales = Float64Array.from({ length: length - 1 }, (_, j) => 1 / Math.sqrt((j + 1) * (j + 2)));
  const places = Float64Array.from({ length: length - 1 }, (_, j) => j + 1);
  const zero = constant(new Float64Array(free.reduce((a, b) => a * b, 1) / (length - 1)), [...shape.slice(0, -1), 1]);
  return {
    unconstrainedShape: free,
    constrain(unconstrained) {
      const weighted = multiply(unconstrained, constant(scales));
      // x[i] = sum over j > i of w[j] - i w[i], with w counted from 1.
      const after = concatenate([recurrence(1, weighted, -1, true), zero], -1);
      const own = concatenate([zero, multiply(weighted, constant(places))], -1);
      return { value: subtract(after, own), logJacobian: zero };
    },
    invert(value) {
      // The product with the transposed columns: sums of what lies before, less j times the element.
      const before = slice(recurrence(1, value), -1, 0, length - 1);
      return multiply(constant(scales), subtract(before, multiply(constant(places), slice(value, -1, 1, length))));
    },
    unconstrain(values) {
      checkLength(values, shape);
      const result = new Float64Array((values.length / length) * (length - 1));
      for (let start = 0, at = 0; start < values.length; start += length) {
        const vector = values.subarray(start, start + length);
        const bad = vector.findIndex((x) => !Number.isFinite(x));
        if (bad >= 0) throw outside(sumToZero, vector[bad], start + bad);
        checkSum(vector);
        let before = 0;
        for (let j = 0; j < length - 1; j++) {
          before += vector[j];
          result[at++] = scales[j] * (before - (j + 1) * vector[j + 1]);
        }
      }
      return result;
    },
  };
}

/** Values written with a dozen digits are meant to sum to zero. */
function checkSum(vector: Float64Array): void {
  const total = vector.reduce((a, b) => a + b, 0);
  const size = vector.reduce((a, b) => Math.max(a, Math.abs(b)), 1);
  if (Math.abs(total) > 1e-9 * size) throw new RangeError(`The vector must sum to 0, not ${total}.`);
}
