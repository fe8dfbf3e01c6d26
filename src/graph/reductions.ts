// Reductions beyond sums: extremes, and sums of exponentials that neither overflow nor lose digits.

import { asNode, asPair, type Operand } from "./operands.ts";
import type { Node } from "./node.ts";
import {
  add,
  differentiated,
  divide,
  exp,
  less,
  log,
  maximum,
  minimum,
  reshape,
  select,
  slice,
  softplus,
  subtract,
  sumKeep,
} from "./operations.ts";
import { normalizeAxes } from "./shape.ts";

/** Logarithms below this count as this where a difference from them would be infinity minus infinity: e to its power is zero anyway. */
const leastLogarithm = -1e300;

/**
 * The largest element along `axes` (all by default), which disappear. The gradient goes to the largest element, and to one of those
 * that tie.
 */
export const max = (x: Operand, axes?: number | readonly number[]): Node => dropped(x, axes, "max", extreme(maximum));

/** The smallest element along `axes` (all by default), which disappear. The gradient goes to the smallest element, and to one of those that tie. */
export const min = (x: Operand, axes?: number | readonly number[]): Node => dropped(x, axes, "min", extreme(minimum));

/**
 * log(sum(exp(x))) along `axes` (all by default), which disappear: without overflow, and with all its digits where x is far from 0.
 * Elements may be minus infinity; where all of them are, so is the result.
 */
export const logSumExp = (x: Operand, axes?: number | readonly number[]): Node =>
  dropped(x, axes, "logSumExp", logSumExpKeep);

/** log(exp(a) + exp(b)), element by element, without overflow. Either or both may be minus infinity; equal ones share the gradient. */
export function logAddExp(left: Operand, right: Operand): Node {
  const [a, b] = asPair(left, right, "logAddExp");
  const above = (smaller: Node, larger: Node): Node =>
    add(larger, softplus(subtract(smaller, maximum(larger, leastLogarithm))));
  return select(less(a, b), above(a, b), above(b, a));
}

/** exp(x) over its sum along an axis, the last by default: positive numbers that add up to 1. */
export function softmax(operand: Operand, axis = -1): Node {
  const x = asNode(operand, "softmax");
  const [at] = normalizeAxes(axis, x.shape, "softmax");
  const powers = exp(subtract(x, still(extreme(maximum)(x, [at!]))));
  return divide(powers, sumKeep(powers, at));
}

/** The logarithm of `softmax`, with all its digits where a share is close to 0. */
export function logSoftmax(operand: Operand, axis = -1): Node {
  const x = asNode(operand, "logSoftmax");
  return subtract(x, logSumExpKeep(x, normalizeAxes(axis, x.shape, "logSoftmax")));
}

function logSumExpKeep(x: Node, axes: readonly number[]): Node {
  // Any number near the largest element would do, so that its own derivative is none.
  const shift = still(maximum(extreme(maximum)(x, axes), leastLogarithm));
  return add(shift, log(sumKeep(exp(subtract(x, shift)), axes)));
}

/** `x` without its derivative. */
function still(x: Node): Node {
  return differentiated(x, []);
}

/** Extremes along axes, which keep extent 1: the axis is folded in half until one element is left. */
const extreme =
  (larger: (a: Node, b: Node) => Node) =>
  (operand: Node, axes: readonly number[]): Node => {
    let x = operand;
    for (const axis of axes) {
      while (x.shape[axis]! > 1) {
        const extent = x.shape[axis]!;
        const half = Math.ceil(extent / 2);
        // An element in the middle meets itself, and one of its two gets the gradient.
        x = larger(slice(x, axis, 0, half), slice(x, axis, extent - half, extent));
      }
    }
    return x;
  };

function dropped(
  operand: Operand,
  axes: number | readonly number[] | undefined,
  where: string,
  reduce: (x: Node, axes: readonly number[]) => Node,
): Node {
  const x = asNode(operand, where);
  const over = normalizeAxes(axes, x.shape, where);
  return reshape(
    reduce(x, over),
    x.shape.filter((_, axis) => !over.includes(axis)),
  );
}
