import { describe, expect, it } from "vitest";
import { drawWeights, type PlanObjective, rankWeights } from "../../../src/decisions/plans/objective.ts";
import { quantile } from "../../../src/diagnostics/index.ts";
import { randomStream } from "../../../src/numerics/random.ts";

const figure = (objective: PlanObjective, values: Float64Array): number => {
  const weights = new Float64Array(values.length);
  const byRank = rankWeights(objective, values.length);
  drawWeights(objective, values, byRank, new Uint32Array(values.length), weights);
  return values.reduce((sum, value, i) => sum + weights[i] * value, 0);
};

describe("figures of the draws", () => {
  const values = Float64Array.of(5, -2, 9, 1, 7, 3, 8, 0, 4, 6);

  it("are weighted means with weights that add up to one", () => {
    for (const objective of [
      { statistic: "mean" },
      { statistic: "quantile", probability: 0.1 },
      { statistic: "cvar", probability: 0.25 },
    ] as const) {
      const weights = rankWeights(objective, 1000);
      expect(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1)).toBeLessThan(1e-12);
      expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
    }
  });

  it("have as mean of the worst the mean of the smallest draws, a draw that the share cuts counted in part", () => {
    expect(figure({ statistic: "cvar", probability: 0.3 }, values)).toBeCloseTo((-2 + 0 + 1) / 3, 12);
    expect(figure({ statistic: "cvar", probability: 0.25 }, values)).toBeCloseTo((-2 + 0 + 0.5 * 1) / 2.5, 12);
    expect(figure({ statistic: "cvar", probability: 0.05 }, values)).toBeCloseTo(-2, 12);
  });

  it("have as quantile the one of Harrell and Davis: the mean of the order statistic of a sample drawn from the draws", () => {
    // With 3 draws at one half the weights are those of Beta(2, 2): 3x^2 - 2x^3 at 1/3 and 2/3.
    const weights = rankWeights({ statistic: "quantile", probability: 0.5 }, 3);
    expect([...weights]).toEqual([7 / 27, 13 / 27, 7 / 27].map((weight) => expect.closeTo(weight, 12)));
  });

  it("have a quantile that lies within two standard errors of the empirical one", () => {
    const draws = new Float64Array(4000);
    randomStream([3]).fillNormal(draws);
    for (const probability of [0.05, 0.1, 0.5, 0.9]) {
      const density = Math.exp(-(quantile(draws, probability) ** 2) / 2) / Math.sqrt(2 * Math.PI);
      const error = Math.sqrt((probability * (1 - probability)) / draws.length) / density;
      const difference = figure({ statistic: "quantile", probability }, draws) - quantile(draws, probability);
      expect(Math.abs(difference)).toBeLessThan(2 * error);
    }
  });
});
