// The limit of R-hat for several quantities at once. 1.01 for one quantity; of a thousand that all converged, some are above it by chance.

import { chiSquaredTail } from "../numerics/special/index.ts";
import { RHAT_CHANCE, RHAT_LIMIT } from "./thresholds.ts";

export interface RhatJudged {
  /** How many quantities are judged at once. */
  readonly quantities: number;
  /** Chains that started apart: what R-hat compares, each cut into halves. */
  readonly startingPoints: number;
  /** Bulk effective sample size of the quantity, over all chains. */
  readonly ess: number;
}

/**
 * R-hat must be below this. Of chains that agree, the means of their m halves differ as those of ess / m independent draws each do, so that
 *
 *     R-hat^2 - 1  is about  (m / ess) x / (m - 1),   x chi-squared with m - 1 degrees of freedom
 *
 * (Vats and Knudson 2021, "Revisiting the Gelman-Rubin diagnostic", Statistical Science 36(4): R-hat^2 is 1 + m / ess; the means are normal). With
 * q(p) the point that x exceeds with probability p and Q quantities, of which R-hat takes the larger of two figures each, the limit is the
 * largest value that chance explains (Bonferroni, at `RHAT_CHANCE` for all together), sqrt(1 + (m / ess) q(a / 2Q) / (m - 1)), but at least 1.01,
 * and at most 1.01 raised as the largest of Q quantities is above a single one, sqrt(1 + (1.01^2 - 1) q(a / Q) / q(a)). So it stays at 1.01 for one
 * quantity, and wherever there are so many effective draws that chance explains no more than that.
 */
export function rhatLimit({ quantities, startingPoints, ess }: RhatJudged): number {
  const halves = 2 * startingPoints;
  const degrees = halves - 1;
  if (!(quantities > 1) || !(ess > 0)) return RHAT_LIMIT;
  const chance = (halves / ess) * (exceededWith(RHAT_CHANCE / (2 * quantities), degrees) / degrees);
  const most =
    ((RHAT_LIMIT * RHAT_LIMIT - 1) * exceededWith(RHAT_CHANCE / quantities, degrees)) /
    exceededWith(RHAT_CHANCE, degrees);
  return Math.max(RHAT_LIMIT, Math.sqrt(1 + Math.min(chance, most)));
}

const found = new Map<string, number>();

/** The value that a chi-squared number exceeds with this probability, by bisection; kept, since all quantities of a fit share it. */
function exceededWith(probability: number, degrees: number): number {
  const key = `${probability} ${degrees}`;
  const known = found.get(key);
  if (known !== undefined) return known;
  let low = 0;
  let high = degrees;
  while (chiSquaredTail(high, degrees) > probability) high *= 2;
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (chiSquaredTail(middle, degrees) > probability) low = middle;
    else high = middle;
  }
  if (found.size > 100) found.clear();
  found.set(key, high);
  return high;
}
