import { describe, expect, it } from "vitest";
import type { Draws } from "../../src/diagnostics/draws.ts";
import { effectiveSampleSize } from "../../src/diagnostics/ess.ts";
import { essBulk, essMean, essQuantile, essSd, essTail, splitChains } from "../../src/diagnostics/index.ts";
import { autoregressive, independent } from "./support/simulate.ts";

/** The obvious twin: sums of products at every lag, Geyer's sequences as lists of pairs. */
function slowEss({ chains, draws: n, values }: Draws): number {
  const rows = Array.from({ length: chains }, (_, c) => Array.from(values.slice(c * n, (c + 1) * n)));
  const average = (list: number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  const means = rows.map(average);
  const covariance = Array.from({ length: n }, (_, lag) =>
    average(
      rows.map((row, c) => {
        const products = row.slice(0, n - lag).map((x, i) => (x - means[c]) * (row[i + lag] - means[c]));
        return products.reduce((a, b) => a + b, 0) / n;
      }),
    ),
  );
  const within = (covariance[0] * n) / (n - 1);
  const grand = average(means);
  const between = chains > 1 ? means.reduce((sum, m) => sum + (m - grand) ** 2, 0) / (chains - 1) : 0;
  const rho = covariance.map((c, lag) => (lag === 0 ? 1 : 1 - (within - c) / (covariance[0] + between)));
  const pairs: [number, number][] = [];
  let t = 0;
  while (t < n - 5 && rho[t] + rho[t + 1] > 0) {
    pairs.push([rho[t], rho[t + 1]]);
    t += 2;
  }
  // The pair at which the sequence stopped gives its even term only.
  const extra = rho[t] > 0 ? rho[t] : t < n && rho[t] + rho[t + 1] >= 0 ? rho[t] : 0;
  for (let k = 1; k < pairs.length; k++) {
    const before = pairs[k - 1][0] + pairs[k - 1][1];
    if (pairs[k][0] + pairs[k][1] > before) pairs[k] = [before / 2, before / 2];
  }
  const time = -1 + 2 * pairs.reduce((sum, [a, b]) => sum + a + b, 0) + extra;
  return (chains * n) / Math.max(time, 1 / Math.log10(chains * n));
}

describe("effectiveSampleSize", () => {
  it.each([
    [1, 10, 0.2],
    [1, 250, 0.9],
    [4, 100, 0],
    [4, 101, 0.5],
    [3, 400, 0.97],
    [2, 300, -0.6],
    [2, 6, 0.3],
  ])("of %d chains x %d draws with autocorrelation %d equals the slow twin", (chains, n, correlation) => {
    for (let seed = 1; seed <= 20; seed++) {
      const draws = autoregressive(chains, n, correlation, seed);
      const slow = slowEss(draws);
      expect(Math.abs(effectiveSampleSize(draws) - slow)).toBeLessThanOrEqual(1e-9 * slow);
    }
  });

  it("estimates S (1 - a) / (1 + a) for autoregressive chains", () => {
    for (const a of [0, 0.5, 0.9]) {
      const estimates = Array.from({ length: 40 }, (_, i) => essMean(autoregressive(4, 1000, a, 100 + i)));
      const average = estimates.reduce((x, y) => x + y, 0) / estimates.length;
      const sd = Math.sqrt(estimates.reduce((x, y) => x + (y - average) ** 2, 0) / (estimates.length - 1));
      const truth = (4000 * (1 - a)) / (1 + a);
      // Four standard errors, and the bias of order 1/n that truncation and splitting leave: 5% covers it at these lengths.
      expect(Math.abs(average - truth)).toBeLessThan((4 * sd) / Math.sqrt(40) + 0.05 * truth);
    }
  });

  it("of antithetic chains is more than the number of draws, and capped at S log10(S)", () => {
    // posterior's own edge case: 1000 draws with autocorrelation -0.9 give exactly 3000.
    expect(effectiveSampleSize(autoregressive(1, 1000, -0.9, 1))).toBeCloseTo(3000, 9);
  });

  it("falls to about the number of modes when each chain sits in its own", () => {
    const draws = independent(4, 500, 9);
    const values = draws.values.map((value, i) => value + 20 * Math.floor(i / 500));
    expect(essBulk({ ...draws, values })).toBeLessThan(10);
  });

  it("does not depend on location and scale", () => {
    const draws = autoregressive(4, 500, 0.6, 2);
    const moved = { ...draws, values: draws.values.map((value) => 8 * value + 1024) };
    for (const ess of [essMean, essSd, essBulk, essTail]) {
      expect(Math.abs(ess(moved) / ess(draws) - 1)).toBeLessThan(1e-9);
    }
  });

  it("for the tail is the smaller of the 5% and 95% quantile's", () => {
    const draws = autoregressive(4, 300, 0.6, 5);
    expect(essTail(draws)).toBe(Math.min(essQuantile(draws, 0.05), essQuantile(draws, 0.95)));
  });
});

describe("splitChains", () => {
  it("halves chains and leaves the middle draw of an odd number out", () => {
    const split = splitChains({ chains: 2, draws: 5, values: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10) });
    expect(split).toEqual({ chains: 4, draws: 2, values: Float64Array.of(1, 2, 4, 5, 6, 7, 9, 10) });
  });

  it("shares the values of an even number", () => {
    const values = Float64Array.of(1, 2, 3, 4);
    expect(splitChains({ chains: 1, draws: 4, values }).values).toBe(values);
  });

  it("refuses values that are not chains x draws", () => {
    expect(() => splitChains({ chains: 2, draws: 3, values: new Float64Array(5) })).toThrow(
      "Draws say 2 chains of 3 draws but hold 5 values.",
    );
  });
});
