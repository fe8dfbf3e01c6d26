// Pareto smoothing: the largest draws (or weights) replaced by the order statistics of a Pareto tail fitted to them; the fitted
// shape k tells how many moments exist. Source: Vehtari et al. (2024), "Pareto smoothed importance sampling", JMLR 25(72).

import type { Draws } from "./draws.ts";
import { essTail } from "./ess.ts";
import { gpdFit, gpdQuantile } from "./generalized-pareto.ts";
import { CONSTANT_RANGE, isDegenerate } from "./moments.ts";
import { orderOf } from "./order.ts";
import { checkOptionNames } from "../settings/index.ts";

/** Fewest draws a tail is fitted to. */
const FEWEST_TAIL_DRAWS = 5;

/** Above this k even very many draws do not help in practice (Vehtari et al. 2024, section 3.2.4). */
export const LARGEST_RELIABLE_K = 0.7;

export interface ParetoSmoothed {
  /** The values with their tail smoothed, in the order given. */
  readonly values: Float64Array;
  /** Shape of the fitted tail; NaN when no tail could be fitted. */
  readonly k: number;
}

/** Number of draws in a tail, for S draws of the given relative efficiency (ESS / S). Vehtari et al. (2024), appendix H. */
export function paretoTailLength(draws: number, relativeEfficiency: number): number {
  const many = draws * relativeEfficiency > 225;
  return Math.floor(many ? 3 * Math.sqrt(draws / relativeEfficiency) : draws / 5);
}

/** Largest k at which S draws give a reliable estimate: min(0.7, 1 - 1 / log10(S)). */
export function paretoKThreshold(draws: number): number {
  return Math.min(LARGEST_RELIABLE_K, 1 - 1 / Math.log10(draws));
}

/** Draws needed for a reliable estimate at this k; Infinity from k = 1 on. */
export function drawsNeededForK(k: number): number {
  if (Number.isNaN(k)) return Number.NaN;
  return k < 1 ? 10 ** (1 / (1 - Math.max(0, k))) : Number.POSITIVE_INFINITY;
}

/**
 * Smooths the `tailDraws` largest values. With `logarithmic` the values are logarithms of weights: the tail is fitted on
 * the scale of the weights, relative to the largest, and what comes back is that logarithm, shifted so that the largest raw one is 0.
 */
export function smoothRightTail(values: Float64Array, tailDraws: number, logarithmic: boolean): ParetoSmoothed {
  const size = values.length;
  if (isDegenerate(values) || tailDraws < FEWEST_TAIL_DRAWS || tailDraws >= size) return { values, k: Number.NaN };
  const { index, sorted } = orderOf(values);
  const shift = logarithmic ? sorted[size - 1] : 0;
  const result = values.map((value) => value - shift);
  const tail = sorted.subarray(size - tailDraws).map((value) => value - shift);
  const largest = tail[tailDraws - 1];
  if (largest - tail[0] < CONSTANT_RANGE) return { values: result, k: Number.NaN };
  let cutoff = sorted[size - tailDraws - 1] - shift;
  if (cutoff === tail[0]) cutoff -= CONSTANT_RANGE; // so that every exceedance is positive
  const onScale = (value: number): number => (logarithmic ? Math.exp(value) : value);
  const base = onScale(cutoff);
  const fit = gpdFit(tail.map((value) => onScale(value) - base));
  if (Number.isFinite(fit.k)) {
    for (let i = 0; i < tailDraws; i++) {
      const smooth = base + gpdQuantile((i + 0.5) / tailDraws, fit);
      result[index[size - tailDraws + i]] = Math.min(logarithmic ? Math.log(smooth) : smooth, largest);
    }
  }
  return { values: result, k: fit.k };
}

export type Tail = "both" | "left" | "right";

export interface ParetoSmoothOptions {
  /** Which tails to fit; with "both" the k is the larger of the two. Default "both". */
  readonly tail?: Tail;
  /** ESS / S of the draws; default that of the tail effective sample size. */
  readonly relativeEfficiency?: number;
}

/** Smooths one or both tails of the draws of a quantity. Draws that are not finite or all equal come back as they are, with k NaN. */
export function paretoSmooth(draws: Draws, options: ParetoSmoothOptions = {}): ParetoSmoothed {
  checkOptionNames("paretoSmooth", options, { tail: true, relativeEfficiency: true });
  const { tail = "both" } = options;
  const size = draws.values.length;
  const efficiency = options.relativeEfficiency ?? essTail(draws) / size;
  const unlimited = Math.max(paretoTailLength(size, efficiency), FEWEST_TAIL_DRAWS);
  const tailDraws = tail === "both" ? Math.min(unlimited, Math.floor(size / 2)) : unlimited;
  let { values } = draws;
  let largestK = Number.NaN;
  for (const side of tail === "both" ? (["left", "right"] as const) : [tail]) {
    const negated = side === "left";
    const smoothed = smoothRightTail(negated ? values.map((value) => -value) : values, tailDraws, false);
    values = negated ? smoothed.values.map((value) => -value) : smoothed.values;
    if (!(largestK >= smoothed.k) && !Number.isNaN(smoothed.k)) largestK = smoothed.k;
  }
  return { values, k: largestK };
}

/** Pareto k of the tails of a quantity: below 0.5 the variance is finite, below 1 the mean. */
export function paretoK(draws: Draws, options: ParetoSmoothOptions = {}): number {
  return paretoSmooth(draws, options).k;
}
