// Draws with weights: moments of mixtures of normals, and draws with equal weights in their place.

import type { Normal } from "./sources.ts";

/** Mean and standard deviation of a mixture over the draws. */
export function momentsOf(
  weights: Float64Array,
  of: (draw: number) => Normal,
): { readonly mean: number; readonly sd: number } {
  const parts = Array.from(weights, (_, draw) => of(draw));
  const mean = parts.reduce((sum, part, i) => sum + weights[i] * part.mean, 0);
  const variance = parts.reduce((sum, part, i) => sum + weights[i] * (part.variance + (part.mean - mean) ** 2), 0);
  return { mean, sd: Math.sqrt(variance) };
}

/** [draw] Positions of as many draws with equal weights: each stands in it in proportion to its weight (systematic resampling, from the middle). */
export function resampled(weights: Float64Array): Int32Array {
  const chosen = new Int32Array(weights.length);
  let draw = 0;
  let reached = weights[0];
  for (let i = 0; i < chosen.length; i++) {
    const wanted = (i + 0.5) / chosen.length;
    while (reached < wanted && draw < weights.length - 1) reached += weights[++draw];
    chosen[i] = draw;
  }
  return chosen;
}
