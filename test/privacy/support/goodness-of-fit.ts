// A chi-square test of whole numbers against a distribution, at a stated error rate.

import { inverseNormalCdf } from "../../../src/numerics/special/normal.ts";

/** Probability with which a right sampler would be rejected, for each test. */
export const errorRate = 1e-6;

/** Two-sided limit of a standard normal statistic at `errorRate`. */
export const zLimit: number = inverseNormalCdf(1 - errorRate / 2);

/** Bins hold at least this many expected draws. */
const leastExpected = 20;
const mostBins = 25;

/**
 * True when the draws pass for ones with these probabilities. Neighboring values share bins of about equal probability; the limit of the
 * statistic is by Wilson & Hilferty (1931), good to a few percent of the error rate for these bins.
 */
export function fits(draws: readonly number[], probability: (k: number) => number): boolean {
  const counts = new Map<number, number>();
  for (const draw of draws) counts.set(draw, (counts.get(draw) ?? 0) + 1);
  const total = draws.length;
  const share = Math.max(1 / mostBins, leastExpected / total);
  let statistic = 0;
  let bins = 0;
  let expected = 0;
  let observed = 0;
  let restExpected = 1;
  let restObserved = total;
  const low = draws.reduce((least, draw) => Math.min(least, draw), 0);
  const high = draws.reduce((most, draw) => Math.max(most, draw), 0);
  const close = (): void => {
    statistic += (observed - expected * total) ** 2 / (expected * total);
    bins++;
    expected = 0;
    observed = 0;
  };
  for (let k = low; k <= high; k++) {
    const here = probability(k);
    expected += here;
    observed += counts.get(k) ?? 0;
    restExpected -= here;
    restObserved -= counts.get(k) ?? 0;
    if (expected >= share && restExpected >= share) close();
  }
  // The last bin takes what is left, also what lies beyond the draws.
  expected += restExpected;
  observed += restObserved;
  close();
  const freedom = bins - 1;
  const limit = freedom * (1 - 2 / (9 * freedom) + inverseNormalCdf(1 - errorRate) * Math.sqrt(2 / (9 * freedom))) ** 3;
  return statistic <= limit;
}
