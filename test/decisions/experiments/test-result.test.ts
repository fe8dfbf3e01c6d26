import { describe, expect, it } from "vitest";
import {
  informationAbout,
  normalScores,
  testResult,
  weightsAfter,
} from "../../../src/decisions/experiments/test-result.ts";
import { randomStream } from "../../../src/numerics/random.ts";
import { inverseNormalCdf } from "../../../src/numerics/special/index.ts";

/** Draws that are quantiles of a normal, so that closed forms hold without Monte Carlo error. */
const normal = (mean: number, deviation: number, count = 2000): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => mean + deviation * inverseNormalCdf((k + 0.5) / count));

describe("the information of a test about a linear Gaussian model", () => {
  it("is half the logarithm of one plus the effect's variance over that of the noise", () => {
    for (const ratio of [0.1, 0.5, 1, 3, 20]) {
      const { information } = testResult(normal(40, 5 * ratio), 5);
      expect(information / (0.5 * Math.log1p(ratio ** 2))).toBeCloseTo(1, 2);
    }
  });

  it("about a quantity depends on its correlation with the effect alone, whatever increasing function of it is asked for", () => {
    const random = randomStream([5]);
    const count = 5_000;
    const [se, deviation, rho] = [2, 3, 0.8];
    const own = Float64Array.from({ length: count }, () => random.normal());
    const effect = own.map((z) => 7 + deviation * (rho * z + Math.sqrt(1 - rho ** 2) * random.normal()));
    const test = testResult(effect, se);
    const share = (rho ** 2 * deviation ** 2) / (deviation ** 2 + se ** 2);
    const exact = -0.5 * Math.log(1 - share);
    for (const quantity of [own, own.map(Math.exp), own.map((z) => z ** 3)]) {
      // The standard error of a correlation of n pairs is (1 - r^2) / sqrt(n); that of the information r / (1 - r^2) times it.
      const error = Math.sqrt(share / count);
      expect(Math.abs(informationAbout([normalScores(quantity)!], [test]) - exact)).toBeLessThan(4 * error);
    }
  });

  it("of two tests together is that of a Gaussian with both", () => {
    const count = 5_000;
    const random = randomStream([6]);
    const both = Array.from({ length: 2 }, () => Float64Array.from({ length: count }, () => random.normal()));
    const sum = both[0].map((z, i) => z + both[1][i]);
    const tests = [testResult(both[0], 0.5), testResult(both[1], 1)];
    // q = a + b with a | y of variance 0.2 and b | y of variance 0.5.
    const exact = 0.5 * Math.log(2 / 0.7);
    expect(Math.abs(informationAbout([normalScores(sum)!], tests) - exact)).toBeLessThan(0.05);
    expect(informationAbout([normalScores(sum)!], [tests[0]])).toBeLessThan(exact);
    const each = both.map((own) => normalScores(own)!);
    expect(Math.abs(informationAbout(each, tests) - 0.5 * Math.log(5 * 2))).toBeLessThan(0.06);
  });

  it("is none about what the effect says nothing of, and none where nothing is unknown", () => {
    expect(testResult(new Float64Array(500).fill(3), 1).information).toBeLessThan(1e-3);
    expect(normalScores(new Float64Array(10).fill(1))).toBeNull();
  });
});

describe("results of a test", () => {
  it("are equally likely, and weights after them are those of the posterior", () => {
    const test = testResult(normal(10, 3), 4);
    const results = test.results(99);
    for (const p of [10, 50, 90]) expect(results[p - 1]).toBeCloseTo(10 + 5 * inverseNormalCdf((p - 0.5) / 99), 1);
    const weights = weightsAfter([test], [15]);
    const mean = weights.reduce((total, weight, i) => total + weight * test.effect[i], 0);
    expect(mean).toBeCloseTo(10 + (9 / 25) * 5, 2);
    expect(weights.reduce((total, weight) => total + weight, 0)).toBeCloseTo(1, 12);
  });
});
