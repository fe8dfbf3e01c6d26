// Inputs, which every graph begins with, and the methods of nodes. They stand together so that whoever has a node has its methods: a bundler
// that drops modules of which nothing is used would drop methods that stood alone.

import { nodeTakenForNumber, tooManyIndices } from "../problems/graph-problems.ts";
import { graphError } from "../problems/shape-problems.ts";
import type { Index, NodeMethods } from "./method-names.ts";
import { makeNode, type Node, nodePrototype } from "./node.ts";
import * as angles from "./angles.ts";
import * as matrices from "./linear-algebra.ts";
import * as g from "./operations.ts";
import { power } from "./power.ts";
import * as reductions from "./reductions.ts";
import { formatShape, type Shape } from "./shape.ts";

/** A named array of unconstrained parameters, given at each evaluation. */
export function parameterInput(name: string, shape: Shape): Node {
  return makeNode({ kind: "input", role: "parameter", name, inputs: [], shape: [...shape] });
}

/** A named array of data, given once for many evaluations. What depends on data alone is computed once. */
export function dataInput(name: string, shape: Shape): Node {
  return makeNode({ kind: "input", role: "data", name, inputs: [], shape: [...shape] });
}

const methods: NodeMethods<Node> & ThisType<Node> = {
  add(...others) {
    return others.reduce<Node>((total, other) => g.add(total, other), this);
  },
  sub(other) {
    return g.subtract(this, other);
  },
  mul(...others) {
    return others.reduce<Node>((total, other) => g.multiply(total, other), this);
  },
  div(other) {
    return g.divide(this, other);
  },
  pow(exponent) {
    return power(this, exponent);
  },
  neg() {
    return g.negate(this);
  },
  abs() {
    return g.absolute(this);
  },
  square() {
    return g.square(this);
  },
  sqrt() {
    return g.sqrt(this);
  },
  exp() {
    return g.exp(this);
  },
  log() {
    return g.log(this);
  },
  log1p() {
    return g.log1p(this);
  },
  expm1() {
    return g.expm1(this);
  },
  tanh() {
    return g.tanh(this);
  },
  logistic() {
    return g.logistic(this);
  },
  softplus() {
    return g.softplus(this);
  },
  sin() {
    return g.sin(this);
  },
  cos() {
    return g.cos(this);
  },
  tan() {
    return g.tan(this);
  },
  atan() {
    return g.atan(this);
  },
  asin() {
    return angles.asin(this);
  },
  acos() {
    return angles.acos(this);
  },
  lgamma() {
    return g.lgamma(this);
  },
  digamma() {
    return g.digamma(this);
  },
  erf() {
    return g.erf(this);
  },
  erfc() {
    return g.erfc(this);
  },
  logAddExp(other) {
    return reductions.logAddExp(this, other);
  },
  maximum(other) {
    return g.maximum(this, other);
  },
  minimum(other) {
    return g.minimum(this, other);
  },
  less(other) {
    return g.less(this, other);
  },
  lessEqual(other) {
    return g.lessEqual(this, other);
  },
  greater(other) {
    return g.greater(this, other);
  },
  greaterEqual(other) {
    return g.greaterEqual(this, other);
  },
  equal(other) {
    return g.equal(this, other);
  },
  select(whenTrue, whenFalse) {
    return g.select(this, whenTrue, whenFalse);
  },
  sum(axes) {
    return g.sum(this, axes);
  },
  mean(axes) {
    return g.mean(this, axes);
  },
  max(axes) {
    return reductions.max(this, axes);
  },
  min(axes) {
    return reductions.min(this, axes);
  },
  logSumExp(axes) {
    return reductions.logSumExp(this, axes);
  },
  softmax(axis) {
    return reductions.softmax(this, axis);
  },
  logSoftmax(axis) {
    return reductions.logSoftmax(this, axis);
  },
  cumulativeSum(axis) {
    return g.cumulativeSum(this, axis);
  },
  matmul(other) {
    return matrices.matrixProduct(this, other);
  },
  transpose(axes) {
    return matrices.transpose(this, axes);
  },
  at(...indices) {
    return at(this, indices);
  },
  slice(start, end, axis = 0) {
    return g.slice(this, axis, start, end);
  },
  reshape(shape) {
    return g.reshape(this, shape);
  },
  expand(axis) {
    return g.expand(this, axis);
  },
  broadcastTo(shape) {
    return g.broadcastTo(this, shape);
  },
};

function at(x: Node, indices: readonly Index<Node>[]): Node {
  if (indices.length > x.shape.length) throw graphError(tooManyIndices(indices.length, x.shape));
  let result = x;
  let axis = 0;
  for (const index of indices) {
    // A number takes its axis away, so that the next index is for the axis that moves to its place.
    if (typeof index === "number") result = g.pick(result, index, axis);
    else if (index !== ":") result = g.gather(result, index, axis++);
    else axis++;
  }
  return result;
}

/** A node as text: what computes it, and its shape. */
function describeNode(node: Node): string {
  const what =
    node.kind === "input"
      ? `${node.role} "${node.name}"`
      : node.kind === "unary" || node.kind === "binary"
        ? node.function
        : node.kind;
  return `${what} of shape ${formatShape(node.shape)}`;
}

/** `${x}` says what the node is; `x + 1`, which would silently make text of it, is refused. */
function toPrimitive(this: Node, hint: string): string {
  if (hint === "string") return describeNode(this);
  throw graphError(nodeTakenForNumber(describeNode(this)));
}

for (const [name, value] of Object.entries(methods)) {
  Object.defineProperty(nodePrototype, name, { value, enumerable: false });
}
Object.defineProperty(nodePrototype, Symbol.toPrimitive, { value: toPrimitive, enumerable: false });
