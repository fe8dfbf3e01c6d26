// The distribution of a target that was published with noise, around what the model expects: the true target is integrated out.
//
// Laplace noise makes a normal target normal-Laplace, and normal noise adds its variance; both exactly. Everything else is a normal
// whose variance differs from week to week, which keeps it exact too: a Student-t is a normal with a precision drawn from a gamma
// distribution, and a sum of n Laplace variables of scale b is a normal with variance 2 b^2 times a gamma variable of shape n.
// From some summed cells on, noise counts as normal (`isNormalNoise`).

import {
  gamma,
  leftCensored,
  normal,
  normalLaplace,
  positive,
  type ScalarDistribution,
  type WithCdf,
} from "../../distributions/index.ts";
import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import { noiseKind } from "./noise-design.ts";
import type { ColumnNoise, ResolvedSpec } from "../specification/index.ts";

/** The rows of the target: shape and labels of arrays over geo and time. */
export interface Cells {
  readonly shape: readonly [geos: number, weeks: number];
  readonly labels: readonly [geos: readonly string[], weeks: readonly string[]];
}

export interface NoisyTarget {
  readonly builder: ModelBuilder;
  readonly spec: Pick<ResolvedSpec, "likelihood">;
  readonly cells: Cells;
  readonly noise: ColumnNoise;
  /** Scale of the noise, and the bound that lower values were set to, beside arrays over geo and time. */
  readonly scale: Node;
  readonly bound: Node | undefined;
  /** Over geo and time. */
  readonly expected: Node;
  /** Of the target without noise. */
  readonly sigma: Node;
  /** Declares the degrees of freedom of a Student-t. */
  readonly freedom: () => Node;
}

/** The likelihood of a noised target. */
export function noisyLikelihood(given: NoisyTarget): ScalarDistribution {
  const seen = unclipped(given);
  return given.bound === undefined ? seen : leftCensored(seen, given.bound);
}

function unclipped({ builder, spec, cells, noise, scale, expected, sigma, freedom }: NoisyTarget): WithCdf {
  const perWeek = (name: string, shape: Node | number, rate: Node | number): Node => {
    const weight = builder.coordinate(name, positive, cells);
    builder.prior(name, gamma(shape, rate), weight);
    return weight;
  };
  let deviation = sigma;
  if (spec.likelihood === "student_t") {
    const half = g.multiply(0.5, freedom());
    deviation = g.divide(sigma, g.sqrt(perWeek("precision of the target", half, half)));
  }
  const kind = noiseKind(noise);
  if (kind === "laplace") return normalLaplace(expected, deviation, scale);
  const variance =
    kind === "normal"
      ? g.square(scale)
      : g.multiply(g.multiply(2, g.square(scale)), perWeek("size of the target's noise", noise.cells_summed, 1));
  return normal(expected, g.sqrt(g.add(g.square(deviation), variance)));
}
