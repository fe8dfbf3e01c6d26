// The search for the spend at which a target ROI is just met.

import { sum } from "../../numerics/index.ts";
import { roiOutOfReach } from "../../problems/plan-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import type { Allocations } from "./optimize-curves.ts";
import type { Ascent } from "../../numerics/optimize/index.ts";

/** Bisections and secant steps until spend is known to a millionth of its range. */
const mostSolves = 40;

/**
 * The largest total at which the best plan's value is at least `target` times its spend. The best plan for every total is that of
 * a fixed budget; where the value falls short is found between two totals that enclose it.
 * @param table best allocations on expected curves: where to look first
 * @param worth the least total that counts
 * @param at the best plan with the total of an entry of the table; `again`: with another total, from a plan close by
 * @throws CarryoverError with exit code 5 when no total reaches the target
 */
export function largestAtRoi(
  target: number,
  table: Allocations,
  worth: number,
  at: (entry: number) => Ascent,
  again: (from: Float64Array, total: number) => Ascent,
): Ascent {
  const entries = table.spend.length;
  const tolerance = 1e-6 * (table.spend[entries - 1] - table.spend[0]);
  const excess = ({ value, point }: Ascent): number => value - target * sum(point);
  const spends = (entry: number): boolean => entry >= 0 && table.spend[entry] >= worth * (1 - 1e-9);
  let guess = entries - 1;
  while (spends(guess) && table.value[guess] < target * table.spend[guess]) guess--;
  let bestRatio = { ratio: 0, spend: 0 };
  const tried = (ascent: Ascent): Ascent => {
    const spend = sum(ascent.point);
    if (ascent.value / spend > bestRatio.ratio) bestRatio = { ratio: ascent.value / spend, spend };
    return ascent;
  };
  // Down from the guess of the expected curves until the target is met, then up until it is missed.
  let entry = spends(guess) ? guess : entryOfLargestRatio(table.spend, table.value, worth);
  let met = tried(at(entry));
  let missed: Ascent | undefined;
  const stride = Math.max(1, Math.floor(entry / 20));
  while (excess(met) < 0) {
    missed = met;
    entry -= stride;
    if (!spends(entry)) {
      throw new CarryoverError([roiOutOfReach(target, bestRatio.ratio, bestRatio.spend, worth)], exitCodes.notFeasible);
    }
    met = tried(at(entry));
  }
  while (missed === undefined) {
    if (entry === entries - 1) return met;
    entry = Math.min(entries - 1, entry + Math.max(1, Math.floor(entries / 100)));
    const next = at(entry);
    if (excess(next) >= 0) met = next;
    else missed = next;
  }
  for (let solves = 0; solves < mostSolves; solves++) {
    const low = sum(met.point);
    const high = sum(missed.point);
    if (high - low <= tolerance || excess(met) <= 1e-7 * target * low) break;
    // The secant, kept a little off both ends; every third time the middle, so that the bracket shrinks for certain.
    const secant = low + ((high - low) * excess(met)) / (excess(met) - excess(missed));
    const total =
      solves % 3 === 2
        ? (low + high) / 2
        : Math.min(high - 0.02 * (high - low), Math.max(low + 0.02 * (high - low), secant));
    const next = again(met.point, total);
    if (excess(next) >= 0) met = next;
    else missed = next;
  }
  return met;
}

/** Of the entries that spend at least `worth`. */
function entryOfLargestRatio(spend: Float64Array, value: Float64Array, worth: number): number {
  let best = spend.length - 1;
  for (let entry = 0; entry < spend.length; entry++) {
    if (spend[entry] >= worth && value[entry] * spend[best] > value[best] * spend[entry]) best = entry;
  }
  return best;
}
