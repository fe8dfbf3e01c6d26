// Increasing vectors: the first element is free (or positive), each next one adds the exponential of a free number.

import { concatenate, cumulativeSum, exp, log, shift, type Shape, slice, subtract } from "../graph/index.ts";
import { ordered, positiveOrdered } from "./support.ts";
import { checkLength, outside, type Transform } from "./transform-terms.ts";

/** Onto arrays whose vectors along the last axis increase. */
export function orderedTransform(shape: Shape): Transform {
  const length = shape.at(-1) ?? 0;
  if (length < 2) throw new RangeError("An ordered vector has two or more elements along the last axis.");
  return {
    unconstrainedShape: shape,
    constrain(unconstrained) {
      const first = slice(unconstrained, -1, 0, 1);
      const steps = slice(unconstrained, -1, 1, length);
      return { value: cumulativeSum(concatenate([first, exp(steps)], -1)), logJacobian: steps };
    },
    invert(value) {
      const first = slice(value, -1, 0, 1);
      const steps = subtract(slice(value, -1, 1, length), slice(value, -1, 0, length - 1));
      return concatenate([first, log(steps)], -1);
    },
    unconstrain(values) {
      checkLength(values, shape);
      return values.map((x, i) => {
        if (i % length === 0) return x;
        const u = Math.log(x - values[i - 1]);
        if (!Number.isFinite(u)) throw outside(ordered, x, i);
        return u;
      });
    },
  };
}

/** Onto arrays whose vectors along the last axis increase from above 0. */
export function positiveOrderedTransform(shape: Shape): Transform {
  const length = shape.at(-1) ?? 0;
  if (length < 2) throw new RangeError("An ordered vector has two or more elements along the last axis.");
  return {
    unconstrainedShape: shape,
    constrain: (unconstrained) => ({ value: cumulativeSum(exp(unconstrained), -1), logJacobian: unconstrained }),
    invert: (value) => log(subtract(value, shift(value, 1))),
    unconstrain(values) {
      checkLength(values, shape);
      return values.map((x, i) => {
        const u = Math.log(i % length === 0 ? x : x - values[i - 1]);
        if (!Number.isFinite(u)) throw outside(positiveOrdered, x, i);
        return u;
      });
    },
  };
}
