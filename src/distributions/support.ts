// Where a distribution or a parameter lives, and the check that a value is inside.

import {
  add,
  constantValue,
  asNode,
  less,
  type Node,
  type Operand,
  select,
  type Shape,
  subtract,
} from "../graph/index.ts";

/** The set of values. Bounds are numbers or nodes that broadcast with the value; vectors lie along the last axis. */
export type Support =
  | { readonly kind: "real" }
  | { readonly kind: "positive" }
  | { readonly kind: "above"; readonly lower: Operand }
  | { readonly kind: "below"; readonly upper: Operand }
  | { readonly kind: "interval"; readonly lower: Operand; readonly upper: Operand }
  /** Increasing vectors. */
  | { readonly kind: "ordered" }
  /** Increasing vectors of positive numbers. */
  | { readonly kind: "positiveOrdered" }
  /** Vectors of positive numbers that sum to one. */
  | { readonly kind: "simplex" }
  /** Vectors that sum to zero. */
  | { readonly kind: "sumToZero" }
  /** Cholesky factors of correlation matrices: lower triangular, positive diagonal, rows of length one. */
  | { readonly kind: "choleskyCorrelation" }
  /** Cholesky factors of covariance matrices: lower triangular with a positive diagonal. */
  | { readonly kind: "choleskyCovariance" }
  /** Whole numbers from `lower` to `upper`, both included; for observations, not for parameters. */
  | { readonly kind: "whole"; readonly lower: Operand; readonly upper: Operand };

export const real: Support = { kind: "real" };
export const positive: Support = { kind: "positive" };
export const ordered: Support = { kind: "ordered" };
export const positiveOrdered: Support = { kind: "positiveOrdered" };
export const simplex: Support = { kind: "simplex" };
export const sumToZero: Support = { kind: "sumToZero" };
export const choleskyCorrelation: Support = { kind: "choleskyCorrelation" };
export const choleskyCovariance: Support = { kind: "choleskyCovariance" };
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

/** How many axes a point of each support has: none for single numbers, 1 for vectors, 2 for square matrices. */
const axesOfPoints: Readonly<Record<Support["kind"], 0 | 1 | 2>> = {
  real: 0,
  positive: 0,
  above: 0,
  below: 0,
  interval: 0,
  whole: 0,
  ordered: 1,
  positiveOrdered: 1,
  simplex: 1,
  sumToZero: 1,
  choleskyCorrelation: 2,
  choleskyCovariance: 2,
};

/** True for supports whose points are vectors along the last axis, or matrices along the last two. */
export function isArraySupport(support: Support): boolean {
  return axesOfPoints[support.kind] > 0;
}

/** What is wrong with a shape for arrays of points of the support; undefined for a good one. */
export function wrongShapeFor(support: Support, shape: Shape): string | undefined {
  const axes = axesOfPoints[support.kind];
  const [rows, columns] = [shape.at(-2), shape.at(-1) ?? 0];
  if (axes === 1 && columns < 2) return "its last axis has two or more elements.";
  if (axes === 2 && (rows !== columns || columns < 2)) return "its last two axes have the same extent, 2 or more.";
  return undefined;
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

/** Not 0 where `x` is outside; undefined where there is nothing to check. */
export function outsideCount(support: Support, x: Node): Node | undefined {
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
    default:
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
    case "positiveOrdered":
      return "an increasing vector of positive numbers";
    case "simplex":
      return "a vector of positive numbers that sum to 1";
    case "sumToZero":
      return "a vector that sums to 0";
    case "choleskyCorrelation":
      return "the Cholesky factor of a correlation matrix";
    case "choleskyCovariance":
      return "the Cholesky factor of a covariance matrix";
    case "whole": {
      const from = bound(support.lower, "its lower bound");
      return support.upper === Number.POSITIVE_INFINITY
        ? `a whole number, ${from} or more`
        : `a whole number from ${from} to ${bound(support.upper, "its upper bound")}`;
    }
  }
}
