// Draws of what stands between the expected target and the one in the table: the noise of the likelihood, and the noise with which
// the table was published, where the specification describes one.

import { noiseOf } from "../mmm/spec/resolved-spec.ts";
import type { ParameterMatrix } from "../mmm/natural-parameters.ts";
import type { ParameterName } from "../mmm/spec/parameters.ts";
import type { Random } from "../sampling/random.ts";
import type { FittedModel } from "./fitted-model.ts";

export interface PredictiveNoise {
  /** Goes to draw `i` with these parameters, to the start of its sub-stream. */
  readonly at: (i: number, row: Float64Array) => void;
  /** A target of the next week with this expectation, in the table's own units. */
  readonly around: (expected: number) => number;
  /** Standard deviation (student_t: scale) of the likelihood, in the table's own units. */
  readonly scale: () => number;
}

/** Position of a parameter in a row, and how many elements it has; size 0 when the model has none of the name. */
export function placeOf({ blocks }: ParameterMatrix, name: ParameterName): { start: number; size: number } {
  return blocks.find((block) => block.name === name) ?? { start: 0, size: 0 };
}

export function predictiveNoise({ spec, design, posterior }: FittedModel, random: Random): PredictiveNoise {
  const sigmaPlace = placeOf(posterior, "sigma").start;
  const dfPlace = placeOf(posterior, "degrees_of_freedom").start;
  const heavy = spec.likelihood === "student_t";
  const published = publishedNoise(spec, random);
  let sigma = 0;
  let df = 0;
  return {
    at: (i, row) => {
      random.seek(i);
      sigma = row[sigmaPlace] * design.targetScale.scale;
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

/** A value of the target as it would have been published. */
function publishedNoise(spec: FittedModel["spec"], random: Random): (value: number) => number {
  const noise = noiseOf(spec, spec.target);
  if (noise === undefined) return (value) => value;
  const { mechanism, scale, cells_summed: cells, clip } = noise;
  const lowest = clip === "none" ? Number.NEGATIVE_INFINITY : clip.lower;
  // The difference of two sums of n exponentials is the sum of n Laplace variables.
  const total =
    mechanism === "gaussian"
      ? (): number => Math.sqrt(cells) * random.normal()
      : (): number => random.gamma(cells) - random.gamma(cells);
  return (value) => Math.max(lowest, value + scale * total());
}
