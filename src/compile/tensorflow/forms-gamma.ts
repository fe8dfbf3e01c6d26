// lgamma, digamma and trigamma of positive arguments as graph nodes for float32. Source: src/numerics/special/lgamma.ts, digamma.ts.

import {
  type Node,
  add,
  constant,
  divide,
  less,
  log,
  maximum,
  minimum,
  multiply,
  select,
  subtract,
} from "../../graph/index.ts";
import { halfLog2Pi, risingProduct, risingSlope, risingSquares } from "../../numerics/special/index.ts";
import {
  digammaStirlingCoefficients,
  lgammaCoefficients,
  lgammaStirlingCoefficients,
  trigammaStirlingCoefficients,
} from "../float32/index.ts";
import { polynomial } from "./forms-polynomial.ts";

/** Smaller arguments are taken for it: reciprocals must not overflow, nor their squares for trigamma. */
const least = 1e-30;
const leastOfTrigamma = 1e-18;

/** log(Gamma(x)): a polynomial in u about 2 with recurrence below 9/2, Stirling's series above. */
export function lgammaForm(argument: Node): Node {
  const x = maximum(argument, least);
  const below = less(x, 1.25);
  const farBelow = less(x, 0.25);
  // log Gamma(x) = log Gamma(2 + u) + sign log(factor), the sign being -1 below 5/4.
  let u = select(below, select(farBelow, x, subtract(x, 1)), subtract(minimum(x, 4.5), 2));
  let factor = select(below, select(farBelow, multiply(x, add(x, 1)), x), constant(1));
  for (let step = 0; step < 2; step++) {
    const above = subtract(1, less(u, 0.5));
    factor = multiply(factor, add(1, multiply(above, u)));
    u = subtract(u, above);
  }
  const large = less(4.5, x);
  const logarithm = log(select(large, x, factor));
  const signed = select(below, subtract(0, logarithm), logarithm);
  const near = add(multiply(multiply(u, add(1, u)), polynomial(lgammaCoefficients, u)), signed);
  const inverse = divide(1, maximum(x, 4.5));
  const series = multiply(inverse, polynomial(lgammaStirlingCoefficients, multiply(inverse, inverse)));
  const far = add(multiply(subtract(x, 0.5), subtract(logarithm, 1)), add(series, halfLog2Pi - 0.5));
  return select(large, far, near);
}

interface Shifted {
  readonly x: Node;
  readonly shifted: Node;
  readonly z: Node;
  readonly inverse: Node;
  readonly square: Node;
}

/** Six steps of recurrence take arguments below 6 to where the series is exact. */
function shift(argument: Node, smallest: number): Shifted {
  const x = maximum(argument, smallest);
  const shifted = less(x, 6);
  const z = add(x, multiply(6, shifted));
  const inverse = divide(1, z);
  return { x: minimum(x, 6), shifted, z, inverse, square: multiply(inverse, inverse) };
}

export function digammaForm(argument: Node): Node {
  const { x, shifted, z, inverse, square } = shift(argument, least);
  const series = add(multiply(0.5, inverse), multiply(square, polynomial(digammaStirlingCoefficients, square)));
  const value = subtract(log(z), series);
  const sum = divide(polynomial(risingSlope, x), polynomial(risingProduct, x));
  return select(shifted, subtract(value, sum), value);
}

export function trigammaForm(argument: Node): Node {
  const { x, shifted, inverse, square } = shift(argument, leastOfTrigamma);
  const series = multiply(inverse, polynomial(trigammaStirlingCoefficients, square));
  const value = add(inverse, multiply(square, add(0.5, series)));
  const product = polynomial(risingProduct, x);
  const sum = divide(divide(polynomial(risingSquares, x), product), product);
  return select(shifted, add(value, sum), value);
}
