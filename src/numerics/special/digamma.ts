// First and second derivative of the logarithm of the gamma function: six steps of recurrence in one fraction, then Stirling's series.
import {
  digammaStirlingCoefficients,
  risingProduct,
  risingSlope,
  risingSquares,
  trigammaStirlingCoefficients,
} from "./coefficients.ts";
import { polynomial } from "./polynomial.ts";

/** Derivative of `lgamma` for x >= 0; NaN for negative x. Near its zero at 1.4616 the absolute error is small, not the relative one. */
export function digamma(x: number): number {
  if (x < 0) return Number.NaN;
  const shifted = x < 6;
  const z = shifted ? x + 6 : x;
  const inverse = 1 / z;
  const square = inverse * inverse;
  const value = Math.log(z) - (0.5 * inverse + square * polynomial(digammaStirlingCoefficients, square));
  // psi(x) = psi(x + 6) - sum 1 / (x + k)
  return shifted ? value - polynomial(risingSlope, x) / polynomial(risingProduct, x) : value;
}

/** Derivative of `digamma` for x >= 0; NaN for negative x. */
export function trigamma(x: number): number {
  if (x < 0) return Number.NaN;
  const shifted = x < 6;
  const z = shifted ? x + 6 : x;
  const inverse = 1 / z;
  const square = inverse * inverse;
  const value = inverse + square * (0.5 + inverse * polynomial(trigammaStirlingCoefficients, square));
  if (!shifted) return value;
  const product = polynomial(risingProduct, x);
  return value + polynomial(risingSquares, x) / product / product;
}
