// Logarithms of tail probabilities, exact far beyond where the probabilities underflow: erfcx with the square put back as a sum.
// Source: the branches of log_ndtr in SciPy (scipy/special), written anew.
import { erf, erfc, erfcx } from "./erfc.ts";

export { erfcx };

/** log(erfc(x)) for every x, to a few units in the last place relative: near 0 through erf, in the right tail through erfcx. */
export function logErfc(x: number): number {
  if (x > 0.5) return x > 1e150 ? Number.NEGATIVE_INFINITY : Math.log(erfcx(x)) - x * x;
  return x < -1 ? Math.LN2 + Math.log1p(-0.5 * erfc(-x)) : Math.log1p(-erf(x));
}

/**
 * log P(Z <= z) for a standard normal Z, for every z. Relative error a few units in the last place, and at most about
 * z^2 units in the last place in the right tail, where the value is about -exp(-z^2/2).
 */
export function logNormalCdf(z: number): number {
  const x = z * Math.SQRT1_2;
  if (z > 0) return Math.log1p(-0.5 * erfc(x));
  if (z > -1) return Math.log(0.5 * erfc(-x));
  return z < -1e150 ? Number.NEGATIVE_INFINITY : Math.log(0.5 * erfcx(-x)) - 0.5 * z * z;
}
