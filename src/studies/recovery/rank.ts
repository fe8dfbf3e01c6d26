// The rank of a true value among draws thinned so far that they are nearly independent, on one scale for all fits.

import { rankOfTruth, thin } from "../../diagnostics/index.ts";
import type { Random } from "../../numerics/index.ts";

/** Draws that a truth is ranked among; ranks are 0 to this. */
export const rankedDraws = 99;

/**
 * Rank, 0 to `rankedDraws`, uniform when the truth and the draws have one distribution. Draws are thinned evenly to `rankedDraws`;
 * where they are worth fewer independent ones, to that number, and the rank is spread over the finer scale at random, which
 * leaves a uniform rank uniform.
 * @param ess effective sample size of the draws, the smaller of bulk and tail
 */
export function rankAmongThinned(truth: number, draws: Float64Array, ess: number, random: Random): number {
  const kept = Math.max(1, Math.min(rankedDraws, Math.floor(Number.isNaN(ess) ? 1 : ess), draws.length));
  const rank = rankOfTruth(truth, thin(draws, kept));
  if (kept === rankedDraws) return rank;
  return Math.min(rankedDraws, Math.floor(((rank + random.uniform()) / (kept + 1)) * (rankedDraws + 1)));
}
