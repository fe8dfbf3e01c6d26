// Which partitions may be shown when the list of partitions itself comes from the data: thresholds on noised counts, and the optimal
// rule. A public grid of weeks and channels needs none of this.
// Sources: Desfontaines, Voss, Gipson & Mandayam (2020), arXiv 2006.03684; the thresholds as in Google's differential-privacy library.

import { inverseNormalCdf } from "../../numerics/special/index.ts";
import { roundedUp } from "./rounding.ts";

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

/** A partition may be shown when its value with Laplace noise of scale n c / epsilon is at least this; costs `delta`. */
export function laplaceThreshold(bounds: PartitionBounds, epsilon: number, delta: number): number {
  const { partitionsPerUnit, largestContribution } = bounds;
  const each = deltaPerPartition(delta, partitionsPerUnit);
  const scale = (partitionsPerUnit * largestContribution) / epsilon;
  const tail = each <= 0.5 ? -Math.log(2 * each) : Math.log(2 * (1 - each));
  return largestContribution + scale * tail;
}

/** A partition may be shown when its value with normal noise of this standard deviation is at least this; costs `delta`. */
export function gaussianThreshold(bounds: PartitionBounds, sigma: number, delta: number): number {
  return bounds.largestContribution - sigma * inverseNormalCdf(deltaPerPartition(delta, bounds.partitionsPerUnit));
}

/**
 * The largest probability with which a partition of `units` privacy units may be shown under (epsilon, delta) when a unit
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
  return probability;
}

/** The threshold of the aggregation service of the Attribution Reporting API: scale (epsilon + log(1/delta)), scale = l1 / epsilon. */
export function aggregationServiceThreshold(l1: number, epsilon: number, delta: number): number {
  return roundedUp((l1 / epsilon) * (epsilon - Math.log(delta)));
}
