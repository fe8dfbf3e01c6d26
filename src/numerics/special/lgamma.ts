// Logarithm of the gamma function for positive arguments: a polynomial on [5/4, 5/2] with recurrence, Stirling's series above 9/2.
import { halfLog2Pi, lgammaCoefficients, lgammaStirlingCoefficients } from "./coefficients.ts";
import { polynomial } from "./polynomial.ts";

/** log(Gamma(x)) for x >= 0; NaN for negative x. Its zeros at 1 and 2 keep their relative accuracy. */
export function lgamma(x: number): number {
  if (x < 0) return Number.NaN;
  if (!(x < 4.5)) {
    const inverse = 1 / x;
    const series = inverse * polynomial(lgammaStirlingCoefficients, inverse * inverse);
    return (x - 0.5) * (Math.log(x) - 1) + (halfLog2Pi - 0.5 + series);
  }
  // log Gamma(x) = log Gamma(2 + u) + sign log(factor), the sign being -1 below 5/4; u is exact, or as good as exact.
  let u = x - 2;
  let factor = 1;
  let sign = 1;
  if (x < 1.25) {
    sign = -1;
    u = x < 0.25 ? x : x - 1;
    factor = x < 0.25 ? x * (x + 1) : x;
  }
  while (u >= 0.5) {
    factor *= u + 1;
    u -= 1;
  }
  return u * (1 + u) * polynomial(lgammaCoefficients, u) + sign * Math.log(factor);
}
