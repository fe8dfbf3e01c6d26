// What can be written after a node: `x.mul(b).add(a)`.

/** An operand of the methods: a node, a number, or an array of them. */
type Other<N> = N | number | ArrayLike<number> | readonly Other<N>[];

/** An index along one axis: one element, whose axis disappears; several elements in this order; or `":"`, all of them. */
export type Index<N = never> = number | ":" | ArrayLike<number> | N;

/** Methods of nodes. Each does what the function of the graph does that is named in its description; shapes broadcast. */
export interface NodeMethods<N> {
  /** The sum with these (`add`). */
  add(...others: readonly Other<N>[]): N;
  /** This minus the other (`subtract`). */
  sub(other: Other<N>): N;
  /** The product with these, element by element (`multiply`). */
  mul(...others: readonly Other<N>[]): N;
  /** This divided by the other (`divide`). */
  div(other: Other<N>): N;
  /** This to the power of the other (`power`). */
  pow(exponent: Other<N>): N;
  /** Minus this (`negate`). */
  neg(): N;
  /** The absolute value (`absolute`). */
  abs(): N;
  /** The square (`square`). */
  square(): N;
  /** The square root (`sqrt`). */
  sqrt(): N;
  /** e to the power of this (`exp`). */
  exp(): N;
  /** The natural logarithm (`log`). */
  log(): N;
  /** log(1 + this) (`log1p`). */
  log1p(): N;
  /** exp(this) - 1 (`expm1`). */
  expm1(): N;
  /** The hyperbolic tangent (`tanh`). */
  tanh(): N;
  /** 1 / (1 + exp(-this)), also called inverse logit (`logistic`). */
  logistic(): N;
  /** log(1 + exp(this)) (`softplus`). */
  softplus(): N;
  /** The sine (`sin`). */
  sin(): N;
  /** The cosine (`cos`). */
  cos(): N;
  /** The tangent (`tan`). */
  tan(): N;
  /** The arctangent (`atan`). */
  atan(): N;
  /** The angle whose sine this is (`asin`). */
  asin(): N;
  /** The angle whose cosine this is (`acos`). */
  acos(): N;
  /** The logarithm of the absolute gamma function (`lgamma`). */
  lgamma(): N;
  /** The derivative of lgamma (`digamma`). */
  digamma(): N;
  /** The error function (`erf`). */
  erf(): N;
  /** 1 - erf(this) (`erfc`). */
  erfc(): N;
  /** log(exp(this) + exp(other)), element by element (`logAddExp`). */
  logAddExp(other: Other<N>): N;

  /** The larger of the two, element by element (`maximum`). */
  maximum(other: Other<N>): N;
  /** The smaller of the two, element by element (`minimum`). */
  minimum(other: Other<N>): N;
  /** 1 where this is less than the other, else 0 (`less`). */
  less(other: Other<N>): N;
  /** 1 where this is the other or less, else 0 (`lessEqual`). */
  lessEqual(other: Other<N>): N;
  /** 1 where this is more than the other, else 0 (`greater`). */
  greater(other: Other<N>): N;
  /** 1 where this is the other or more, else 0 (`greaterEqual`). */
  greaterEqual(other: Other<N>): N;
  /** 1 where the two are the same number, else 0 (`equal`). */
  equal(other: Other<N>): N;
  /** The first where this is not 0, else the second (`select`). */
  select(whenTrue: Other<N>, whenFalse: Other<N>): N;

  /** The sum over one axis or several (all by default), which disappear (`sum`). */
  sum(axes?: number | readonly number[]): N;
  /** The mean over one axis or several (all by default), which disappear (`mean`). */
  mean(axes?: number | readonly number[]): N;
  /** The largest element over one axis or several (all by default), which disappear (`max`). */
  max(axes?: number | readonly number[]): N;
  /** The smallest element over one axis or several (all by default), which disappear (`min`). */
  min(axes?: number | readonly number[]): N;
  /** log(sum(exp(this))) over one axis or several (all by default), which disappear (`logSumExp`). */
  logSumExp(axes?: number | readonly number[]): N;
  /** exp(this) over its sum along an axis, the last by default (`softmax`). */
  softmax(axis?: number): N;
  /** The logarithm of `softmax` (`logSoftmax`). */
  logSoftmax(axis?: number): N;
  /** Running sums along an axis, the last by default (`cumulativeSum`). */
  cumulativeSum(axis?: number): N;
  /** The matrix product with a matrix or a vector (`matrixProduct`). */
  matmul(other: Other<N>): N;
  /** The last two axes exchanged, or all axes in the order given (`transpose`). */
  transpose(axes?: readonly number[]): N;

  /**
   * Elements by their indices, one for each axis from the first on; axes without an index stay whole. Indices are counted from 0, and
   * from the end when negative: `x.at(0)`, `x.at(-1)`, `x.at(2, 0)`, `x.at(":", 0)` (the first column), `x.at([0, 0, 1])` (a group's
   * value for each row). Two arrays of indices give all their combinations. A vector of data may be the indices of an axis:
   * `x.at(county)`.
   */
  at(...indices: readonly Index<N>[]): N;
  /** Elements from `start` up to `end`, which is left out, along an axis, the first by default; negative numbers count from the end (`slice`). */
  slice(start: number, end?: number, axis?: number): N;
  /** The same elements in row-major order under another shape (`reshape`). */
  reshape(shape: readonly number[]): N;
  /** A new axis of extent 1; -1 puts it last (`expand`). */
  expand(axis: number): N;
  /** Repeated along axes of extent 1 until it has this shape (`broadcastTo`). */
  broadcastTo(shape: readonly number[]): N;
}
