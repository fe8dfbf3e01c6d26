// The Gaussian mechanism's exact trade between noise, epsilon and delta.
// Source: Balle & Wang (2018), "Improving the Gaussian Mechanism for Differential Privacy", theorem 8.

import { erfcx, logNormalCdf } from "../../numerics/special/index.ts";

/** Relative error allowed for in erfcx, its argument and the exponential: some ten units in the last place. */
const slack = 2 ** -49;

/**
 * The smallest delta for which normal noise of standard deviation `sigma` on a vector of L2 sensitivity `l2` is
 * (epsilon, delta)-differentially private, rounded upwards: Phi(a - b) - exp(epsilon) Phi(-a - b), a = l2 / (2 sigma), b = epsilon sigma / l2.
 */
export function gaussianDelta(sigma: number, epsilon: number, l2: number): number {
  return Math.min(1, delta(sigma / l2, epsilon, slack) + Number.MIN_VALUE);
}

/** The same to the nearest float, as far as floats go: to compare with, and no guarantee. */
export function gaussianDeltaNearest(sigma: number, epsilon: number, l2: number): number {
  return delta(sigma / l2, epsilon, 0);
}

function delta(sigma: number, epsilon: number, error: number): number {
  const a = 0.5 / sigma;
  const b = epsilon * sigma;
  const u = b - a;
  const v = b + a;
  if (u <= 0) {
    // Both terms without underflow; exp(epsilon) Phi(-v) by logarithms, because epsilon may be large.
    const upper = Math.exp(logNormalCdf(-u)) * (1 + error);
    return Math.min(1, upper - Math.exp(epsilon + logNormalCdf(-v)) * (1 - error * (1 + epsilon + v * v)));
  }
  // exp(epsilon - v^2/2) = exp(-u^2/2), so that both tails are one factor times erfcx.
  const factor = 0.5 * Math.exp(-0.5 * u * u) * (1 + error * (1 + u * v));
  return factor * (erfcx(u * Math.SQRT1_2) * (1 + error) - erfcx(v * Math.SQRT1_2) * (1 - error));
}

/** Halvings of the bracket: enough for two neighboring floats. */
const halvings = 60;

/**
 * The standard deviation of normal noise that makes a vector of L2 sensitivity `l2` (epsilon, delta)-differentially private,
 * rounded upwards: no smaller one is known to suffice, within 1e-13.
 * `epsilon` must be positive and `delta` lie between 0 and 1.
 */
export function gaussianSigma(epsilon: number, delta: number, l2: number): number {
  let high = 1;
  while (gaussianDelta(high, epsilon, 1) > delta) high *= 2;
  let low = high / 2;
  while (gaussianDelta(low, epsilon, 1) <= delta) {
    high = low;
    low /= 2;
  }
  for (let turn = 0; turn < halvings; turn++) {
    const middle = (low + high) / 2;
    if (gaussianDelta(middle, epsilon, 1) <= delta) high = middle;
    else low = middle;
  }
  return high * l2 * (1 + slack);
}
