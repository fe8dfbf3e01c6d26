// Draws of what stands between the expected target and the one in the table: the noise of the likelihood, and the noise with which
// the table was published, where the specification describes one.

import { drawCountNoise, negativeBinomial, type NoiseFamily } from "../../distributions/index.ts";
import { countMean, type Counts, dispersionOf } from "../../mmm/likelihood/index.ts";
import { noiseOf } from "../../mmm/specification/index.ts";
import { placeOf } from "../../mmm/response/index.ts";
import type { Random } from "../../numerics/index.ts";
import type { FittedModel } from "../draws/index.ts";

export interface PredictiveNoise {
  /** Goes to draw `i` with these parameters, to the start of its sub-stream. */
  readonly at: (i: number, row: Float64Array) => void;
  /** A target of the next week with this expectation, in the table's own units. */
  readonly around: (expected: number) => number;
  /**
   * Standard deviation (student_t: scale) of the likelihood, in the table's own units; of counts, whose deviation follows their
   * mean, the root mean square over what was drawn since `at`.
   */
  readonly scale: () => number;
}

/** @param geo position of the geo whose target it is; the noise of a panel is per head, times the people of the geo */
export function predictiveNoise(model: FittedModel, random: Random, geo = 0): PredictiveNoise {
  const { spec, design, posterior } = model;
  const people = design.panel?.population[geo] ?? 1;
  if (design.counts !== undefined) return countNoise(model, design.counts, random, geo);
  const { start, axes } = placeOf(posterior, "sigma");
  const sigmaPlace = start + (axes.some(({ name }) => name === "geo") ? geo : 0);
  const dfPlace = placeOf(posterior, "degrees_of_freedom").start;
  const heavy = spec.likelihood === "student_t";
  const published = publishedNoise(spec, random);
  let sigma = 0;
  let df = 0;
  return {
    at: (i, row) => {
      random.seek(i);
      sigma = row[sigmaPlace] * design.targetScale.scale * people;
      df = row[dfPlace];
    },
    // A Student-t is a normal over the root of an independent chi-squared per degree of freedom, which is gamma(df / 2) * 2 / df.
    around: (expected) => {
      const normal = random.normal();
      return published(expected + sigma * (heavy ? normal / Math.sqrt((random.gamma(df / 2) * 2) / df) : normal));
    },
    scale: () => sigma,
  };
}

/** Counts around their mean: Poisson with a rate that is gamma distributed. */
function countNoise(
  { spec, posterior }: FittedModel,
  { bend: bends, whole }: Counts,
  random: Random,
  geo: number,
): PredictiveNoise {
  const { start, axes } = placeOf(posterior, "overdispersion");
  const place = start + (axes.some(({ name }) => name === "geo") ? geo : 0);
  const bend = bends[geo];
  const published = publishedNoise(spec, random, whole === 1);
  const { draw } = negativeBinomial(1, 1);
  const parameters = new Float64Array(2);
  let overdispersion = 0;
  let variances = 0;
  let drawn = 0;
  return {
    at: (i, row) => {
      random.seek(i);
      overdispersion = row[place];
      parameters[1] = dispersionOf(overdispersion);
      variances = 0;
      drawn = 0;
    },
    around: (expected) => {
      const mean = countMean(expected, bend);
      parameters[0] = mean;
      variances += mean + (overdispersion * mean) ** 2;
      drawn++;
      return published(draw(random, parameters));
    },
    scale: () => Math.sqrt(variances / drawn),
  };
}

/** A value of the target as it would have been published. */
function publishedNoise(spec: FittedModel["spec"], random: Random, whole = false): (value: number) => number {
  const noise = noiseOf(spec, spec.target);
  if (noise === undefined) return (value) => value;
  const { mechanism, scale, cells_summed: cells, clip } = noise;
  const lowest = clip === "none" ? Number.NEGATIVE_INFINITY : clip.lower;
  if (whole) {
    return (value) => {
      let published = value;
      for (let k = 0; k < cells; k++) published += drawCountNoise(random, mechanism, scale, true);
      return Math.max(lowest, published);
    };
  }
  // The difference of two sums of n exponentials is the sum of n Laplace variables.
  const totals: Readonly<Record<NoiseFamily, () => number>> = {
    laplace: () => random.gamma(cells) - random.gamma(cells),
    gaussian: () => Math.sqrt(cells) * random.normal(),
  };
  const total = totals[mechanism];
  return (value) => Math.max(lowest, value + scale * total());
}
