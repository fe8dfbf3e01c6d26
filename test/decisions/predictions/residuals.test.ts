import { describe, expect, it } from "vitest";
import { oneSeries } from "../../../src/decisions/predictions/cells.ts";
import { chiSquaredTail } from "../../../src/numerics/special/chi-squared.ts";
import {
  autocorrelations,
  durbinWatson,
  ljungBox,
  residualAnalysis,
} from "../../../src/decisions/predictions/residuals.ts";
import { randomStream } from "../../../src/numerics/random.ts";

const series = [1.2, -0.4, 0.3, 2.2, -1.5, 0.8, -0.9, 0.1, 1.7, -2.0, 0.6, -0.2];

describe("residuals", () => {
  it("have the tail of the chi-squared distribution of R", () => {
    // pchisq(x, k, lower.tail = FALSE), R 4.2.2
    const golden: readonly (readonly [number, number, number])[] = [
      [0.5, 1, 0.47950012218695348],
      [3.2, 2, 0.20189651799465538],
      [20.03, 13, 0.094464732864015424],
      [45, 13, 2.0927455968808427e-5],
      [1e-3, 5, 0.99999999831851227],
      [7.7, 4, 0.10320672172612928],
    ];
    for (const [x, degrees, tail] of golden) expect(chiSquaredTail(x, degrees) / tail).toBeCloseTo(1, 12);
    expect(chiSquaredTail(0, 3)).toBe(1);
    expect(() => chiSquaredTail(1, 0)).toThrow(RangeError);
  });

  it("have the autocorrelations and the Ljung-Box test of R", () => {
    // acf(x, 3, plot = FALSE)$acf; Box.test(x, lag = 3, type = "Ljung")
    const found = autocorrelations(series, 3);
    [-0.57852881902458675, 0.10151551793631595, 0.21909310761789594].forEach((value, k) =>
      expect(found[k]).toBeCloseTo(value, 13),
    );
    const { statistic, pValue, lags } = ljungBox(found, series.length);
    expect(lags).toBe(3);
    expect(statistic).toBeCloseTo(6.1808786694170825, 12);
    expect(pValue).toBeCloseTo(0.10313414523549969, 12);
  });

  it("have a Durbin-Watson statistic of 0 when constant, and of 4 (n - 1) / n when alternating", () => {
    expect(durbinWatson([2, 2, 2, 2])).toBe(0);
    expect(durbinWatson([1, -1, 1, -1])).toBe((4 * 3) / 4);
  });

  it("are found to follow each other where they do, in the posterior's interval too", () => {
    const random = randomStream([5, 5]);
    const [weeks, count] = [150, 50];
    const analysis = (correlation: number) => {
      const noise = new Float64Array(weeks);
      noise.forEach((_, t) => {
        noise[t] = (t > 0 ? correlation * noise[t - 1] : 0) + random.normal();
      });
      const expected = Float64Array.from({ length: weeks * count }, () => 10 + 0.1 * random.normal());
      const rest = {
        series: [oneSeries(weeks)],
        predicted: expected,
        media: expected,
        contributions: expected,
        values: expected,
        sigma: expected,
      };
      return residualAnalysis(
        { weeks, count, expected, ...rest },
        noise.map((value) => value + 10),
      );
    };
    const followed = analysis(0.7);
    expect(followed.ljungBox.pValue).toBeLessThan(1e-6);
    expect(followed.lag1.lower).toBeGreaterThan(0.4);
    expect(followed.durbinWatson).toBeLessThan(1.2);
    expect(followed.autocorrelation).toHaveLength(13);
    expect(analysis(0).ljungBox.pValue).toBeGreaterThan(0.01);
  });
});
