// The likelihood of a noised target integrates out exactly what it says it does.

import { describe, expect, it } from "vitest";
import { laplaceSum, normal, studentT } from "../../../src/distributions/index.ts";
import { constant, evaluate, type Node } from "../../../src/graph/index.ts";
import { noisyLikelihood } from "../../../src/mmm/likelihood/noisy-likelihood.ts";
import type { ColumnNoise, Likelihood } from "../../../src/mmm/specification/resolved-spec.ts";
import { compileModel, ModelBuilder } from "../../../src/model/index.ts";
import { integrate } from "../../distributions/support/quadrature.ts";

const [expected, sigma, freedom] = [0.4, 0.7, 3.5];
const number = (node: Node): number => evaluate([node], {})[0][0];

/** Density of the published value: what the model says, its weights integrated out. */
function marginal(likelihood: Likelihood, noise: ColumnNoise, published: number): number {
  const m = new ModelBuilder();
  const parts = {
    builder: m,
    spec: { likelihood },
    cells: { shape: [1, 1], labels: [[""], ["1"]] } as const,
    noise,
    scale: m.data("target noise", [1]),
    bound: noise.clip === "none" ? undefined : m.data("target clipped at", [1]),
    expected: constant([expected], [1, 1]),
    sigma: constant(sigma),
    freedom: () => constant(freedom),
  };
  m.observe("target", noisyLikelihood(parts), m.data("target row", [1, 1]));
  const scale = noise.mechanism === "laplace" && noise.cells_summed < 5 ? noise.scale : Math.sqrt(variance(noise));
  const posterior = compileModel(m.build(), { "target row": [published], "target noise": [scale] });
  expect(posterior.dimension).toBe(1);
  const density = posterior.density();
  const gradient = new Float64Array(1);
  const at = (u: number): number => Math.exp(density.evaluate(Float64Array.of(u), gradient));
  return integrate(at, Number.NEGATIVE_INFINITY, 0, 1e-12) + integrate(at, 0, Number.POSITIVE_INFINITY, 1e-12);
}

const variance = ({ mechanism, scale, cells_summed }: ColumnNoise): number =>
  (mechanism === "laplace" ? 2 : 1) * cells_summed * scale ** 2;

/** The same by integrating over the true target. */
function overTruth(likelihood: Likelihood, noise: ColumnNoise, published: number): number {
  const of = (truth: number): number => {
    const own = likelihood === "normal" ? normal(expected, sigma) : studentT(freedom, expected, sigma);
    const seen =
      noise.mechanism === "gaussian" || noise.cells_summed >= 5
        ? normal(truth, Math.sqrt(variance(noise)))
        : laplaceSum(truth, noise.scale, noise.cells_summed);
    return Math.exp(number(own.logDensity(constant(truth))) + number(seen.logDensity(constant(published))));
  };
  const [low, high] = [Math.min(expected, published), Math.max(expected, published)];
  return (
    integrate(of, Number.NEGATIVE_INFINITY, low, 1e-11) +
    integrate(of, low, high, 1e-11) +
    integrate(of, high, Number.POSITIVE_INFINITY, 1e-11)
  );
}

const laplace = (cells_summed: number): ColumnNoise => ({
  mechanism: "laplace",
  scale: 0.6,
  cells_summed,
  clip: "none",
});
const gaussian: ColumnNoise = { mechanism: "gaussian", scale: 0.6, cells_summed: 1, clip: "none" };

describe.each([
  ["a Student-t with Laplace noise", "student_t", laplace(1)],
  ["a Student-t with normal noise", "student_t", gaussian],
  ["a Student-t with noise of seven cells, which counts as normal", "student_t", laplace(7)],
  ["a normal with noise of two cells", "normal", laplace(2)],
  ["a normal with noise of four cells", "normal", laplace(4)],
] as const)("%s", (_name, likelihood, noise) => {
  it("has the density that integrating over the true value gives", () => {
    for (const published of [0.1, 1.9, -4]) {
      const wanted = overTruth(likelihood, noise, published);
      expect(Math.abs(marginal(likelihood, noise, published) / wanted - 1)).toBeLessThan(1e-7);
    }
  });
});
