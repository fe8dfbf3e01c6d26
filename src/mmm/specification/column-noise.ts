// Noise of known size in a column, as numbers.

import type { NoiseFamily } from "../../distributions/index.ts";
import type { AddedNoise } from "../scaling/index.ts";
import { type ColumnNoise, noiseOf, type ResolvedSpec } from "./resolved-spec.ts";

/** Variance of noise of scale 1. */
const unitVariance: Readonly<Record<NoiseFamily, number>> = { laplace: 2, gaussian: 1 };

/** Of one cell; that of a sum falls with the number of its cells. */
const excessKurtosis: Readonly<Record<NoiseFamily, number>> = { laplace: 3, gaussian: 0 };

/** Variance of the noise in one value of the column. */
export function noiseVariance({ mechanism, scale, cells_summed }: ColumnNoise): number {
  return unitVariance[mechanism] * cells_summed * scale * scale;
}

/** What scales take account of; undefined for a column without noise. */
export function addedNoise(spec: Pick<ResolvedSpec, "noise">, column: string): AddedNoise | undefined {
  const noise = noiseOf(spec, column);
  if (noise === undefined) return undefined;
  const own = { variance: noiseVariance(noise), kurtosis: 3 + excessKurtosis[noise.mechanism] / noise.cells_summed };
  return noise.clip === "none" ? own : { ...own, lower: noise.clip.lower };
}
