// What the model takes of a target that is a count, and its mean and dispersion as numbers.

import { countReach, firstCount } from "../../distributions/index.ts";
import { countNoiseRule, type ColumnNoise, noiseOf, type ResolvedSpec } from "../specification/index.ts";

export interface Counts {
  /** As in the table, [week]. */
  readonly observed: Float64Array;
  /** Width of the bend that keeps the mean above zero, in counts. */
  readonly bend: number;
  /** 1 where all values are whole: noise in them is then discrete. */
  readonly whole: 0 | 1;
  /** First count of each week's sum over true counts, where there is one. */
  readonly first?: Float64Array;
}

/** Share of the mean count (or of one, where it is less) over which the mean bends away from zero. */
const bendShare = 0.02;

/**
 * The counts of a table.
 * @param bend that of another table, where the model is to be the same
 */
export function countsOf(spec: ResolvedSpec, observed: Float64Array, bend?: number): Counts {
  let mean = 0;
  for (let t = 0; t < observed.length; t++) mean += observed[t] / observed.length;
  const noise = noiseOf(spec, spec.target);
  const reach = noise === undefined ? undefined : reachOf(noise);
  return {
    observed,
    bend: bend ?? bendShare * Math.max(1, mean),
    whole: observed.every(Number.isInteger) ? 1 : 0,
    ...(reach === undefined ? {} : { first: observed.map((value) => firstCount(value, reach)) }),
  };
}

/** Counts on either side of a published one that are summed over; undefined where noise is not taken by sums. */
export function reachOf(noise: ColumnNoise): number | undefined {
  return countNoiseRule(noise) === "summed" ? countReach(noise.mechanism, noise.scale) : undefined;
}

/** Data of the model. */
export function countData({ observed, bend, whole, first }: Counts, location: number): Record<string, Float64Array> {
  return {
    "target counts": observed,
    "target location": Float64Array.of(location),
    "bend of the mean": Float64Array.of(bend),
    ...(first === undefined ? {} : { "first count": first, "noise is whole": Float64Array.of(whole) }),
  };
}

/** Values of the softplus' argument below this are taken as this: its logarithm must stay finite. */
export const lowest = -600;

/** The mean of the counts where this many are expected: bend * softplus(expected / bend). */
export function countMean(expected: number, bend: number): number {
  const u = Math.max(lowest, expected / bend);
  return bend * (u > 0 ? u + Math.log1p(Math.exp(-u)) : Math.log1p(Math.exp(u)));
}

/** Dispersion of the negative binomial; as good as Poisson where there is no overdispersion. */
export function dispersionOf(overdispersion: number): number {
  return 1 / (overdispersion * overdispersion + leastSquare);
}

/** Square of the overdispersion that is added, so that none is a Poisson: a hundred-thousandth of the mean as deviation. */
export const leastSquare = 1e-10;
