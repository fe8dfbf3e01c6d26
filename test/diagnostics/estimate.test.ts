// The estimate of a quantity: the mean where there is one that represents the draws, else the median.

import { describe, expect, it } from "vitest";
import { estimateOf } from "../../src/diagnostics/estimate.ts";
import { quantileOfSorted } from "../../src/numerics/index.ts";
import { randomStream } from "../../src/numerics/index.ts";

/** Draws of a distribution by its quantile function at even probabilities in random order: no luck in the tails. */
function drawsOf(quantile: (probability: number) => number, count = 4000): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => quantile((i + 0.5) / count));
}

function of(draws: Float64Array, level = 0.9) {
  const sorted = draws.slice().sort();
  const tail = (1 - level) / 2;
  const figures = {
    mean: draws.reduce((sum, value) => sum + value, 0) / draws.length,
    median: quantileOfSorted(sorted, 0.5),
    lower: quantileOfSorted(sorted, tail),
    upper: quantileOfSorted(sorted, 1 - tail),
  };
  return { ...estimateOf(figures, draws), ...figures };
}

/** Generalized Pareto: its k is known. */
const pareto = (k: number) => (p: number) => ((1 - p) ** -k - 1) / k;

describe("the estimate of draws", () => {
  it("is the same where smallest and largest draw are known", () => {
    for (const k of [0.1, 0.3, 0.5, 0.75, 0.85, 1, 1.5]) {
      for (const level of [0.5, 0.9, 0.99]) {
        const draws = drawsOf(pareto(k));
        const figures = of(draws, level);
        const extremes = { low: draws[0], high: draws[draws.length - 1] };
        expect(estimateOf(figures, draws, extremes)).toEqual({
          estimate: figures.estimate,
          statistic: figures.statistic,
        });
      }
    }
  });

  it("is the mean of what is skewed but has one: normal, exponential, log-normal", () => {
    const normal = new Float64Array(4000);
    randomStream([1]).fillNormal(normal);
    for (const draws of [
      normal,
      drawsOf((p) => -Math.log1p(-p)),
      normal.map(Math.exp),
      drawsOf(pareto(0.3)),
      drawsOf((p) => 5 * p),
    ]) {
      const { estimate, statistic, mean } = of(draws);
      expect([statistic, estimate]).toEqual(["mean", mean]);
    }
  });

  it.each([0.85, 1, 1.5])("is the median where a tail has k = %s, above or below", (k) => {
    const heavy = drawsOf(pareto(k));
    for (const draws of [heavy, heavy.map((value) => -value)]) {
      const { estimate, statistic, median } = of(draws);
      expect([statistic, estimate]).toEqual(["median", median]);
    }
  });

  it("is the same statistic whatever the unit", () => {
    for (const k of [0.3, 0.6, 0.8, 1.2]) {
      const draws = drawsOf(pareto(k), 2000);
      const { statistic } = of(draws);
      for (const unit of [1e-6, 1e6]) expect(of(draws.map((value) => 3 + unit * value)).statistic).toBe(statistic);
    }
  });

  it("is the median where the mean lies outside of its own interval", () => {
    // Three in a hundred draws hold all the mass.
    const draws = Float64Array.from({ length: 100 }, (_, i) => (i < 97 ? 0.001 * i : 100));
    expect(of(draws)).toMatchObject({ statistic: "median", estimate: of(draws).median });
  });

  it("is the median where draws are infinite, and no number where there is none", () => {
    const open = Float64Array.of(1, 2, 3, 4, Number.POSITIVE_INFINITY);
    expect(of(open)).toMatchObject({ statistic: "median", estimate: 3 });
    expect(
      estimateOf({ mean: Number.NaN, median: Number.NaN, lower: 0, upper: 0 }, new Float64Array(4)).estimate,
    ).toBeNaN();
  });

  it("is the mean of draws that are all alike, whatever rounding made of it", () => {
    const draws = new Float64Array(1001).fill(0.1);
    expect(of(draws).statistic).toBe("mean");
  });
});
