// Zero-concentrated differential privacy: its exact conversions to and from (epsilon, delta).
// Source: Canonne, Kamath & Steinke (2020), arXiv 2004.00010, proposition 12 (the infimum over the order alpha); every order gives a
// valid bound, so an order that is not quite the best one costs a little and breaks nothing.

import { roundedDown, roundedUp, sumFromAbove } from "./rounding.ts";

/** rho of a pure guarantee: epsilon^2 / 2. */
export function pureToZcdp(epsilon: number): number {
  return roundedUp((epsilon * epsilon) / 2);
}

/** rho of normal noise (continuous or on whole numbers) of this standard deviation on a vector of L2 sensitivity `l2`. */
export function gaussianRho(sigma: number, l2: number): number {
  return roundedUp((l2 / sigma) ** 2 / 2);
}

/** The delta of a rho-zCDP release at this epsilon, rounded upwards; at most 1. */
export function zcdpDelta(rho: number, epsilon: number): number {
  if (rho === 0) return 0;
  const logDelta = (excess: number): number => {
    const alpha = 1 + excess;
    return sumFromAbove(excess * alpha * rho, -excess * epsilon, alpha * logShrink(excess), -Math.log(excess));
  };
  return Math.min(1, roundedUp(Math.exp(smallest(logDelta))));
}

/** The epsilon of a rho-zCDP release at this delta, rounded upwards. */
export function zcdpEpsilon(rho: number, delta: number): number {
  if (rho === 0) return 0;
  const least = smallest((excess) => (1 + excess) * rho + overhead(excess, delta));
  return least <= 0 ? 0 : roundedUp(least);
}

/** The largest rho whose releases are (epsilon, delta)-differentially private, rounded downwards; 0 when there is none. */
export function zcdpRho(epsilon: number, delta: number): number {
  return roundedDown(Math.max(0, -smallest((excess) => (overhead(excess, delta) - epsilon) / (1 + excess))));
}

/** What an order adds to alpha rho in epsilon, from above: (alpha log(1 - 1/alpha) - log(alpha - 1) - log delta) / (alpha - 1). */
function overhead(excess: number, delta: number): number {
  return sumFromAbove((1 + excess) * logShrink(excess), -Math.log(excess), -Math.log(delta)) / excess;
}

/** log(1 - 1/alpha) with alpha = 1 + excess. */
function logShrink(excess: number): number {
  return -Math.log1p(1 / excess);
}

const goldenShare = (Math.sqrt(5) - 1) / 2;
/** Logarithms of alpha - 1 between which the best order lies for every epsilon from 1e-9 to 1e6. */
const range = [-30, 60] as const;
const narrowings = 110;

/** The least value of a function of alpha - 1 with one valley, by golden section on its logarithm. */
function smallest(value: (excess: number) => number): number {
  let [low, high] = range as readonly number[];
  const at = (logExcess: number): number => value(Math.exp(logExcess));
  let left = high - goldenShare * (high - low);
  let right = low + goldenShare * (high - low);
  let atLeft = at(left);
  let atRight = at(right);
  let best = Math.min(atLeft, atRight);
  for (let turn = 0; turn < narrowings; turn++) {
    if (atLeft <= atRight) {
      high = right;
      right = left;
      atRight = atLeft;
      left = high - goldenShare * (high - low);
      atLeft = at(left);
    } else {
      low = left;
      left = right;
      atLeft = atRight;
      right = low + goldenShare * (high - low);
      atRight = at(right);
    }
    best = Math.min(best, atLeft, atRight);
  }
  return best;
}
