// The likelihood of a target that is a count: negative binomial around the expected target, and what noise in its publication makes
// of it.
//
// The expected target is a sum of effects, as in every model here, in scaled units that are brought back to counts. Nothing in a sum
// keeps it above zero, so the mean is its softplus: the expected count itself, except close to zero, where it bends and stays
// positive. What the model leaves unexplained is the overdispersion a: the standard deviation of a week's rate relative to its
// mean, so that the variance is mean + (a mean)^2, and 1 / a^2 is what is called the dispersion of a negative binomial.

import { leftCensored, negativeBinomial, noisyCount, type ScalarDistribution } from "../../distributions/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import type { TargetUnits } from "../coordinates/index.ts";
import { leastSquare, lowest, reachOf } from "./count-design.ts";
import { type Cells, noisyLikelihood } from "./noisy-likelihood.ts";
import type { ColumnNoise } from "../specification/index.ts";

/** counts = people * (location + scale * scaled target). */
export interface CountUnits {
  /** [1] each. */
  readonly location: Node;
  readonly scale: Node;
  /** Of a panel, whose target is per head: beside arrays over geo and time. */
  readonly people?: Node;
}

/** Noise that counts were published with. */
export interface PublishedCounts {
  readonly noise: ColumnNoise;
  /** In counts, beside arrays over geo and time. */
  readonly scale: Node;
  readonly bound: Node | undefined;
}

export interface CountTarget {
  readonly builder: ModelBuilder;
  readonly cells: Cells;
  /** Over geo and time, in scaled target. */
  readonly expected: Node;
  /** These beside arrays over geo and time. */
  readonly overdispersion: Node;
  /** Width of the bend that keeps the mean above zero, in counts. */
  readonly bend: Node;
  readonly units: CountUnits;
  readonly published: PublishedCounts | undefined;
}

/** The distribution of counts around what is expected of them. */
export function countDistribution(given: CountTarget): ScalarDistribution {
  const { builder, cells, expected, overdispersion, units, bend, published } = given;
  const perHead = g.add(units.location, g.multiply(units.scale, expected));
  const inCounts = units.people === undefined ? perHead : g.multiply(units.people, perHead);
  const mean = g.multiply(bend, g.softplus(g.maximum(g.divide(inCounts, bend), lowest)));
  const square = g.square(overdispersion);
  const dispersion = g.divide(1, g.add(square, leastSquare));
  if (published === undefined) return negativeBinomial(mean, dispersion);
  const { noise, scale, bound } = published;
  const reach = reachOf(noise);
  if (reach !== undefined) return summed(builder, cells, published, reach, mean, dispersion);
  // Noise this wide hides the steps between counts, and most of their skewness: a normal with the counts' variance.
  const sigma = g.sqrt(g.add(mean, g.multiply(square, g.square(mean))));
  const freedom = (): never => {
    throw new RangeError("Counts have no degrees of freedom.");
  };
  const spec = { likelihood: "normal" } as const;
  return noisyLikelihood({ builder, spec, cells, noise, scale, bound, expected: mean, sigma, freedom });
}

function summed(
  builder: ModelBuilder,
  cells: Cells,
  { noise: { mechanism }, scale, bound }: PublishedCounts,
  reach: number,
  mean: Node,
  dispersion: Node,
): ScalarDistribution {
  const own = {
    scale,
    reach,
    first: builder.data("first count", cells.shape),
    whole: builder.data("noise is whole", [1]),
  };
  if (mechanism === "gaussian") return noisyCount(mean, dispersion, { mechanism, ...own });
  const seen = noisyCount(mean, dispersion, { mechanism, ...own });
  return bound === undefined ? seen : leftCensored(seen, bound);
}

/** What the overdispersion is relative to, where it is sampled: the target's deviation relative to its mean. */
export function overdispersionUnit({ mean, sd }: TargetUnits, units: CountUnits): Node {
  // Relative to the mean where that is above the deviation, as it is but for the noisiest tables.
  const scale = g.sum(units.scale);
  const deviation = g.multiply(scale, sd);
  const level = g.add(g.sum(units.location), g.multiply(scale, mean));
  return g.divide(deviation, g.maximum(level, deviation));
}
