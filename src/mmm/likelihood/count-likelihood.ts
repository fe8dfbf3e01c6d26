// The likelihood of a target that is a count: negative binomial around the expected target, and what noise in its publication makes
// of it.
//
// The expected target is a sum of effects, as in every model here, in scaled units that are brought back to counts. Nothing in a sum
// keeps it above zero, so the mean is its softplus: the expected count itself, except close to zero, where it bends and stays
// positive. What the model leaves unexplained is the overdispersion a: the standard deviation of a week's rate relative to its
// mean, so that the variance is mean + (a mean)^2, and 1 / a^2 is what is called the dispersion of a negative binomial.

import {
  leftCensored,
  negativeBinomial,
  noisyCount,
  real,
  type ScalarDistribution,
} from "../../distributions/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import { isPositiveLine, logOfValue, type TargetUnits } from "../coordinates/index.ts";
import { leastSquare, lowest, reachOf } from "./count-design.ts";
import { type Cells, noisyLikelihood } from "./noisy-likelihood.ts";
import { distributionOf } from "../priors/index.ts";
import { type ColumnNoise, noiseOf, type ResolvedSpec, type Prior } from "../specification/index.ts";

/** counts = location + scale * scaled target; each [1]. */
export interface CountUnits {
  readonly location: Node;
  readonly scale: Node;
}

export interface CountTarget {
  readonly builder: ModelBuilder;
  readonly spec: ResolvedSpec;
  readonly cells: Cells;
  /** Over geo and time, in scaled target. */
  readonly expected: Node;
  readonly overdispersion: Node;
  readonly units: CountUnits;
}

/** Declares the observation of counts. */
export function observeCounts({ builder, spec, cells, expected, overdispersion, units }: CountTarget): void {
  const bend = builder.data("bend of the mean", [1]);
  const inCounts = g.add(units.location, g.multiply(units.scale, expected));
  const mean = g.multiply(bend, g.softplus(g.maximum(g.divide(inCounts, bend), lowest)));
  const square = g.square(overdispersion);
  const dispersion = g.divide(1, g.add(square, leastSquare));
  const likelihood = (): ScalarDistribution => {
    const noise = noiseOf(spec, spec.target);
    if (noise === undefined) return negativeBinomial(mean, dispersion);
    const reach = reachOf(noise);
    if (reach !== undefined) return summed(builder, cells, noise, reach, mean, dispersion);
    // Noise this wide hides the steps between counts, and most of their skewness: a normal with the counts' variance.
    const sigma = g.sqrt(g.add(mean, g.multiply(square, g.square(mean))));
    const freedom = (): never => {
      throw new RangeError("Counts have no degrees of freedom.");
    };
    return noisyLikelihood({ builder, spec: { likelihood: "normal" }, cells, noise, expected: mean, sigma, freedom });
  };
  builder.observe("target", likelihood(), builder.data("target counts", cells.shape), { labels: cells.labels });
}

function summed(
  builder: ModelBuilder,
  cells: Cells,
  { mechanism, clip }: ColumnNoise,
  reach: number,
  mean: Node,
  dispersion: Node,
): ScalarDistribution {
  const scale = builder.data("target noise", [1]);
  const own = {
    scale,
    reach,
    first: builder.data("first count", cells.shape),
    whole: builder.data("noise is whole", [1]),
  };
  if (mechanism === "gaussian") return noisyCount(mean, dispersion, { mechanism, ...own });
  const seen = noisyCount(mean, dispersion, { mechanism, ...own });
  return clip === "none" ? seen : leftCensored(seen, builder.data("target clipped at", [1]));
}

/**
 * The overdispersion, from coordinates of the size of the target's relative deviation. Counts may well vary by chance alone: where
 * the prior is the half of a symmetric density zero is in the middle of what is sampled, as with sigma behind noise (the likelihood
 * depends on its square). Otherwise it is sampled on a log scale, and in an interval as it is.
 */
export function overdispersionParameter(
  builder: ModelBuilder,
  prior: Prior,
  mirrored: boolean,
  { mean, sd }: TargetUnits,
  units: CountUnits,
): Node {
  const name = "overdispersion";
  if (prior.distribution === "fixed") return g.constant(prior.parameters[0]);
  const distribution = distributionOf(prior);
  if (!isPositiveLine(distribution)) return builder.parameter(name, distribution);
  // Relative to the mean where that is above the deviation, as it is but for the noisiest tables.
  const scale = g.sum(units.scale);
  const deviation = g.multiply(scale, sd);
  const level = g.add(g.sum(units.location), g.multiply(scale, mean));
  const unit = g.divide(deviation, g.maximum(level, deviation));
  const share = builder.coordinate("rate of the target", real);
  if (mirrored) {
    const value = builder.define(name, g.multiply(unit, g.absolute(g.add(share, mirrorOrigin))));
    builder.prior(name, distribution, value, g.log(unit));
    builder.recover("rate of the target", g.subtract(g.divide(value, unit), mirrorOrigin));
    return value;
  }
  const logValue = g.add(share, g.log(unit));
  const value = builder.define(name, g.exp(logValue));
  builder.prior(name, distribution, value, logValue);
  builder.recover("rate of the target", g.subtract(logOfValue(value), g.log(unit)));
  return value;
}

/** Share of the target's relative deviation that the overdispersion is at the origin. */
const mirrorOrigin = 0.3;
