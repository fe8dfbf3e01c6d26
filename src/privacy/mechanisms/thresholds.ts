// Which partitions may be shown when the list of partitions itself comes from the data: thresholds on noised counts, and the optimal
// rule. A public grid of weeks and channels needs none of this.
// Sources: Desfontaines, Voss, Gipson & Mandayam (2020), arXiv 2006.03684; the thresholds as in Google's differential-privacy library.

import { inverseNormalCdf } from "../../numerics/special/index.ts";
import { roundedDown, roundedUp, sumFromAbove } from "./rounding.ts";

export interface PartitionBounds {
  /** Most partitions a privacy unit contributes to. */
  readonly partitionsPerUnit: number;
  /** Most it adds to the noised value of one partition. */
  readonly largestContribution: number;
}

/** Probability of showing one partition that holds a single unit, so that all partitions of a unit together stay at `delta`: 1 - (1 - delta)^(1/n). */
function deltaPerPartition(delta: number, partitions: number): number {
  return -Math.expm1(Math.log1p(-delta) / partitions);
}

/** A partition may be shown when its value with Laplace noise of scale n c / epsilon is at least this, rounded upwards; costs `delta`. */
export function laplaceThreshold(bounds: PartitionBounds, epsilon: number, delta: number): number {
  const { partitionsPerUnit, largestContribution } = bounds;
  const each = deltaPerPartition(delta, partitionsPerUnit);
  const scale = (partitionsPerUnit * largestContribution) / epsilon;
  const tail = each <= 0.5 ? -Math.log(2 * each) : Math.log(2 * (1 - each));
  return sumFromAbove(largestContribution, scale * tail, scale * 2 ** -50);
}

/** A partition may be shown when its value with normal noise of this standard deviation is at least this, rounded upwards; costs `delta`. */
export function gaussianThreshold(bounds: PartitionBounds, sigma: number, delta: number): number {
  const tail = -sigma * inverseNormalCdf(deltaPerPartition(delta, bounds.partitionsPerUnit));
  return sumFromAbove(bounds.largestContribution, tail, sigma * 2 ** -50);
}

/**
 * The largest probability with which a partition of `units` privacy units may be shown under (epsilon, delta), rounded downwards, when a unit
 * contributes to at most `partitionsPerUnit` partitions.
 */
export function keepProbability(units: number, partitionsPerUnit: number, epsilon: number, delta: number): number {
  const e = epsilon / partitionsPerUnit;
  const d = delta / partitionsPerUnit;
  let probability = 0;
  for (let n = 1; n <= units && probability < 1; n++) {
    const grown = probability * Math.exp(e) + d;
    // From the other side: the probability of not showing it may not shrink faster.
    const shrunk = 1 - Math.exp(-e) * (1 - probability - d);
    probability = Math.min(grown, shrunk, 1);
  }
  return probability === 1 ? 1 : roundedDown(probability, 4 * units);
}

/** The threshold of the aggregation service of the Attribution Reporting API: scale (epsilon + log(1/delta)), scale = l1 / epsilon. */
export function aggregationServiceThreshold(l1: number, epsilon: number, delta: number): number {
  return roundedUp((l1 / epsilon) * (epsilon - Math.log(delta)));
}
