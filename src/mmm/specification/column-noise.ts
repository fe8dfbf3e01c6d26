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

/** Noise of which the sum counts as normal: from this many Laplace cells on its excess kurtosis, 3 / cells, is 0.6 at most. */
const normalFrom = 5;

/** Whether a value of the column is normally distributed around the true one. */
export function isNormalNoise({ mechanism, cells_summed }: ColumnNoise): boolean {
  return mechanism === "gaussian" || cells_summed >= normalFrom;
}

/**
 * What scales take account of; undefined for a column without noise.
 * @param perHead mean square of what values are multiplied by, where they are taken per head; default 1
 */
export function addedNoise(spec: Pick<ResolvedSpec, "noise">, column: string, perHead = 1): AddedNoise | undefined {
  const noise = noiseOf(spec, column);
  if (noise === undefined) return undefined;
  const own = {
    variance: noiseVariance(noise) * perHead,
    kurtosis: 3 + excessKurtosis[noise.mechanism] / noise.cells_summed,
  };
  // Per head a bound differs between geos, unless it is zero.
  const { clip } = noise;
  return clip === "none" || (perHead !== 1 && clip.lower !== 0) ? own : { ...own, lower: clip.lower };
}
