// Where a distribution or a parameter lives, and the check that a value is inside.

import { add, constantValue, asNode, less, type Node, type Operand, select, subtract } from "../graph/index.ts";

/** The set of values. Bounds are numbers or nodes that broadcast with the value; vectors lie along the last axis. */
export type Support =
  | { readonly kind: "real" }
  | { readonly kind: "positive" }
  | { readonly kind: "above"; readonly lower: Operand }
  | { readonly kind: "below"; readonly upper: Operand }
  | { readonly kind: "interval"; readonly lower: Operand; readonly upper: Operand }
  /** Increasing vectors. */
  | { readonly kind: "ordered" }
  /** Vectors of positive numbers that sum to one. */
  | { readonly kind: "simplex" }
  /** Whole numbers from `lower` to `upper`, both included; for observations, not for parameters. */
  | { readonly kind: "whole"; readonly lower: Operand; readonly upper: Operand };

export const real: Support = { kind: "real" };
export const positive: Support = { kind: "positive" };
export const ordered: Support = { kind: "ordered" };
export const simplex: Support = { kind: "simplex" };
export const unitInterval: Support = { kind: "interval", lower: 0, upper: 1 };

/** The open interval between two bounds, either of which may be an infinite number. */
export function interval(lower: Operand, upper: Operand): Support {
  const from = constantValue(asNode(lower));
  const to = constantValue(asNode(upper));
  if (from !== undefined && to !== undefined && !(from < to)) {
    throw new RangeError(`An interval needs its lower bound below its upper bound, not ${from} and ${to}.`);
  }
  if (from === Number.NEGATIVE_INFINITY)
    return to === Number.POSITIVE_INFINITY ? real : { kind: "below", upper: to ?? upper };
  if (to !== Number.POSITIVE_INFINITY) return { kind: "interval", lower: from ?? lower, upper: to ?? upper };
  return from === 0 ? positive : { kind: "above", lower: from ?? lower };
}

/** True for supports whose points are vectors along the last axis. */
export function isVectorSupport(support: Support): boolean {
  return support.kind === "ordered" || support.kind === "simplex";
}

/**
 * 0 where `x` is inside the support and minus infinity outside, element by element: added to the log density of a
 * quantity that is not constrained to the support by construction. Only bounds are checked, so that it has a meaning for
 * the supports whose points are single numbers; undefined where there is nothing to check.
 */
export function insideOrMinusInfinity(support: Support, x: Node): Node | undefined {
  const outside = outsideCount(support, x);
  return outside === undefined ? undefined : select(outside, Number.NEGATIVE_INFINITY, 0);
}

function outsideCount(support: Support, x: Node): Node | undefined {
  switch (support.kind) {
    case "positive":
      return subtract(1, less(0, x));
    case "above":
      return less(x, support.lower);
    case "below":
      return less(support.upper, x);
    case "interval":
      return add(less(x, support.lower), less(support.upper, x));
    case "whole":
      return add(less(x, support.lower), less(support.upper, x));
    case "real":
    case "ordered":
    case "simplex":
      return undefined;
  }
}

/** The bounds of the support that are not fixed by its kind. */
export function boundsOf(support: Support): { readonly lower?: Operand; readonly upper?: Operand } {
  switch (support.kind) {
    case "above":
      return { lower: support.lower };
    case "below":
      return { upper: support.upper };
    case "interval":
    case "whole":
      return { lower: support.lower, upper: support.upper };
    default:
      return {};
  }
}

/** The support as text: `(0, 1)`, `> 0`, `simplex`; bounds that are not constant are called by their side. */
export function describeSupport(support: Support): string {
  const bound = (operand: Operand, side: string): string => {
    const value = constantValue(asNode(operand));
    return value === undefined ? side : String(value);
  };
  switch (support.kind) {
    case "real":
      return "any number";
    case "positive":
      return "a number above 0";
    case "above":
      return `a number above ${bound(support.lower, "its lower bound")}`;
    case "below":
      return `a number below ${bound(support.upper, "its upper bound")}`;
    case "interval":
      return `a number between ${bound(support.lower, "its lower bound")} and ${bound(support.upper, "its upper bound")}`;
    case "ordered":
      return "an increasing vector";
    case "simplex":
      return "a vector of positive numbers that sum to 1";
    case "whole": {
      const from = bound(support.lower, "its lower bound");
      return support.upper === Number.POSITIVE_INFINITY
        ? `a whole number, ${from} or more`
        : `a whole number from ${from} to ${bound(support.upper, "its upper bound")}`;
    }
  }
}
