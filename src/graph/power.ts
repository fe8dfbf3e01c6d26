// Powers: by multiplication where the exponent is a whole constant, else by exp and log.

import { isUnary, type Node } from "./node.ts";
import { asPair, constant, constantValue, type Operand } from "./operands.ts";
import { broadcastTo, divide, exp, less, log, multiply, negate, select } from "./operations.ts";

/**
 * x^power: by multiplication for whole constants, else exp(power log x). A negative x has a power where the exponent is constant and whole there, and is
 * NaN elsewhere: data and parameters as exponents take positive x.
 */
export function power(base: Operand, exponent: Operand): Node {
  const [x, e] = asPair(base, exponent, "power");
  const value = constantValue(e);
  if (value !== undefined && Number.isSafeInteger(value)) {
    if (value < 0) return divide(1, power(x, -value));
    if (value === 0) return broadcastTo(constant(1), x.shape);
    if (value === 1) return x;
    const half = power(x, Math.floor(value / 2));
    const squared = multiply(half, half);
    return value % 2 === 1 ? multiply(squared, x) : squared;
  }
  const positive = exp(multiply(e, log(x)));
  if (e.kind !== "constant" || !e.values.some(Number.isInteger) || isUnary(x, "exp") || isUnary(x, "logistic")) {
    return positive;
  }
  // (-1)^e where that is a number.
  const signs = e.values.map((k) => (Number.isInteger(k) ? 1 - 2 * Math.abs(k % 2) : Number.NaN));
  const signed = select(less(x, 0), multiply(constant(signs, e.shape), exp(multiply(e, log(negate(x))))), positive);
  // 0^0 is 1, where 0 log 0 is not a number.
  return e.values.includes(0) ? select(constant(e.values, e.shape), signed, 1) : signed;
}
