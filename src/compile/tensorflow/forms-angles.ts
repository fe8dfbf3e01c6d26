// sin, cos, tan and atan as graph nodes for float32, by the method of compile/wgsl/math/trigonometric.ts.

import {
  absolute,
  add,
  constant,
  divide,
  less,
  multiply,
  negate,
  type Node,
  rawBinary,
  select,
  subtract,
} from "../../graph/index.ts";
import { atanCoefficients, cosCoefficients, farthestAngle, halfPiParts, sinCoefficients } from "../float32/index.ts";
import { polynomial } from "./forms-polynomial.ts";

/** Adding and taking this away rounds float32 numbers up to 2^22 to whole numbers. */
const rounding = 1.5 * 2 ** 23;

function rounded(x: Node): Node {
  return rawBinary("subtract", rawBinary("add", x, constant(rounding)), constant(rounding));
}

/** Beyond `farthestAngle` the result stands for no number. */
export function angleForm(name: "sin" | "cos" | "tan", x: Node): Node {
  const isNear = less(absolute(x), farthestAngle * (1 + 2 ** -20));
  const near = select(isNear, x, 0);
  const whole = rounded(multiply(2 / Math.PI, near));
  // Sines of quarters later are cosines.
  const quarter = name === "cos" ? add(whole, 1) : whole;
  const r = halfPiParts.reduce<Node>((left, part) => rawBinary("subtract", left, multiply(part, whole)), near);
  const z = multiply(r, r);
  const sine = add(r, multiply(multiply(r, z), polynomial(sinCoefficients, z)));
  const cosine = subtract(1, subtract(multiply(0.5, z), multiply(multiply(z, z), polynomial(cosCoefficients, z))));
  // Of the quarters modulo four, from -2 to 2: odd ones, and those that turn the sign.
  const left = rawBinary("subtract", quarter, multiply(4, rounded(multiply(0.25, quarter))));
  const isOdd = multiply(less(0.5, absolute(left)), less(absolute(left), 1.5));
  if (name === "tan") {
    const quotient = divide(select(isOdd, negate(cosine), sine), select(isOdd, sine, cosine));
    return select(isNear, quotient, Number.NaN);
  }
  const isTurned = add(less(left, -0.5), less(1.5, left));
  const size = select(isOdd, cosine, sine);
  return select(isNear, select(isTurned, negate(size), size), Number.NaN);
}

export function atanForm(x: Node): Node {
  const size = absolute(x);
  const middle = less(Math.SQRT2 - 1, size);
  const far = less(Math.SQRT2 + 1, size);
  const numerator = select(far, -1, select(middle, subtract(size, 1), size));
  const denominator = select(far, size, select(middle, add(size, 1), 1));
  const u = divide(numerator, denominator);
  const base = select(far, Math.PI / 2, select(middle, Math.PI / 4, 0));
  const z = multiply(u, u);
  const value = add(base, add(u, multiply(multiply(u, z), polynomial(atanCoefficients, z))));
  return select(less(x, 0), negate(value), value);
}
