// Density of a sample by a Gaussian kernel on a grid. Source: Silverman (1986), "Density Estimation", section 3.4 (bandwidth) and
// 3.5 (linear binning, so that the cost does not grow with the sample).

import { sortNumbers, sum } from "../../numerics/index.ts";

/** Bandwidth 0.9 min(sd, IQR / 1.34) n^(-1/5), in the sample's unit; 0 for a constant. */
export function silvermanBandwidth(values: ArrayLike<number>): number {
  const sorted = sortNumbers(Float64Array.from(values));
  const n = sorted.length;
  const mean = sum(sorted) / n;
  const sd = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1));
  const quantile = (p: number): number => sorted[Math.min(n - 1, Math.floor(p * n))];
  const spread = (quantile(0.75) - quantile(0.25)) / 1.34;
  return 0.9 * (spread > 0 ? Math.min(sd, spread) : sd) * n ** -0.2;
}

/** `count` evenly spaced points from `low` to `high`. */
export const evenGrid = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => low + ((high - low) * index) / (count - 1));

/**
 * Density at evenly spaced points, per unit of the sample. Values outside the grid count in its size, so that a part of the sample
 * integrates to its share. A constant sample has the whole of its mass within one step of the grid.
 */
export function kernelDensity(values: ArrayLike<number>, grid: readonly number[]): number[] {
  const step = grid[1] - grid[0];
  const binned = new Float64Array(grid.length);
  for (let index = 0; index < values.length; index++) {
    const place = (values[index] - grid[0]) / step;
    const below = Math.floor(place);
    if (below < 0 || below >= grid.length - 1) continue;
    binned[below] += below + 1 - place;
    binned[below + 1] += place - below;
  }
  const bandwidth = Math.max(silvermanBandwidth(values), step / 2);
  const reach = Math.ceil((4 * bandwidth) / step);
  const kernel = Array.from({ length: reach + 1 }, (_, lag) => Math.exp(-0.5 * ((lag * step) / bandwidth) ** 2));
  const scale = 1 / (values.length * bandwidth * Math.sqrt(2 * Math.PI));
  return grid.map((_, point) => {
    let density = 0;
    for (let bin = Math.max(0, point - reach); bin <= Math.min(grid.length - 1, point + reach); bin++) {
      density += binned[bin] * kernel[Math.abs(bin - point)];
    }
    return density * scale;
  });
}
