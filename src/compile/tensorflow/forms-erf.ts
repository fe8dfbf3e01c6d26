// erf, erfc and erfcx as graph nodes for float32. Source: src/numerics/special/erfc.ts.

import {
  type Node,
  absolute,
  add,
  constant,
  divide,
  exp,
  less,
  minimum,
  multiply,
  negate,
  rawBinary,
  select,
  subtract,
} from "../../graph/index.ts";
import { erfCoefficients, erfcxCoefficients } from "../float32/index.ts";
import { polynomial } from "./forms-polynomial.ts";

/** 2^12 + 1: x times this, minus what rounding leaves, keeps the upper twelve bits of x. */
const splitter = 4097;

/** exp(sign x^2) without the error of rounding the square: x = high + low, and the square of high is exact. */
function expSquare(x: Node, sign: 1 | -1): Node {
  const scaled = multiply(splitter, x);
  const high = rawBinary("subtract", scaled, rawBinary("subtract", scaled, x));
  const rest = multiply(sign, multiply(subtract(x, high), add(x, high)));
  const correction = add(1, multiply(rest, add(1, multiply(rest, add(0.5, multiply(1 / 6, rest))))));
  return multiply(exp(multiply(sign, multiply(high, high))), correction);
}

/** exp(x^2) erfc(x) for x >= 0. */
function erfcxPositive(x: Node): Node {
  const held = minimum(x, 1e15);
  const t = divide(subtract(held, 4), add(held, 4));
  return divide(multiply(0.5, polynomial(erfcxCoefficients, t)), add(x, 0.5));
}

/** Overflows below -9.3, where float32 does. */
export function erfcxForm(x: Node): Node {
  const size = absolute(x);
  const positive = erfcxPositive(size);
  const left = subtract(multiply(2, expSquare(minimum(size, 10), 1)), positive);
  return select(less(x, 0), left, positive);
}

/** Zero above 10, where float32 underflows. */
export function erfcForm(x: Node): Node {
  const size = minimum(absolute(x), 10);
  const tail = multiply(expSquare(size, -1), erfcxPositive(size));
  return select(less(x, 0), subtract(2, tail), tail);
}

export function erfForm(x: Node): Node {
  const z = minimum(multiply(x, x), constant(1));
  const near = add(x, multiply(x, polynomial(erfCoefficients, z)));
  const far = subtract(1, erfcForm(absolute(x)));
  return select(less(absolute(x), 1), near, select(less(x, 0), negate(far), far));
}
