// Logarithm of the gamma function for positive arguments: a polynomial on [3/2, 5/2] with recurrence, Stirling's series above 9/2.
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
  // Gamma(x) = Gamma(z) * factor, or Gamma(z) / factor below 3/2.
  let z = x;
  let factor = 1;
  while (z >= 2.5) {
    z -= 1;
    factor *= z;
  }
  const above = Math.log(factor);
  factor = 1;
  while (z < 1.5) {
    factor *= z;
    z += 1;
  }
  const u = z - 2;
  return u * (1 + u) * polynomial(lgammaCoefficients, u) + (above - Math.log(factor));
}
