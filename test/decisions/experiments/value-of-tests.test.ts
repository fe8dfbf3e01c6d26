import { describe, expect, it } from "vitest";
import type { PlanCurves } from "../../../src/decisions/experiments/plan-curves.ts";
import { testResult } from "../../../src/decisions/experiments/test-result.ts";
import { valueOfCertainty, valueOfTests } from "../../../src/decisions/experiments/value-of-tests.ts";
import { inverseNormalCdf } from "../../../src/numerics/special/index.ts";
import { erfc } from "../../../src/numerics/special/index.ts";
import { randomStream } from "../../../src/numerics/random.ts";

const cdf = (x: number): number => 0.5 * erfc(-x * Math.SQRT1_2);
const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/** A choice between plans whose values at each draw are these. */
const choice = (...plans: readonly Float64Array[]): PlanCurves => ({
  draws: plans[0].length,
  at: (weights) => {
    const values = plans.map((plan) => plan.reduce((total, value, i) => total + weights[i] * value, 0));
    const best = values.indexOf(Math.max(...values));
    return { totals: Float64Array.of(best), value: values[best], valueOf: (totals) => values[totals[0]] };
  },
});
const count = 2000;
const standard = Float64Array.from({ length: count }, (_, k) => inverseNormalCdf((k + 0.5) / count));

describe("the value of a test", () => {
  it("is that of two plans whose difference is normal, in closed form", () => {
    for (const [mean, deviation, se] of [
      [0, 2, 1],
      [1, 2, 1],
      [-1, 2, 3],
      [0.5, 1, 0.2],
    ]) {
      const gain = standard.map((z) => mean + deviation * z);
      const w = deviation ** 4 / (deviation ** 2 + se ** 2);
      const root = Math.sqrt(w);
      const exact = mean * cdf(mean / root) + root * density(mean / root) - Math.max(0, mean);
      const { value } = valueOfTests(choice(new Float64Array(count), gain), [testResult(gain, se)]);
      // 64 equally likely results miss a little of the tails.
      expect(value / exact).toBeGreaterThan(0.96);
      expect(value / exact).toBeLessThan(1.02);
    }
  });

  it("is at most that of certainty, and next to nothing where no result changes the plan", () => {
    const gain = standard.map((z) => 0.5 + z);
    const curves = choice(new Float64Array(count), gain);
    const certain = valueOfCertainty(curves);
    expect(certain / (0.5 * cdf(0.5) + density(0.5) - 0.5)).toBeCloseTo(1, 2);
    expect(valueOfTests(curves, [testResult(gain, 0.5)]).value).toBeLessThan(certain);
    expect(
      valueOfTests(
        choice(
          new Float64Array(count),
          standard.map((z) => 9 + z),
        ),
        [testResult(gain, 0.5)],
      ).value,
    ).toBe(0);
  });

  it("of two tests together is that of a test of their sum, for independent effects", () => {
    const random = randomStream([3]);
    const a = Float64Array.from({ length: count }, () => random.normal());
    const b = Float64Array.from({ length: count }, () => random.normal());
    const curves = choice(
      new Float64Array(count),
      a.map((value, i) => value + b[i]),
    );
    const both = valueOfTests(curves, [testResult(a, 1), testResult(b, 1)]).value;
    // The sum is known up to a posterior mean of variance 1/2 + 1/2; 256 results have a Monte Carlo error of about 0.6 / 16.
    expect(Math.abs(both - density(0))).toBeLessThan(0.08);
    expect(both).toBeGreaterThan(valueOfTests(curves, [testResult(a, 1)]).value);
  });
});
