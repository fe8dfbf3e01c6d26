// Reverse-mode differentiation: the gradient of a scalar node, as nodes of the same graph.

import { notOneNumber } from "../problems/graph-problems.ts";
import { graphError } from "../problems/shape-problems.ts";
import { put, take } from "./grouping.ts";
import { choleskyAdjoint, transpose, triangularSolveAdjoint } from "./linear-algebra.ts";
import { type Node, topologicalOrder } from "./node.ts";
import { constant } from "./operands.ts";
import {
  absolute,
  add,
  broadcastTo,
  concatenate,
  cos,
  digamma,
  divide,
  exp,
  gather,
  less,
  multiply,
  negate,
  rawBinary,
  recurrence,
  reshape,
  scatter,
  select,
  shift,
  sin,
  slice,
  square,
  subtract,
  sumKeep,
  logistic,
  trigamma,
} from "./operations.ts";
import { odeAdjoints } from "./ode-gradient.ts";
import { Pieces } from "./pieces.ts";
import { type AdjointsOf, type PartialAdjoint, scanAdjoints } from "./scan-gradient.ts";
import { nodesOfBranches } from "./branches.ts";
import { padRank, type Shape, sizeOf } from "./shape.ts";

const twoOverRootPi = 2 / Math.sqrt(Math.PI);

/**
 * The derivatives of `output` (one element) with respect to each node of `wrt`, in their shapes. Adjoints keep
 * extent 1 along axes on which they are constant, so that a gradient of a sum does no work per element.
 */
export function gradient(output: Node, wrt: readonly Node[]): Node[] {
  if (sizeOf(output.shape) !== 1) throw graphError(notOneNumber(output.shape));
  const seeds = new Map([[output, reshape(constant(1), output.shape)]]);
  return adjointsOf(seeds, wrt).map((adjoint, i) => broadcastTo(adjoint ?? constant(0), wrt[i]!.shape));
}

/**
 * Adjoints of `wrt` when the nodes of `seeds` have the adjoints given; undefined where nothing depends on one.
 * @param inBranch whether all of it serves one branch of a select, so that adjoints of zero must stay zero
 */
function adjointsOf(seeds: ReadonlyMap<Node, Node>, wrt: readonly Node[], inBranch = false): (Node | undefined)[] {
  const order = topologicalOrder([...seeds.keys()]);
  const needed = dependents(order, new Set(wrt));
  const ofBranches = inBranch ? needed : nodesOfBranches(order, needed);
  const adjoints = new Map<Node, Node>(seeds);
  /** Adjoints of parts of a scan's value, which is only ever used by its parts. */
  const parts = new Map<Node, PartialAdjoint[]>();
  const pieces = new Pieces(order);
  const give = (input: Node, part: Node | undefined): void => {
    if (part === undefined) return;
    const before = adjoints.get(input);
    adjoints.set(input, before === undefined ? part : add(before, part));
  };
  for (let i = order.length - 1; i >= 0; i--) {
    const node = order[i]!;
    if (!needed.has(node)) continue;
    const masked = ofBranches.has(node);
    const within: AdjointsOf = (inner, by) => adjointsOf(inner, by, masked);
    give(node, pieces.of(node));
    const adjoint = adjoints.get(node);
    if (node.kind === "scan") {
      const given = [...(parts.get(node) ?? [])];
      if (adjoint !== undefined) given.push({ start: 0, adjoint: full(adjoint, node.shape) });
      if (given.length === 0) continue;
      const found = scanAdjoints(node, given, (input) => needed.has(input), within);
      node.inputs.forEach((input, position) => {
        if (needed.has(input)) give(input, found[position]);
      });
      continue;
    }
    if (adjoint === undefined || node.inputs.length === 0) continue;
    if (node.kind === "ode") {
      const found = odeAdjoints(node, adjoint, (input) => needed.has(input), adjointsOf, masked);
      node.inputs.forEach((input, position) => give(input, found[position]));
      continue;
    }
    if (node.kind === "slice" && node.inputs[0]!.kind === "scan") {
      const input = node.inputs[0]!;
      const before = parts.get(input) ?? [];
      parts.set(input, [...before, { start: node.start, adjoint: full(adjoint, node.shape) }]);
      continue;
    }
    if (pieces.take(node, () => full(adjoint, node.shape))) continue;
    node.inputs.forEach((input, position) => {
      if (needed.has(input)) give(input, contribution(node, position, adjoint, masked));
    });
  }
  return wrt.map((node) => adjoints.get(node));
}

/** Nodes of `order` that depend on any of `sources`. */
function dependents(order: readonly Node[], sources: ReadonlySet<Node>): Set<Node> {
  const result = new Set<Node>();
  for (const node of order) {
    if (sources.has(node) || node.inputs.some((input) => result.has(input))) result.add(node);
  }
  return result;
}

/**
 * The transpose of broadcasting from `shape` to `whole`, for an adjoint that may be constant (extent 1) along axes of
 * `whole`: sums what was repeated, or multiplies by the count where the adjoint is constant.
 */
function unbroadcast(adjoint: Node, whole: Shape, shape: Shape): Node {
  const rank = whole.length;
  const from = padRank(adjoint.shape, rank);
  const to = padRank(shape, rank);
  const over: number[] = [];
  let count = 1;
  for (let axis = 0; axis < rank; axis++) {
    if (to[axis] !== 1 || whole[axis] === 1) continue;
    if (from[axis] === 1) count *= whole[axis]!;
    else over.push(axis);
  }
  const reduced = multiply(sumKeep(reshape(adjoint, from), over), count);
  const kept = padRank(reduced.shape, rank).slice(rank - shape.length);
  return reshape(reduced, kept);
}

/** The adjoint at full shape, for operations that move elements. */
function full(adjoint: Node, shape: Shape): Node {
  return broadcastTo(adjoint, shape);
}

/** @param masked whether what is multiplied by an adjoint of zero must come out as zero, whatever it is */
function contribution(node: Node, position: number, adjoint: Node, masked: boolean): Node | undefined {
  const input = node.inputs[position]!;
  const mask = (value: Node): Node => (masked ? select(adjoint, value, 0) : value);
  const moved = (value: Node): Node => unbroadcast(value, node.shape, input.shape);
  const to = (value: Node): Node => moved(mask(value));
  // What mixes the elements along some axes: all of them belong to the branch that is not taken where every adjoint along these is zero.
  const maskTogether = (value: Node, axes: readonly number[]): Node =>
    masked ? select(sumKeep(absolute(full(adjoint, node.shape)), axes), value, 0) : value;
  switch (node.kind) {
    case "unary":
      return node.function === "negate" ? negate(adjoint) : mask(unaryContribution(node, adjoint));
    case "binary": {
      const [a, b] = node.inputs as [Node, Node];
      switch (node.function) {
        case "add":
          return moved(adjoint);
        case "subtract":
          return moved(position === 0 ? adjoint : negate(adjoint));
        case "multiply":
          if (a === b) return position === 0 ? to(multiply(adjoint, multiply(2, a))) : undefined;
          return to(multiply(adjoint, position === 0 ? b : a));
        case "divide":
          return to(position === 0 ? divide(adjoint, b) : negate(divide(multiply(adjoint, node), b)));
        case "maximum": {
          const first = less(b, a);
          // select, not a product: the adjoint may be infinite where the other one is taken.
          return moved(position === 0 ? select(first, adjoint, 0) : select(first, 0, adjoint));
        }
        case "minimum": {
          const first = less(a, b);
          return moved(position === 0 ? select(first, adjoint, 0) : select(first, 0, adjoint));
        }
        case "less":
          return undefined;
      }
      break;
    }
    case "select": {
      const condition = node.inputs[0]!;
      if (position === 0) return undefined;
      // select, not a product with a mask: the branch not taken may hold infinite derivatives.
      return moved(position === 1 ? select(condition, adjoint, 0) : select(condition, 0, adjoint));
    }
    case "broadcast":
      return to(adjoint);
    case "reshape":
      return reshape(full(adjoint, node.shape), input.shape);
    case "sum":
    case "copy":
      return adjoint;
    case "gather":
      return scatter(full(adjoint, node.shape), node.indices, input.shape[node.axis]!, node.axis);
    case "scatter":
      return gather(full(adjoint, node.shape), node.indices, node.axis);
    case "take":
      if (position === 1) return undefined;
      return put(full(adjoint, node.shape), node.inputs[1]!, input.shape[node.axis]!, node.axis);
    case "put":
      return position === 1 ? undefined : take(full(adjoint, node.shape), node.inputs[1]!, node.axis);
    case "slice": {
      const { axis, start } = node;
      const after = input.shape[axis]! - start - node.shape[axis]!;
      const zeros = (extent: number): Node[] =>
        extent === 0 ? [] : [broadcastTo(constant(0), node.shape.with(axis, extent))];
      return concatenate([...zeros(start), full(adjoint, node.shape), ...zeros(after)], axis);
    }
    case "concatenate": {
      let start = 0;
      for (let i = 0; i < position; i++) start += node.inputs[i]!.shape[node.axis]!;
      return slice(full(adjoint, node.shape), node.axis, start, start + input.shape[node.axis]!);
    }
    case "shift":
      return shift(full(adjoint, node.shape), -node.by, node.axis);
    case "transpose": {
      const back = new Array<number>(node.axes.length);
      node.axes.forEach((axis, k) => (back[axis] = k));
      return transpose(full(adjoint, node.shape), back);
    }
    case "cholesky":
      return maskTogether(choleskyAdjoint(node, full(adjoint, node.shape)), [-2, -1]);
    case "triangularSolve":
      return maskTogether(triangularSolveAdjoint(node, full(adjoint, node.shape), position === 0), [-2, -1]);
    case "recurrence": {
      const [factor] = node.inputs as [Node, Node];
      const { axis, reverse } = node;
      // x-bar[t] = y-bar[t] + a x-bar[t+1]; a-bar = sum over t of x-bar[t] y[t-1].
      const inputAdjoint = maskTogether(recurrence(factor, full(adjoint, node.shape), axis, !reverse), [axis]);
      if (position === 1) return inputAdjoint;
      const product = multiply(inputAdjoint, shift(node, reverse ? -1 : 1, axis));
      // By the adjoint of the input: where that of the result is zero, later elements may still depend on the factor.
      return moved(masked ? select(inputAdjoint, product, 0) : product);
    }
    case "differentiated": {
      const count = (node.inputs.length - 1) / 2;
      if (position === 0 || position > count) return undefined;
      return to(multiply(adjoint, node.inputs[count + position]!));
    }
    case "scan":
    case "ode": // All of their inputs at once, above.
    case "constant":
    case "input":
      return undefined;
  }
  return undefined;
}

function unaryContribution(node: Node & { kind: "unary" }, adjoint: Node): Node {
  const x = node.inputs[0]!;
  switch (node.function) {
    case "negate":
      return negate(adjoint);
    case "absolute":
      return multiply(adjoint, subtract(less(0, x), less(x, 0)));
    case "sqrt":
      return divide(multiply(adjoint, 0.5), node);
    case "exp":
      return multiply(adjoint, node);
    case "log":
      return divide(adjoint, x);
    case "log1p":
      return divide(adjoint, add(1, x));
    case "expm1":
      return multiply(adjoint, add(node, 1));
    case "tanh":
      return multiply(adjoint, subtract(1, square(node)));
    case "logistic":
      // Raw: 1 - logistic(x) must not turn into a second exponential per element.
      return multiply(adjoint, multiply(node, rawBinary("subtract", constant(1), node)));
    case "softplus":
      return multiply(adjoint, logistic(x));
    case "lgamma":
      return multiply(adjoint, digamma(x));
    case "digamma":
      return multiply(adjoint, trigamma(x));
    case "trigamma":
      throw new RangeError("The derivative of trigamma is not an operation of the graph.");
    case "erf":
      return multiply(adjoint, multiply(twoOverRootPi, exp(negate(square(x)))));
    case "erfc":
      return negate(multiply(adjoint, multiply(twoOverRootPi, exp(negate(square(x))))));
    case "sin":
      return multiply(adjoint, cos(x));
    case "cos":
      return negate(multiply(adjoint, sin(x)));
    case "tan":
      return multiply(adjoint, add(1, square(node)));
    case "atan":
      return divide(adjoint, add(1, square(x)));
    case "erfcx":
      return multiply(adjoint, subtract(multiply(multiply(2, x), node), twoOverRootPi));
  }
}
