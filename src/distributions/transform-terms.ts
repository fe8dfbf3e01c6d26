// What a constraining transform is, and the checks that all of them share.

import { type Node, type Shape, sizeOf } from "../graph/index.ts";
import { describeSupport, type Support } from "./support.ts";

export interface Transform {
  readonly unconstrainedShape: Shape;
  constrain(unconstrained: Node): Constrained;
  /** The inverse of `constrain` in graph operations. */
  invert(value: Node): Node;
  /**
   * The free numbers that give `values` (flat, in row-major order). Throws a RangeError for values outside the support.
   * `boundValues` gives the numbers of bounds that are not constant.
   */
  unconstrain(values: Float64Array, boundValues?: BoundValues): Float64Array;
}

export interface Constrained {
  /** In the shape of the values. */
  readonly value: Node;
  /** Its sum over all elements is the log of the absolute determinant of d value / d unconstrained. */
  readonly logJacobian: Node;
}

/** Numbers of a bound that is a node, in its shape. */
export type BoundValues = (bound: Node) => ArrayLike<number>;

export function outside(support: Support, value: number, index: number): RangeError {
  const text = wantedOfElements[support.kind] ?? describeSupport(support);
  return new RangeError(`Element ${index + 1} must be ${text}, not ${value}.`);
}

/** What an element of a vector or matrix must be, where the support speaks of the whole. */
const wantedOfElements: Readonly<Partial<Record<Support["kind"], string>>> = {
  ordered: "larger than the one before",
  positiveOrdered: "larger than the one before and above 0",
  simplex: "a number above 0",
  sumToZero: "a finite number",
};

export function checkLength(values: Float64Array, shape: Shape): void {
  if (values.length !== sizeOf(shape)) {
    throw new RangeError(`${values.length} values do not fill shape [${shape.join(", ")}].`);
  }
}
