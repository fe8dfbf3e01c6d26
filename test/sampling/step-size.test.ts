import { describe, expect, it } from "vitest";
import { unitMetric } from "../../src/sampling/hamiltonian/metric.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { averagedStepSize, dualAveraging, searchStepSize, updateDualAveraging } from "../../src/sampling/step-size.ts";
import { chainPoint } from "../../src/sampling/transition.ts";
import { independentNormal } from "./support/targets.ts";

describe("dual averaging", () => {
  it("follows the published recursion, computed by hand for two steps", () => {
    const state = dualAveraging(0.8, 0.1);
    // mu = log 1 = 0. Step 1: eta = 1/11, s = (0.8 - 0.3)/11, log eps = -s/0.05, weight 1.
    expect(updateDualAveraging(state, 0.3)).toBeCloseTo(Math.exp(-(0.5 / 11) / 0.05), 14);
    expect(averagedStepSize(state)).toBeCloseTo(Math.exp(-(0.5 / 11) / 0.05), 14);
    // Step 2: eta = 1/12, s = 11/12 * 0.5/11 + (0.8 - 1)/12 = 0.3/12; an acceptance above 1 counts as 1.
    const second = -((0.3 / 12) * Math.SQRT2) / 0.05;
    expect(updateDualAveraging(state, 1.7)).toBeCloseTo(Math.exp(second), 14);
    const weight = 2 ** -0.75;
    expect(averagedStepSize(state)).toBeCloseTo(Math.exp((1 - weight) * (-(0.5 / 11) / 0.05) + weight * second), 14);
  });
});

describe("the search for a first step size", () => {
  it.each([1e-3, 1, 1e3])("finds the scale of the density from %d", (deviation) => {
    const density = independentNormal([deviation, deviation]);
    const point = chainPoint(2);
    point.position.fill(deviation);
    point.logDensity = density.evaluate(point.position, point.gradient);
    const { stepSize, gradients } = searchStepSize(density, unitMetric(2), point, randomStream([1]), 1);
    // Leapfrog is unstable above 2 deviations and next to exact at a tenth; the search moves by factors of 2.
    expect(stepSize / deviation).toBeGreaterThan(0.1);
    expect(stepSize / deviation).toBeLessThan(10);
    expect(gradients).toBeGreaterThan(1);
  });

  it("says that a flat density is improper", () => {
    const flat = { dimension: 1, evaluate: (_: Float64Array, gradient: Float64Array) => gradient.fill(0)[0] };
    expect(() => searchStepSize(flat, unitMetric(1), chainPoint(1), randomStream([1]), 1)).toThrow("improper");
  });
});
