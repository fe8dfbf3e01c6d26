// What the model takes of a target that is a count, and its mean and dispersion as numbers.

import { countReach, firstCount } from "../../distributions/index.ts";
import { countNoiseRule, type ColumnNoise, noiseOf, type ResolvedSpec } from "../specification/index.ts";

export interface Counts {
  /** As in the table, [geo][week]; 0 where there is none. */
  readonly observed: Float64Array;
  /** [geo] Width of the bend that keeps the mean above zero, in counts. */
  readonly bend: Float64Array;
  /** 1 where all values are whole: noise in them is then discrete. */
  readonly whole: 0 | 1;
  /** First count of each week's sum over true counts, where there is one. */
  readonly first?: Float64Array;
}

/** Share of the mean count (or of one, where it is less) over which the mean bends away from zero. */
const bendShare = 0.02;

/**
 * The counts of a table.
 * @param values [geo][week], NaN where there is none
 * @param bend that of another table, where the model is to be the same
 */
export function countsOf(spec: ResolvedSpec, values: Float64Array, weeks: number, bend?: Float64Array): Counts {
  const noise = noiseOf(spec, spec.target);
  const reach = noise === undefined ? undefined : reachOf(noise);
  const observed = values.map((value) => (Number.isNaN(value) ? 0 : value));
  return {
    observed,
    bend: bend ?? bendsOf(values, weeks),
    whole: observed.every(Number.isInteger) ? 1 : 0,
    ...(reach === undefined ? {} : { first: observed.map((value) => firstCount(value, reach)) }),
  };
}

/** Of each geo, by the mean of its counts. */
function bendsOf(values: Float64Array, weeks: number): Float64Array {
  return Float64Array.from({ length: values.length / weeks }, (_, geo) => {
    const known = values.subarray(geo * weeks, (geo + 1) * weeks).filter((value) => !Number.isNaN(value));
    let mean = 0;
    for (const value of known) mean += value / known.length;
    return bendShare * Math.max(1, mean);
  });
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
    "bend of the mean": bend,
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
