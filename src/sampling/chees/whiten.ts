// Differences of positions in the standard deviations of a metric.

import type { MetricState } from "../hamiltonian/index.ts";
import { solveLower } from "../../numerics/linear-algebra/index.ts";
import { dot } from "../../numerics/index.ts";

/** x = L^-1 x in place, M^-1 = L L'; L is what makes velocities of the metric. */
export function whiten(metric: MetricState, x: Float64Array): void {
  if (metric.kind === "dense") {
    solveLower(metric.factor, x.length, x, x);
    return;
  }
  for (let i = 0; i < x.length; i++) x[i] /= metric.scale[i];
  if (metric.kind === "diagonal") return;
  // The root of I + U (Lambda - I) U' is I + U (Lambda^1/2 - I) U', its inverse the same with Lambda^-1/2; rows of U' are orthogonal.
  metric.values.forEach((value, k) => {
    const direction = metric.vectors.subarray(k * x.length, (k + 1) * x.length);
    const along = (1 / Math.sqrt(value) - 1) * dot(direction, x);
    for (let i = 0; i < x.length; i++) x[i] += along * direction[i];
  });
}
