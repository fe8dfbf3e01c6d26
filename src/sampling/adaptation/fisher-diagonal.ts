// Diagonal metrics from gradients (Seyboldt, Carlson & Carpenter 2026, arXiv 2603.18845: minimizers of the Fisher divergence).

import type { RunningVariance } from "./moments.ts";

const smallest = 1e-20;
const largest = 1e20;

/** Writes scale_i = 1 / sqrt(|g_i|): the metric from the gradient at the first point. 1 where that is not finite. */
export function scaleFromGradient(gradient: Float64Array, scale: Float64Array): void {
  for (let i = 0; i < scale.length; i++) {
    const inverseMass = 1 / Math.min(largest, Math.max(smallest, Math.abs(gradient[i])));
    scale[i] = Number.isFinite(inverseMass) ? Math.sqrt(inverseMass) : 1;
  }
}

/**
 * Writes scale_i = (Var x_i / Var g_i)^(1/4), so that the inverse mass is sqrt(Var x_i / Var g_i). For a normal density
 * with independent coordinates this is the standard deviation whatever the draws. A coordinate whose ratio is 0 or not finite keeps
 * its value.
 */
export function scaleFromMoments(positions: RunningVariance, gradients: RunningVariance, scale: Float64Array): void {
  for (let i = 0; i < scale.length; i++) {
    const inverseMass = Math.sqrt(positions.squares[i] / gradients.squares[i]);
    if (inverseMass > 0 && inverseMass < Number.POSITIVE_INFINITY) {
      scale[i] = Math.sqrt(Math.min(largest, Math.max(smallest, inverseMass)));
    }
  }
}
