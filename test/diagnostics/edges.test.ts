// What diagnostics say of draws they cannot judge: NaN, as posterior does.

import { describe, expect, it } from "vitest";
import type { Draws } from "../../src/diagnostics/draws.ts";
import {
  chainFaults,
  ebfmi,
  essBasic,
  essBulk,
  essMean,
  essMedian,
  essSd,
  essTail,
  mcseMean,
  mcseMedian,
  mcseQuantile,
  mcseSd,
  mean,
  median,
  medianAbsoluteDeviation,
  paretoK,
  quantile,
  rhat,
  rhatBasic,
  rhatBulk,
  rhatFolded,
  rhatNested,
  summarize,
  variance,
} from "../../src/diagnostics/index.ts";
import { autoregressive, independent } from "./support/simulate.ts";

const diagnostics: Record<string, (draws: Draws) => number> = {
  essBasic,
  essBulk,
  essMean,
  essMedian,
  essSd,
  essTail,
  mcseMean,
  mcseMedian,
  mcseSd,
  mcseQ05: (draws) => mcseQuantile(draws, 0.05),
  rhat,
  rhatBasic,
  rhatBulk,
  rhatFolded,
  rhatNested: (draws) => rhatNested(draws, [1, 1, 2, 2]),
  paretoK: (draws) => paretoK(draws),
  rhatOfSummary: (draws) => summarize(draws).rhat,
  essBulkOfSummary: (draws) => summarize(draws).ess_bulk,
  essTailOfSummary: (draws) => summarize(draws).ess_tail,
  mcseMeanOfSummary: (draws) => summarize(draws).mcse_mean,
  mcseSdOfSummary: (draws) => summarize(draws).mcse_sd,
};

function withOne(value: number): Draws {
  const draws = independent(4, 50, 1);
  draws.values[13] = value;
  return draws;
}

describe.each(Object.entries(diagnostics))("%s", (_, diagnostic) => {
  it("is a number for ordinary draws", () => {
    expect(diagnostic(independent(4, 50, 1))).toSatisfy(Number.isFinite);
  });

  it.each([
    ["a NaN among the draws", withOne(Number.NaN)],
    ["an infinite draw", withOne(Number.POSITIVE_INFINITY)],
    ["a draw of minus infinity", withOne(Number.NEGATIVE_INFINITY)],
    ["constant draws", { chains: 4, draws: 50, values: new Float64Array(200).fill(3) }],
    ["draws constant but for rounding", { chains: 4, draws: 50, values: new Float64Array(200).fill(0.1, 0, 100) }],
  ])("is NaN for %s", (name, draws) => {
    if (name.includes("rounding")) draws.values.fill(0.1 + 2 ** -56, 100);
    expect(diagnostic(draws)).toBeNaN();
  });
});

describe("few draws and few chains", () => {
  it.each([1, 2, 3, 5, 6, 8, 11])(
    "%d draws per chain: effective sample sizes are undefined below six draws per half",
    (n) => {
      expect(essBulk(independent(4, n, 2))).toBeNaN();
      expect(summarize(independent(4, n, 2)).ess_bulk).toBeNaN();
    },
  );

  it("twelve draws per chain are enough for a number, which is not the largest possible for chains that hardly move", () => {
    expect(essBulk(independent(4, 12, 2))).toBeGreaterThan(0);
    const slow = autoregressive(4, 12, 0.9, 5);
    expect(essBulk(slow)).toBeLessThan(0.5 * 48 * Math.log10(48));
  });

  it("one chain has a split R-hat but no unsplit one", () => {
    const draws = independent(1, 100, 3);
    expect(rhat(draws)).toBeLessThan(1.1);
    expect(rhatBasic(draws, { split: false })).toBeNaN();
  });

  it("the summary leaves the middle draw of an odd number out of the ranks only", () => {
    const draws = independent(4, 101, 4);
    const summary = summarize(draws);
    expect(summary.rhat).toBeCloseTo(rhat(draws), 12);
    expect(summary.ess_bulk).toBeCloseTo(essBulk(draws), 8);
    expect(summary.ess_tail).toBeCloseTo(essTail(draws), 8);
    expect(summary.median).toBe(median(draws.values));
  });

  it("the summary of constant draws still describes them", () => {
    const values = new Float64Array(40).fill(2.5);
    expect(summarize({ chains: 2, draws: 20, values })).toMatchObject({
      mean: 2.5,
      sd: 0,
      q5: 2.5,
      median: 2.5,
      q95: 2.5,
    });
  });
});

describe("R-hat", () => {
  it("is infinite when every chain is stuck at a value of its own", () => {
    const values = Float64Array.from({ length: 40 }, (_, i) => Math.floor(i / 10));
    expect(rhatBasic({ chains: 4, draws: 10, values })).toBe(Number.POSITIVE_INFINITY);
  });

  it("sees chains that differ in scale only, by folding", () => {
    const draws = independent(4, 500, 6);
    const values = draws.values.map((value, i) => (i < 500 ? 4 * value : value));
    expect(rhatBulk({ ...draws, values })).toBeLessThan(1.01);
    expect(rhat({ ...draws, values })).toBeGreaterThan(1.1);
  });

  it("nested refuses superchains of unequal size", () => {
    expect(() => rhatNested(independent(4, 10, 1), [1, 1, 1, 2])).toThrow(RangeError);
    expect(() => rhatNested(independent(4, 10, 1), [1, 2])).toThrow(RangeError);
  });
});

describe("Monte Carlo errors of quantiles", () => {
  it("at probability 1 equal those just below it, as posterior's tests demand", () => {
    const draws = independent(4, 250, 8);
    expect(mcseQuantile(draws, 1)).toBe(mcseQuantile(draws, 0.999999));
    expect(mcseQuantile(draws, 1)).toBeGreaterThan(0);
  });

  it("refuses what is not a probability", () => {
    expect(() => quantile(Float64Array.of(1, 2), 1.5)).toThrow("1.5 is not a probability.");
  });
});

describe("moments", () => {
  it("survive a large offset", () => {
    const values = Float64Array.of(1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4);
    expect(mean(values)).toBe(1e9 + 2.5);
    expect(variance(values)).toBeCloseTo(5 / 3, 12);
  });

  it("quantiles are linear between order statistics, as R's type 7", () => {
    // Rscript -e 'print(quantile(c(3,1,4,1,5,9,2,6), c(0,.05,.3,.5,.95,1)), digits=15)'   (R 4.2.2)
    const values = Float64Array.of(3, 1, 4, 1, 5, 9, 2, 6);
    const expected: [number, number][] = [
      [0, 1],
      [0.05, 1],
      [0.3, 2.1],
      [0.5, 3.5],
      [0.95, 7.95],
      [1, 9],
    ];
    for (const [p, q] of expected) expect(quantile(values, p)).toBeCloseTo(q, 13);
    expect(quantile(Float64Array.of(1, Number.NaN, 2), 0.5)).toBeNaN();
    expect(quantile(new Float64Array(0), 0.5)).toBeNaN();
    expect(medianAbsoluteDeviation(values)).toBeCloseTo(1.4826 * 2, 13);
  });
});

describe("ebfmi", () => {
  it("is the mean squared step over the variance, per chain", () => {
    const values = Float64Array.of(1, 3, 2, 6, 0, 0, 0, 0, 5, 5, 6, 6);
    const [first, stuck, third] = ebfmi({ chains: 3, draws: 4, values });
    expect(first).toBeCloseTo((4 + 1 + 16) / 3 / (14 / 3), 13);
    expect(stuck).toBeNaN();
    expect(third).toBeCloseTo(1 / 3 / (1 / 3), 13);
  });

  it("is near 2 for independent energies and near 2 (1 - a) for autocorrelated ones", () => {
    // Var of the estimate is O(1/n): at n = 20000 four standard errors are below 0.1.
    expect(Math.abs(ebfmi(independent(1, 20_000, 1))[0] - 2)).toBeLessThan(0.1);
  });
});

describe("chainFaults", () => {
  it("names the chains that are stuck and those that are broken", () => {
    const values = Float64Array.of(1, 2, 3, 3, Number.NaN, 3, 4, Number.NEGATIVE_INFINITY);
    expect(chainFaults({ chains: 4, draws: 2, values })).toEqual({ constant: [1], nonFinite: [2, 3] });
  });
});
