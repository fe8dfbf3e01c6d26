// Graph to graph: what tensor libraries lack or compute badly in float32, put together from operations that they have.

import {
  makeNode,
  type Node,
  topologicalOrder,
  type UnaryFunction,
  constant,
  rawBinary,
  rawUnary,
  select,
} from "../../graph/index.ts";
import { erfcForm, erfcxForm, erfForm } from "./forms-erf.ts";
import { digammaForm, lgammaForm, trigammaForm } from "./forms-gamma.ts";
import { angleForm, atanForm } from "./forms-angles.ts";
import { polynomial } from "./forms-polynomial.ts";
import type { Library } from "./library.ts";

/**
 * The nodes of `roots` that depend on parameters, with every function that is not native to `library` and every recurrence replaced.
 * What depends on data alone is left as it is: the host computes it in float64.
 *
 * Largest error in float32, where exp and log of the backend are right to a unit in the last place; `eps` is 2^-24:
 * log1p, expm1, tanh, softplus, erf and atan 8 eps relative; sin and cos 8 and tan 16 eps relative up to 12,000; erfc and erfcx 32 eps relative between -9 and 9; lgamma 12 eps max(1, |result|) for
 * arguments above 1e-30; digamma 16 eps max(1, |result|); trigamma 24 eps relative above 1e-18.
 */
export function inForms(roots: readonly Node[], fixed: ReadonlySet<Node>, library: Library): Node[] {
  const rebuilt = new Map<Node, Node>();
  for (const node of topologicalOrder(roots)) {
    if (fixed.has(node)) {
      rebuilt.set(node, node);
      continue;
    }
    const inputs = node.inputs.map((input) => rebuilt.get(input)!);
    if (node.kind === "unary" && !library.native.has(node.function)) {
      rebuilt.set(node, unaryForm(node.function, inputs[0], library));
    } else if (node.kind === "recurrence") {
      rebuilt.set(node, scan(inputs[0], inputs[1], node.axis, node.reverse));
    } else {
      const same = inputs.every((input, i) => input === node.inputs[i]);
      rebuilt.set(node, same ? node : makeNode({ ...node, inputs }));
    }
  }
  return roots.map((root) => rebuilt.get(root)!);
}

function unaryForm(name: UnaryFunction, x: Node, library: Library): Node {
  switch (name) {
    case "log1p":
      return library.exactLogNearOne ? compensatedLog1p(x) : log1pSeries(x);
    case "softplus":
      return softplusForm(x, library);
    case "expm1":
      return expm1Form(x);
    case "tanh":
      return tanhForm(x);
    case "lgamma":
      return lgammaForm(x);
    case "digamma":
      return digammaForm(x);
    case "trigamma":
      return trigammaForm(x);
    case "erf":
      return erfForm(x);
    case "erfc":
      return erfcForm(x);
    case "erfcx":
      return erfcxForm(x);
    case "sin":
    case "cos":
    case "tan":
      return angleForm(name, x);
    case "atan":
      return atanForm(x);
    default:
      throw new RangeError(`No tensor library is without ${name}.`);
  }
}

const add = (a: Node, b: Node | number): Node => rawBinary("add", a, asNode(b));
const subtract = (a: Node, b: Node | number): Node => rawBinary("subtract", a, asNode(b));
const multiply = (a: Node, b: Node | number): Node => rawBinary("multiply", a, asNode(b));
const divide = (a: Node, b: Node | number): Node => rawBinary("divide", a, asNode(b));
const less = (a: Node, b: Node | number): Node => rawBinary("less", a, asNode(b));
const asNode = (x: Node | number): Node => (typeof x === "number" ? constant(x) : x);

/** log(1 + x) = log(u) + (x - (u - 1)) / u, where u is 1 + x as rounded: what rounding took away is put back. */
function compensatedLog1p(x: Node): Node {
  const u = add(x, 1);
  return add(rawUnary("log", u), divide(subtract(x, subtract(u, 1)), u));
}

/** Below this |x| the logarithm of 1 + x is taken from its series. */
const nearOne = 0.5;

/** 2 atanh(s), s = x / (2 + x), to s^11 where |x| < 1/2: the next term is below 2e-9 of the first. */
function log1pSeries(x: Node): Node {
  const s = divide(x, add(x, 2));
  const z = multiply(s, s);
  const tail = multiply(z, polynomial([1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11], z));
  const twice = add(s, s);
  const series = add(twice, multiply(twice, tail));
  return select(less(rawUnary("absolute", x), nearOne), series, rawUnary("log", add(x, 1)));
}

/** log(1 + exp x) = max(x, 0) + log1p(exp(-|x|)). */
function softplusForm(x: Node, library: Library): Node {
  const small = rawUnary("exp", rawUnary("negate", rawUnary("absolute", x)));
  const tail = library.native.has("log1p") ? rawUnary("log1p", small) : unaryForm("log1p", small, library);
  return add(rawBinary("maximum", x, constant(0)), tail);
}

/** Taylor's series to x^8 where |x| < 1/2: the next term is below 1.1e-8 of the first. */
function expm1Form(x: Node): Node {
  const series = multiply(x, polynomial([1, 1 / 2, 1 / 6, 1 / 24, 1 / 120, 1 / 720, 1 / 5040, 1 / 40320], x));
  return select(less(rawUnary("absolute", x), 0.5), series, subtract(rawUnary("exp", x), 1));
}

/** t / (t + 2) with t = exp(2 x) - 1; 2 |x| is held at 40, where the result is 1. */
function tanhForm(x: Node): Node {
  const size = rawBinary("minimum", rawUnary("absolute", x), constant(20));
  const t = expm1Form(multiply(size, 2));
  const quotient = divide(t, add(t, 2));
  return select(less(x, 0), rawUnary("negate", quotient), quotient);
}

/**
 * y[t] = a y[t-1] + x[t] by doubling (Hillis and Steele 1986): after round k every y holds what 2^k steps bring, so log2(extent) rounds of
 * shift, multiply and add do it. Powers of the factor are shared with the recurrence of the gradient, which runs the other way: it turns
 * time round, runs forwards and turns it back. Errors grow like those of the recurrence itself.
 */
function scan(factor: Node, x: Node, axis: number, reverse: boolean): Node {
  const extent = x.shape[axis]!;
  const backwards = Int32Array.from({ length: extent }, (_, t) => extent - 1 - t);
  const turned = (node: Node): Node =>
    reverse ? makeNode({ kind: "gather", inputs: [node], shape: x.shape, axis, indices: backwards }) : node;
  let power = factor;
  let y = turned(x);
  for (let by = 1; by < extent; by *= 2) {
    const earlier = makeNode({ kind: "shift", inputs: [y], shape: x.shape, axis, by });
    y = add(y, multiply(earlier, power));
    power = multiply(power, power);
  }
  return turned(y);
}
