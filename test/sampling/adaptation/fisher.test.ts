import { describe, expect, it } from "vitest";
import { scaleFromGradient, scaleFromMoments } from "../../../src/sampling/adaptation/fisher-diagonal.ts";
import { lowRankFromDraws } from "../../../src/sampling/adaptation/fisher-low-rank.ts";
import { plainMatrices } from "../../../src/sampling/plain-matrices.ts";
import { addToVariance, runningVariance } from "../../../src/sampling/adaptation/moments.ts";
import type { LogDensity } from "../../../src/sampling/density.ts";
import { metricOf } from "../../../src/sampling/hamiltonian/metric.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import { equicorrelatedNormal, independentNormal } from "../support/targets.ts";

/** Points that are no draws from the density at all, with their gradients. */
function pointsWithGradients(density: LogDensity, count: number) {
  const random = randomStream([31]);
  const { dimension } = density;
  const positions = new Float64Array(count * dimension);
  const gradients = new Float64Array(count * dimension);
  random.fillNormal(positions);
  for (let k = 0; k < count; k++) {
    const row = [k * dimension, (k + 1) * dimension] as const;
    density.evaluate(positions.subarray(...row), gradients.subarray(...row));
  }
  return { positions, gradients, from: 0, to: count };
}

describe("the metric from gradients", () => {
  it("is exact for independent normals whatever the points", () => {
    const deviations = [0.01, 1, 300];
    const { positions, gradients } = pointsWithGradients(independentNormal(deviations), 7);
    const [x, g] = [runningVariance(3), runningVariance(3)];
    for (let k = 0; k < 7; k++) {
      addToVariance(x, positions.subarray(3 * k, 3 * k + 3));
      addToVariance(g, gradients.subarray(3 * k, 3 * k + 3));
    }
    const scale = new Float64Array(3);
    scaleFromMoments(x, g, scale);
    deviations.forEach((deviation, i) => {
      expect(scale[i] / deviation).toBeCloseTo(1, 12);
    });
  });

  it("keeps the scale of a coordinate that has not moved or has no finite gradient", () => {
    const [x, g] = [runningVariance(2), runningVariance(2)];
    for (const value of [1, 2, 3]) {
      addToVariance(x, Float64Array.of(5, value));
      addToVariance(g, Float64Array.of(value, Number.NaN));
    }
    const scale = Float64Array.of(0.7, 0.9);
    scaleFromMoments(x, g, scale);
    expect(scale).toEqual(Float64Array.of(0.7, 0.9));
  });

  it("starts from one gradient: inverse mass 1 / |g|", () => {
    const scale = new Float64Array(4);
    scaleFromGradient(Float64Array.of(4, -100, 0, Number.NaN), scale);
    expect(Array.from(scale)).toEqual([0.5, 0.1, 1e10, 1]);
  });
});

describe("the low-rank metric", () => {
  it("is the covariance of a correlated normal once there are more points than dimensions", () => {
    const dimension = 6;
    const correlation = 0.95;
    // Cutoff 1 keeps every eigenvalue.
    const state = lowRankFromDraws(
      pointsWithGradients(equicorrelatedNormal(dimension, correlation), 15),
      dimension,
      plainMatrices,
      1,
    );
    if (state === undefined) throw new Error("no metric");
    const metric = metricOf(state);
    const [unit, force, image] = Array.from({ length: 3 }, () => new Float64Array(dimension));
    for (let i = 0; i < dimension; i++) {
      unit.fill(0);
      unit[i] = 1;
      metric.force(unit, force);
      metric.velocity(force, image);
      // The ridge of 1e-5 against sums of about 15, amplified by the condition number of 115.
      for (let j = 0; j < dimension; j++) expect(image[j]).toBeCloseTo(i === j ? 1 : correlation, 3);
    }
  });

  it("corrects nothing where nothing is correlated", () => {
    const state = lowRankFromDraws(pointsWithGradients(independentNormal([1, 2, 3]), 12), 3, plainMatrices);
    expect(state?.values.length).toBe(0);
  });

  it.each([60, 160])(
    "finds the direction of a strong correlation with fewer points than dimensions: %d",
    (dimension) => {
      const density = equicorrelatedNormal(dimension, 0.9);
      const points = pointsWithGradients(density, 20);
      const common = randomStream([32]);
      for (let k = 0; k < 20; k++) {
        // Draws from the density: the square root of 0.9 times a common normal, of 0.1 times an own one.
        const draw = points.positions.subarray(k * dimension, (k + 1) * dimension);
        const shared = Math.sqrt(0.9) * common.normal();
        for (let i = 0; i < dimension; i++) draw[i] = shared + Math.sqrt(0.1) * draw[i];
        density.evaluate(draw, points.gradients.subarray(k * dimension, (k + 1) * dimension));
      }
      const state = lowRankFromDraws(points, dimension, plainMatrices);
      if (state === undefined) throw new Error("no metric");
      const top = state.values.indexOf(Math.max(...state.values));
      const vector = state.vectors.subarray(top * dimension, (top + 1) * dimension);
      // Cosine with (1, ..., 1) / sqrt(dimension), the only eigenvector that stands out.
      expect(Math.abs(vector.reduce((sum, value) => sum + value, 0)) / Math.sqrt(dimension)).toBeGreaterThan(0.9);
    },
  );

  it("is undefined when a coordinate does not move", () => {
    const points = pointsWithGradients(independentNormal([1, 2]), 5);
    for (let k = 0; k < 5; k++) points.positions[2 * k] = 1;
    expect(lowRankFromDraws(points, 2, plainMatrices)).toBeUndefined();
  });
});
