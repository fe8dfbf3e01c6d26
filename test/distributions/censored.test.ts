import { describe, expect, it } from "vitest";
import { laplaceSum, leftCensored, normal, normalLaplace, type WithCdf } from "../../src/distributions/index.ts";
import { constant, evaluate, gradient, type Node, type Operand, parameterInput, sum } from "../../src/graph/index.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { derivative } from "./support/differences.ts";
import { integrate } from "./support/quadrature.ts";

const families: readonly (readonly [string, (mean: Operand) => WithCdf])[] = [
  ["normal", (mean) => normal(mean, 0.8)],
  ["one Laplace", (mean) => laplaceSum(mean, 0.5, 1)],
  ["three Laplace", (mean) => laplaceSum(mean, 0.5, 3)],
  ["normal and Laplace", (mean) => normalLaplace(mean, 0.8, 0.5)],
];
const means = [-3, -0.4, 0.2, 2.5];

describe.each(families)("%s censored at zero", (_name, make) => {
  const value = (node: Node): number => evaluate([node], {})[0][0];

  it("has at the bound the probability that its density leaves below", () => {
    for (const mean of means) {
      const density = (x: number): number => Math.exp(value(make(mean).logDensity(constant(x))));
      const left = integrate(density, Number.NEGATIVE_INFINITY, Math.min(0, mean), 1e-12);
      const below = mean < 0 ? left + integrate(density, mean, 0, 1e-12) : left;
      const atBound = Math.exp(value(leftCensored(make(mean), 0).logDensity(constant(0))));
      expect(Math.abs(atBound - below)).toBeLessThan(1e-9);
    }
  });

  it("has the derivatives of both of its parts", () => {
    const mean = parameterInput("mean", []);
    const whole = sum(leftCensored(make(mean), 0).logDensity(constant([0, 0.7, 0, 3.1])));
    const [exact] = gradient(whole, [mean]);
    for (const at of means) {
      const along = derivative((to) => evaluate([whole], { mean: [to] })[0][0], at, 0.05);
      expect(Math.abs(evaluate([exact], { mean: [at] })[0][0] - along.value)).toBeLessThan(1e-7);
    }
  });

  it("draws the bound as often as its probability says", () => {
    const distribution = leftCensored(make(0.3), 0);
    const probability = Math.exp(value(distribution.logDensity(constant(0))));
    const random = randomStream([5]);
    const parameters = distribution.parameters.map(({ node }) => value(node));
    const draws = 20_000;
    let atBound = 0;
    for (let i = 0; i < draws; i++) if (distribution.draw(random, parameters) === 0) atBound++;
    // Five standard errors.
    expect(Math.abs(atBound / draws - probability)).toBeLessThan(
      5 * Math.sqrt((probability * (1 - probability)) / draws),
    );
  });
});
