// Vectors: the first is the published test of Meridian (knots_test.py, "peak"); the others are of a dense implementation in float64 of the same
// algorithm, reference/panel-experiments-trends.md 4.2.

import { describe, expect, it } from "vitest";
import { automaticKnots } from "../../../../src/mmm/terms/baseline/automatic-knots.ts";
import { randomStream } from "../../../../src/numerics/random.ts";

const series = (rows: number, of: (row: number) => number): Float64Array =>
  Float64Array.from({ length: rows }, (_, t) => of(t));

const geosOf = (count: number, rows: number, of: (geo: number, row: number) => number): Float64Array =>
  Float64Array.from({ length: count * rows }, (_, k) => of(Math.floor(k / rows), k % rows));

describe("automatic knots", () => {
  it.each([
    ["a peak in one week", series(50, (t) => (t === 25 ? 3 : 1)), 1, 7, [0, 24, 25, 26, 49]],
    [
      "a wave and a step",
      series(104, (t) => Math.sin((2 * Math.PI * t) / 26) + (t >= 60 ? 1.5 : 0)),
      1,
      5,
      [0, 7, 19, 32, 46, 59, 60, 71, 84, 97, 103],
    ],
    [
      "three geos",
      geosOf(3, 104, (g, t) => {
        const noise = (0.3 * (((7 * t + 3 * g) % 11) - 5)) / 5;
        return 10 + g + (1 + 0.2 * g) * Math.cos((2 * Math.PI * t) / 52) + noise;
      }),
      3,
      5,
      [0, 1, 10, 22, 31, 45, 54, 56, 75, 77, 86, 103],
    ],
  ])("are those of the reference: %s", (_, values, geos, features, knots) => {
    expect(automaticKnots({ values, geos }, features, "aic")).toEqual(knots);
  });

  it("by the Bayesian criterion are few where a line bends once, and one is at the bend", () => {
    const random = randomStream([20261128]);
    let mean = 0;
    for (let set = 0; set < 20; set++) {
      const values = series(104, (t) => Math.min(t, 60) / 20 - Math.max(0, t - 60) / 12 + 0.3 * random.normal());
      const found = automaticKnots({ values, geos: 1 }, 6, "bic") ?? [];
      expect(found.some((knot) => Math.abs(knot - 60) <= 4)).toBe(true);
      mean += found.length / 20;
    }
    expect(mean).toBeLessThan(8);
  });

  it("by the Bayesian criterion do not take what moves all geos of a week alike for a bend of its own", () => {
    const random = randomStream([20261129]);
    const common = series(78, () => random.normal());
    const values = geosOf(12, 78, (g, t) => g + common[t] + 0.1 * random.normal());
    expect((automaticKnots({ values, geos: 12 }, 5, "bic") ?? []).length).toBeLessThan(12);
  });

  it("go by the values that there are", () => {
    const values = geosOf(2, 60, (g, t) => (g === 1 && t < 20 ? Number.NaN : g + Math.abs(t - 30) / 10));
    expect(automaticKnots({ values, geos: 2 }, 3, "bic")).toContain(30);
  });

  it("are not found in a constant, nor in a few rows beside many columns", () => {
    expect(automaticKnots({ values: series(50, () => 2), geos: 1 }, 3, "bic")).toBeUndefined();
    expect(automaticKnots({ values: series(20, (t) => t % 3), geos: 1 }, 17, "bic")).toBeUndefined();
  });
});
