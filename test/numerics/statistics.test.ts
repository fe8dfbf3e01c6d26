import { describe, expect, it } from "vitest";
import { dot, mean, median, quantile, sum, sumWithError, variance } from "../../src/numerics/statistics.ts";

describe("sumWithError", () => {
  it("has the error of a sum of as many terms", () => {
    const { sum: total, error } = sumWithError([1, 2, 3, 6]);
    expect(total).toBe(12);
    // Variance with divisor 3: (4 + 1 + 0 + 9) / 3.
    expect(error).toBeCloseTo(Math.sqrt((4 * 14) / 3), 12);
  });
});

describe("Means and variances", () => {
  it("keep their digits beside a large offset", () => {
    const values = [1e9 + 0.1, 1e9 + 0.2, 1e9 + 0.3];
    // The decimals of numbers near 1e9 are 1.2e-7 apart.
    expect(Math.abs(mean(values) - (1e9 + 0.2))).toBeLessThan(2e-7);
    expect(Math.abs(variance(values) - 0.01)).toBeLessThan(1e-7);
  });

  it("are NaN where there are too few values", () => {
    expect(mean([])).toBeNaN();
    expect(variance([1])).toBeNaN();
  });
});

describe("Quantiles", () => {
  it("are linear between order statistics, and NaN with a NaN among the values", () => {
    expect(quantile(Float64Array.of(4, 1, 3, 2), 0.25)).toBe(1.75);
    expect(median(Float64Array.of(4, 1, 3, 2))).toBe(2.5);
    expect(median(Float64Array.of(1, Number.NaN))).toBeNaN();
  });
});

describe("Sums", () => {
  it("add from left to right, and are zero of nothing", () => {
    expect(sum([1, 2, 3])).toBe(6);
    expect(sum([])).toBe(0);
    expect(dot([1, 2, 3], [4, 5, 6])).toBe(32);
  });
});
