// What is known of noise without looking at it: standard deviation, and the width of an interval around a noised value.

import type { noiseSettings, ValueOf } from "../../settings/index.ts";
import { inverseNormalCdf } from "../../numerics/special/index.ts";

/** What a scale is: `b` of a Laplace, or `sigma`, a standard deviation. */
export type ScaleKind = ValueOf<typeof noiseSettings.scale_kind>;

/** Noise by its kind and scale in the unit of the data: `b` of a Laplace, `sigma` of a normal distribution. */
export interface NoiseScale {
  readonly scaleKind: ScaleKind;
  readonly scale: number;
}

/** Half-width of the interval around a noised value that holds the true one with this probability. */
export function intervalHalfWidth({ scaleKind, scale }: NoiseScale, probability: number): number {
  const outside = 1 - probability;
  return scaleKind === "b" ? -scale * Math.log(outside) : -scale * inverseNormalCdf(outside / 2);
}

/** Standard deviation; on a lattice far finer than the scale, its own is the same. */
export function noiseStandardDeviation({ scaleKind, scale }: NoiseScale): number {
  return scaleKind === "b" ? Math.SQRT2 * scale : scale;
}
