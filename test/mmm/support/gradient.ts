// The gradient of a density against central differences of its values.

import { expect } from "vitest";
import type { Posterior } from "../../../src/model/index.ts";

/** Step of the differences: their error is of its square, and rounding of the density is magnified by one over it. */
const step = 1e-5;

/** @param tolerance of the largest element of the gradient */
export function expectGradient(
  density: ReturnType<Posterior["density"]>,
  position: Float64Array,
  tolerance = 1e-5,
): void {
  const [gradient, scratch] = [new Float64Array(density.dimension), new Float64Array(density.dimension)];
  density.evaluate(position, gradient);
  const largest = Math.max(...gradient.map(Math.abs));
  position.forEach((x, j) => {
    const at = (value: number): number => density.evaluate(position.with(j, value), scratch);
    const difference = (at(x + step) - at(x - step)) / (2 * step);
    expect(Math.abs(difference - gradient[j])).toBeLessThan(tolerance * largest);
  });
}
