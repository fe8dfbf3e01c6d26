// The operations that models are written with: checked constructors that fold constants and simplify as they build.

import {
  axisAlreadyThere,
  badShift,
  badSlice,
  doesNotBroadcastTo,
  factorMoves,
  noWeights,
  partsDoNotJoin,
  wrongReshape,
} from "../problems/graph-problems.ts";
import { graphError } from "../problems/shape-problems.ts";
import { take } from "./grouping.ts";
import { isUnary, makeNode, type BinaryFunction, type Node, type UnaryFunction } from "./node.ts";
import { asNode, asPair, constant, constantValue, isNode, type Operand, indexAlong } from "./operands.ts";
import { binaryFunctions, unaryFunctions } from "./scalar.ts";
import {
  broadcastShapes,
  broadcastsTo,
  checkBroadcast,
  normalizeAxes,
  normalizeAxis,
  sameShape,
  type Shape,
  sizeOf,
} from "./shape.ts";

// ---------------------------------------------------------------------------------------------------- element-wise

/** An element-wise node without simplification. */
export function rawUnary(name: UnaryFunction, x: Node): Node {
  return makeNode({ kind: "unary", function: name, inputs: [x], shape: x.shape });
}

/** An element-wise node without simplification. */
export function rawBinary(name: BinaryFunction, a: Node, b: Node): Node {
  return makeNode({ kind: "binary", function: name, inputs: [a, b], shape: broadcastShapes(a.shape, b.shape) });
}

function unary(name: UnaryFunction, operand: Operand): Node {
  const x = asNode(operand, name);
  if (x.kind === "constant") return constant(x.values.map(unaryFunctions[name]), x.shape);
  return rawUnary(name, x);
}

/** -x. */
export function negate(operand: Operand): Node {
  const x = asNode(operand, "negate");
  if (isUnary(x, "negate")) return x.inputs[0]!;
  if (x.kind === "binary" && x.function === "subtract") return subtract(x.inputs[1]!, x.inputs[0]!);
  return unary("negate", x);
}
/** The absolute value; its gradient at 0 is 0. */
export const absolute = (x: Operand): Node => unary("absolute", x);
/** The square root. */
export const sqrt = (x: Operand): Node => unary("sqrt", x);
/** exp(x) - 1, without cancellation. */
export const expm1 = (x: Operand): Node => unary("expm1", x);
/** The hyperbolic tangent. */
export const tanh = (x: Operand): Node => unary("tanh", x);
/** 1 / (1 + exp(-x)), also called inverse logit. */
export const logistic = (x: Operand): Node => unary("logistic", x);
/** log(1 + exp(x)), without overflow. */
export const softplus = (x: Operand): Node => unary("softplus", x);
/** The logarithm of the absolute gamma function. */
export const lgamma = (x: Operand): Node => unary("lgamma", x);
/** The derivative of lgamma. */
export const digamma = (x: Operand): Node => unary("digamma", x);
/** The derivative of digamma; it has none itself. */
export const trigamma = (x: Operand): Node => unary("trigamma", x);
/** The error function. */
export const erf = (x: Operand): Node => unary("erf", x);
/** 1 - erf(x), without cancellation. */
export const erfc = (x: Operand): Node => unary("erfc", x);
/** exp(x^2) erfc(x), which does not underflow. */
export const erfcx = (x: Operand): Node => unary("erfcx", x);
/** The sine of an angle in radians. */
export const sin = (x: Operand): Node => unary("sin", x);
/** The cosine of an angle in radians. */
export const cos = (x: Operand): Node => unary("cos", x);
/** The tangent of an angle in radians. */
export const tan = (x: Operand): Node => unary("tan", x);
/** The angle, between -pi/2 and pi/2, whose tangent is x. */
export const atan = (x: Operand): Node => unary("atan", x);

/** e to the power of x. */
export function exp(operand: Operand): Node {
  const x = asNode(operand, "exp");
  return isUnary(x, "log") ? x.inputs[0]! : unary("exp", x);
}

/** Natural logarithm; of exp, logistic and reciprocals in the form that does not lose digits. */
export function log(operand: Operand): Node {
  const x = asNode(operand, "log");
  if (isUnary(x, "exp")) return x.inputs[0]!;
  if (isUnary(x, "logistic")) return negate(softplus(negate(x.inputs[0]!)));
  if (x.kind === "reshape") return reshape(log(x.inputs[0]!), x.shape);
  if (x.kind === "broadcast") return broadcastTo(log(x.inputs[0]!), x.shape);
  return unary("log", x);
}

/** log(1 + x), without cancellation; of -logistic and exp in closed form. */
export function log1p(operand: Operand): Node {
  const x = asNode(operand, "log1p");
  if (isUnary(x, "exp")) return softplus(x.inputs[0]!);
  if (isUnary(x, "negate") && isUnary(x.inputs[0]!, "logistic")) return negate(softplus(x.inputs[0]!.inputs[0]!));
  return unary("log1p", x);
}

function binary(name: BinaryFunction, a: Node, b: Node): Node {
  if (
    a.kind === "constant" &&
    b.kind === "constant" &&
    (sameShape(a.shape, b.shape) || sizeOf(b.shape) === 1 || sizeOf(a.shape) === 1)
  ) {
    const shape = broadcastShapes(a.shape, b.shape);
    const values = new Float64Array(sizeOf(shape));
    for (let i = 0; i < values.length; i++) {
      values[i] = binaryFunctions[name](
        a.values[a.values.length === 1 ? 0 : i]!,
        b.values[b.values.length === 1 ? 0 : i]!,
      );
    }
    return constant(values, shape);
  }
  return rawBinary(name, a, b);
}

/** `x`, stretched where the other operand of a simplified operation was larger. */
function stretched(x: Node, other: Node): Node {
  return broadcastTo(x, broadcastShapes(x.shape, other.shape));
}

/** The sum of two or more. */
export function add(left: Operand, right: Operand, ...others: readonly Operand[]): Node {
  if (others.length > 0) return others.reduce<Node>((total, other) => add(total, other), add(left, right));
  const [a, b] = asPair(left, right, "add");
  if (constantValue(a) === 0) return stretched(b, a);
  if (constantValue(b) === 0) return stretched(a, b);
  if (isUnary(b, "negate")) return subtract(a, b.inputs[0]!);
  if (isUnary(a, "negate")) return subtract(b, a.inputs[0]!);
  return binary("add", a, b);
}

/** a - b. */
export function subtract(left: Operand, right: Operand): Node {
  const [a, b] = asPair(left, right, "subtract");
  if (constantValue(b) === 0) return stretched(a, b);
  if (constantValue(a) === 0) return stretched(negate(b), a);
  if (isUnary(b, "negate")) return add(a, b.inputs[0]!);
  // 1 - logistic(x) = logistic(-x) keeps its digits as x grows.
  if (constantValue(a) === 1 && isUnary(b, "logistic")) return stretched(logistic(negate(b.inputs[0]!)), a);
  return binary("subtract", a, b);
}

/** The product of two or more. */
export function multiply(left: Operand, right: Operand, ...others: readonly Operand[]): Node {
  if (others.length > 0) return others.reduce<Node>((total, other) => multiply(total, other), multiply(left, right));
  const [a, b] = asPair(left, right, "multiply");
  const [valueA, valueB] = [constantValue(a), constantValue(b)];
  if (valueA === 0 || valueB === 0) return broadcastTo(constant(0), broadcastShapes(a.shape, b.shape));
  if (valueA === 1) return stretched(b, a);
  if (valueB === 1) return stretched(a, b);
  if (valueA === -1) return stretched(negate(b), a);
  if (valueB === -1) return stretched(negate(a), b);
  if (isUnary(a, "negate") && isUnary(b, "negate")) return multiply(a.inputs[0]!, b.inputs[0]!);
  if (isUnary(a, "negate")) return negate(multiply(a.inputs[0]!, b));
  if (isUnary(b, "negate")) return negate(multiply(a, b.inputs[0]!));
  if (valueA !== undefined) return scaled(valueA, b, a);
  if (valueB !== undefined) return scaled(valueB, a, b);
  return binary("multiply", a, b);
}

/** factor * x, gathering constant factors; `constantNode` is the factor as it was given. */
function scaled(factor: number, x: Node, constantNode: Node): Node {
  if (x.kind === "binary" && x.function === "multiply") {
    const inner = constantValue(x.inputs[0]!);
    if (inner !== undefined)
      return stretched(
        multiply(factor * inner, x.inputs[1]!),
        broadcastTo(constantNode, broadcastShapes(constantNode.shape, x.shape)),
      );
  }
  return binary("multiply", constantNode, x);
}

/** a / b; a divisor smaller than the result is inverted once and multiplied. */
export function divide(left: Operand, right: Operand): Node {
  const [a, b] = asPair(left, right, "divide");
  if (constantValue(b) === 1) return stretched(a, b);
  if (constantValue(a) === 0) return broadcastTo(constant(0), broadcastShapes(a.shape, b.shape));
  if (isUnary(a, "negate")) return negate(divide(a.inputs[0]!, b));
  if (isUnary(b, "exp") && b.shape.length <= a.shape.length && sizeOf(b.shape) <= sizeOf(a.shape)) {
    return multiply(a, exp(negate(b.inputs[0]!)));
  }
  if (sizeOf(b.shape) < sizeOf(broadcastShapes(a.shape, b.shape))) return multiply(a, binary("divide", constant(1), b));
  return binary("divide", a, b);
}

/** Gradients pass to the larger (to the second on ties). */
export const maximum = (a: Operand, b: Operand): Node => binary("maximum", ...asPair(a, b, "maximum"));
/** Gradients pass to the smaller (to the second on ties). */
export const minimum = (a: Operand, b: Operand): Node => binary("minimum", ...asPair(a, b, "minimum"));
/** 1 where a < b, else 0; its gradient is zero. */
export const less = (a: Operand, b: Operand): Node => binary("less", ...asPair(a, b, "less"));

/** 1 where a > b, else 0; its gradient is zero. */
export const greater = (a: Operand, b: Operand): Node => binary("less", ...swapped(asPair(a, b, "greater")));
/** 1 where a <= b, else 0; its gradient is zero. */
export const lessEqual = (a: Operand, b: Operand): Node =>
  subtract(1, binary("less", ...swapped(asPair(a, b, "lessEqual"))));
/** 1 where a >= b, else 0; its gradient is zero. */
export const greaterEqual = (a: Operand, b: Operand): Node =>
  subtract(1, binary("less", ...asPair(a, b, "greaterEqual")));

/** 1 where a and b are the same number, else 0; its gradient is zero. */
export function equal(left: Operand, right: Operand): Node {
  const [a, b] = asPair(left, right, "equal");
  return subtract(1, add(binary("less", a, b), binary("less", b, a)));
}

function swapped([a, b]: readonly [Node, Node]): [Node, Node] {
  return [b, a];
}

/** x^2. */
export const square = (operand: Operand): Node => {
  const x = asNode(operand, "square");
  return multiply(x, x);
};

/** condition != 0 ? whenTrue : whenFalse, element by element; both are computed. */
export function select(condition: Operand, whenTrue: Operand, whenFalse: Operand): Node {
  const [c, a] = asPair(condition, whenTrue, "select");
  const b = asNode(whenFalse, "select");
  checkBroadcast("select", c.shape, b.shape);
  checkBroadcast("select", a.shape, b.shape);
  return makeNode({ kind: "select", inputs: [c, a, b], shape: broadcastShapes(c.shape, a.shape, b.shape) });
}

/**
 * `value` with derivatives that are given instead of found: for functions whose own derivative loses digits. Each of
 * `derivatives` is an argument and the derivative of `value` by it, element by element; the argument broadcasts to the value.
 */
export function differentiated(
  value: Operand,
  derivatives: readonly { readonly by: Operand; readonly is: Operand }[],
): Node {
  const node = asNode(value, "differentiated");
  const moving = derivatives.map(({ by, is }) => ({
    by: asNode(by, "differentiated"),
    is: asNode(is, "differentiated"),
  }));
  for (const { by, is } of moving) {
    for (const { shape } of [by, is]) {
      if (broadcastsTo(shape, node.shape)) continue;
      throw graphError(doesNotBroadcastTo("differentiated", shape, node.shape));
    }
  }
  const inputs = [node, ...moving.map(({ by }) => by), ...moving.map(({ is }) => is)];
  return makeNode({ kind: "differentiated", inputs, shape: node.shape });
}

// ----------------------------------------------------------------------------------------------------------- shape

/** Repeats along axes of extent 1 until the shape is `shape`. */
export function broadcastTo(operand: Operand, shape: Shape): Node {
  const x = asNode(operand, "broadcastTo");
  if (sameShape(x.shape, shape)) return x;
  if (!broadcastsTo(x.shape, shape)) throw graphError(doesNotBroadcastTo("broadcastTo", x.shape, shape));
  const inner = x.kind === "broadcast" ? x.inputs[0]! : x;
  return makeNode({ kind: "broadcast", inputs: [inner], shape: [...shape] });
}

/** The same elements, in row-major order, under another shape. */
export function reshape(operand: Operand, shape: Shape): Node {
  const x = asNode(operand, "reshape");
  if (sameShape(x.shape, shape)) return x;
  if (sizeOf(x.shape) !== sizeOf(shape)) throw graphError(wrongReshape(x.shape, shape));
  if (x.kind === "constant") return constant(x.values, shape);
  if (x.kind === "reshape") return reshape(x.inputs[0]!, shape);
  return makeNode({ kind: "reshape", inputs: [x], shape: [...shape] });
}

/** A new axis of extent 1; `expand(v, -1)` turns a vector into a column. */
export function expand(operand: Operand, axis: number): Node {
  const x = asNode(operand, "expand");
  const rank = x.shape.length;
  const at = axis < 0 ? axis + rank + 1 : axis;
  if (!Number.isInteger(at) || at < 0 || at > rank) throw graphError(axisAlreadyThere(axis, x.shape));
  return reshape(x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]);
}

/** Elements start <= i < end along `axis`; negative numbers count from the end, which is where it goes by default. */
export function slice(operand: Operand, axis: number, start: number, end?: number): Node {
  const x = asNode(operand, "slice");
  const at = normalizeAxis(axis, x.shape, "slice");
  const extent = x.shape[at]!;
  const from = start < 0 ? start + extent : start;
  const to = end === undefined ? extent : end < 0 ? end + extent : end;
  if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from < to && to <= extent)) {
    throw graphError(badSlice(start, end ?? "the end", extent));
  }
  if (from === 0 && to === extent) return x;
  return makeNode({ kind: "slice", inputs: [x], shape: x.shape.with(at, to - from), axis: at, start: from });
}

/** Element `index` along `axis`, which disappears; negative indices count from the end. */
export function pick(operand: Operand, index: number, axis = 0): Node {
  const x = asNode(operand, "pick");
  const at = normalizeAxis(axis, x.shape, "pick");
  const from = indexAlong(index, x.shape[at]!, "pick");
  return reshape(slice(x, at, from, from + 1), x.shape.toSpliced(at, 1));
}

/** One after another along an existing axis. */
export function concatenate(operands: readonly Operand[], axis: number): Node {
  const nodes = operands.map((operand) => asNode(operand, "concatenate"));
  if (nodes.length === 0) throw graphError(partsDoNotJoin([], axis));
  if (nodes.length === 1) return nodes[0]!;
  const first = nodes[0]!.shape;
  const at = normalizeAxis(axis, first, "concatenate");
  let extent = 0;
  for (const node of nodes) {
    if (node.shape.length !== first.length || !sameShape(node.shape.with(at, 1), first.with(at, 1))) {
      throw graphError(
        partsDoNotJoin(
          nodes.map(({ shape }) => shape),
          axis,
        ),
      );
    }
    extent += node.shape[at]!;
  }
  return makeNode({ kind: "concatenate", inputs: nodes, shape: first.with(at, extent), axis: at });
}

/** One after another along a new axis. */
export function stack(operands: readonly Operand[], axis = 0): Node {
  return concatenate(
    operands.map((operand) => expand(operand, axis)),
    axis,
  );
}

/**
 * x[indices] along `axis`; negative indices count from the end. Indices may be a vector that is declared as data (on the backends wasm, wasm-fma and
 * javascript): whole numbers from 0 on, checked when the data are given, so that one program serves every table of a shape.
 */
export function gather(operand: Operand, given: ArrayLike<number> | Node, axis = 0): Node {
  const x = asNode(operand, "gather");
  const at = normalizeAxis(axis, x.shape, "gather");
  const extent = x.shape[at]!;
  if (isNode(given) && given.kind !== "constant") return take(x, given, at);
  const indices = isNode(given) && given.kind === "constant" ? given.values : (given as ArrayLike<number>);
  const itsIndices = Int32Array.from({ length: indices.length }, (_, j) => indexAlong(indices[j]!, extent, "gather"));
  return makeNode({
    kind: "gather",
    inputs: [x],
    shape: x.shape.with(at, itsIndices.length),
    axis: at,
    indices: itsIndices,
  });
}

/** y[indices[j]] += x[j] along `axis`, of `extent` afterwards: the transpose of gather. */
export function scatter(operand: Operand, indices: Int32Array, extent: number, axis = 0): Node {
  const x = asNode(operand, "scatter");
  const at = normalizeAxis(axis, x.shape, "scatter");
  return makeNode({ kind: "scatter", inputs: [x], shape: x.shape.with(at, extent), axis: at, indices });
}

// ------------------------------------------------------------------------------------------------------ reductions

/** True when `x` is the same all along `axes` of a result of shape `shape`. */
function constantAlong(x: Node, shape: Shape, axes: readonly number[]): boolean {
  const offset = shape.length - x.shape.length;
  return axes.every((axis) => axis < offset || x.shape[axis - offset] === 1);
}

/** Sum over `axes` (all by default), which keep extent 1. Factors and terms constant along them are taken out. */
export function sumKeep(operand: Operand, axes?: number | readonly number[]): Node {
  const x = asNode(operand, "sum");
  const wanted = normalizeAxes(axes, x.shape, "sum");
  const over = wanted.filter((axis) => x.shape[axis] !== 1);
  if (over.length === 0) return x;
  const shape = x.shape.map((extent, axis) => (over.includes(axis) ? 1 : extent));
  const count = over.reduce((product, axis) => product * x.shape[axis]!, 1);
  const reduced = (part: Node): Node => {
    // A part may be smaller than the whole along axes that are kept and along those summed.
    const offset = x.shape.length - part.shape.length;
    const itsAxes = over.filter((axis) => axis >= offset && part.shape[axis - offset] !== 1);
    const itsCount = itsAxes.reduce((product, axis) => product * part.shape[axis - offset]!, 1);
    const total =
      itsAxes.length === 0
        ? part
        : sumKeep(
            part,
            itsAxes.map((axis) => axis - offset),
          );
    return multiply(total, count / itsCount);
  };
  if (constantAlong(x, x.shape, over)) return x;
  if (x.kind === "unary" && x.function === "negate") return negate(sumKeep(x.inputs[0]!, over));
  if (x.kind === "broadcast") return broadcastTo(reduced(x.inputs[0]!), shape);
  if (x.kind === "binary") {
    const [a, b] = x.inputs as [Node, Node];
    const [fixedA, fixedB] = [constantAlong(a, x.shape, over), constantAlong(b, x.shape, over)];
    if ((x.function === "add" || x.function === "subtract") && (fixedA || fixedB)) {
      const combine = x.function === "add" ? add : subtract;
      return broadcastTo(combine(reduced(a), reduced(b)), shape);
    }
    if (x.function === "multiply" && fixedA)
      return broadcastTo(multiply(reducedFactor(a, x.shape, shape), reduced(b)), shape);
    if (x.function === "multiply" && fixedB)
      return broadcastTo(multiply(reduced(a), reducedFactor(b, x.shape, shape)), shape);
  }
  return makeNode({ kind: "sum", inputs: [x], shape, axes: over });
}

/** A factor that is constant along the summed axes, in the shape of the sum. */
function reducedFactor(factor: Node, whole: Shape, shape: Shape): Node {
  return factor.shape.length === whole.length && !broadcastsTo(factor.shape, shape)
    ? broadcastTo(factor, shape)
    : factor;
}

/** Sum over `axes` (all by default), which disappear. */
export function sum(operand: Operand, axes?: number | readonly number[]): Node {
  const x = asNode(operand, "sum");
  const over = normalizeAxes(axes, x.shape, "sum");
  return reshape(
    sumKeep(x, over),
    x.shape.filter((_, axis) => !over.includes(axis)),
  );
}

/** Mean over `axes` (all by default), which disappear. */
export function mean(operand: Operand, axes?: number | readonly number[]): Node {
  const x = asNode(operand, "mean");
  const total = sum(x, axes);
  return multiply(total, sizeOf(total.shape) / sizeOf(x.shape));
}

// ------------------------------------------------------------------------------------------------------- along time

/** y[t] = x[t - by] along `axis`, zero where t - by is outside. */
export function shift(operand: Operand, by: number, axis = -1): Node {
  const x = asNode(operand, "shift");
  const at = normalizeAxis(axis, x.shape, "shift");
  if (!Number.isInteger(by)) throw graphError(badShift(by));
  if (by === 0) return x;
  if (Math.abs(by) >= x.shape[at]!) return broadcastTo(constant(0), x.shape);
  if (constantValue(x) === 0) return x;
  if (x.kind === "binary" && x.function === "multiply") {
    const [a, b] = x.inputs as [Node, Node];
    if (constantAlong(a, x.shape, [at]) && sameShape(b.shape, x.shape)) return multiply(a, shift(b, by, at));
    if (constantAlong(b, x.shape, [at]) && sameShape(a.shape, x.shape)) return multiply(shift(a, by, at), b);
  }
  return makeNode({ kind: "shift", inputs: [x], shape: x.shape, axis: at, by });
}

/**
 * First-order linear recurrence y[t] = factor y[t-1] + x[t] along `axis`, from zero; `factor` broadcasts and has extent 1
 * along the axis. `reverse` runs from the end. Geometric adstock is this; a running sum is this with factor 1.
 */
export function recurrence(factor: Operand, operand: Operand, axis = -1, reverse = false): Node {
  const x = asNode(operand, "recurrence");
  const at = normalizeAxis(axis, x.shape, "recurrence");
  const a = asNode(factor, "recurrence");
  if (!broadcastsTo(a.shape, x.shape.with(at, 1))) {
    throw graphError(factorMoves(at, x.shape, a.shape));
  }
  return makeNode({ kind: "recurrence", inputs: [a, x], shape: x.shape, axis: at, reverse });
}

/** Running sums along an axis, the last by default. */
export const cumulativeSum = (x: Operand, axis = -1): Node => recurrence(1, x, axis);

/**
 * Finite convolution along `axis`: y[t] = sum over lags l of weights[l] x[t - l], zero before the start. The weights are
 * one node per lag, each broadcasting against x with extent 1 along the axis.
 */
export function convolve(operand: Operand, weights: readonly Operand[], axis = -1): Node {
  const x = asNode(operand, "convolve");
  if (weights.length === 0) throw graphError(noWeights());
  return weights.map((weight, lag) => multiply(shift(x, lag, axis), weight)).reduce((total, term) => add(total, term));
}
