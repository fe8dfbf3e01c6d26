// How often intervals hold the truth, beside how often they should, and p-values adjusted for many tests.

import { sum } from "../../numerics/index.ts";
import { binomialCdf, binomialRegion } from "../../decisions/predictions/index.ts";

/** Coverage of the intervals of one level. */
export interface Coverage {
  readonly level: number;
  readonly inside: number;
  readonly fits: number;
  /** Shares between which right intervals lie with probability `boundLevel`. */
  readonly lower: number;
  readonly upper: number;
  /** Probabilities that right intervals hold the truth so few times, or fewer; so many times, or more. */
  readonly tooFew: number;
  readonly tooMany: number;
}

/** Probability of the bounds of coverage. */
export const boundLevel = 0.99;

/** Coverage of intervals that are independent of each other. */
export function coverageOf(level: number, inside: number, fits: number): Coverage {
  const [fewest, most] = fits === 0 ? [0, 0] : binomialRegion(fits, level, boundLevel);
  return {
    level,
    inside,
    fits,
    lower: fewest / Math.max(1, fits),
    upper: most / Math.max(1, fits),
    tooFew: fits === 0 ? 1 : binomialCdf(inside, fits, level),
    tooMany: fits === 0 ? 1 : 1 - binomialCdf(inside - 1, fits, level),
  };
}

/**
 * Coverage pooled over the members of a family (channels, say), whose intervals of one fit hang together. The bounds are those of
 * as many independent intervals as these are worth: the variance of the number held in each fit, over what independence would make
 * of it at the same share (at least 1: fewer are never taken for more). Where all are held, or none, nothing shows whether they hang
 * together, and a fit counts as one.
 * @param held by fit, how many of its `members` intervals hold the truth
 */
export function pooledCoverage(level: number, held: readonly number[], members: number): Coverage {
  const fits = held.length;
  const inside = sum(held);
  const average = inside / Math.max(1, fits);
  const variance = held.reduce((sum, count) => sum + (count - average) ** 2, 0) / Math.max(1, fits - 1);
  const share = fits === 0 ? 0 : inside / (fits * members);
  const independent = members * share * (1 - share);
  const inflation = independent > 0 ? Math.max(1, variance / independent) : members;
  const worth = Math.max(Math.min(fits, 1), Math.floor((fits * members) / inflation));
  const counted = coverageOf(level, Math.round(share * worth), worth);
  return { ...counted, inside, fits: fits * members };
}

/** Smallest family-wise error rate at which each hypothesis is rejected. Source: Holm (1979), Scandinavian Journal of Statistics 6(2). */
export function holmAdjusted(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((i, place) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - place) * pValues[i]));
    adjusted[i] = largest;
  });
  return adjusted;
}
