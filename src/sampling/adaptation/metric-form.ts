// The form in which a metric is used that was estimated as a diagonal with corrections.

import { inverseMassOf, type LowRankMetricState, type MetricState } from "../hamiltonian/index.ts";
import { cholesky } from "../../numerics/linear-algebra/index.ts";
import type { Settings } from "../settings.ts";

/**
 * The metric in the form that costs least per leapfrog step, unless one was asked for: without a correction a diagonal, with
 * a rank above a quarter of the dimension (4 rank d products against d^2) a triangular factor.
 */
export function inRequestedForm(found: LowRankMetricState, requested: Settings["metric"]): MetricState {
  const dimension = found.scale.length;
  const rank = found.values.length;
  if (requested === "dense" || (requested === "auto" && rank > dimension / 4)) {
    return denseOf(found) ?? found;
  }
  return rank === 0 ? { kind: "diagonal", scale: found.scale } : found;
}

/** The Cholesky factor of a low-rank metric; undefined when rounding makes it indefinite. */
function denseOf(state: LowRankMetricState): MetricState | undefined {
  const factor = inverseMassOf(state);
  return cholesky(factor, state.scale.length, factor) ? { kind: "dense", factor } : undefined;
}
