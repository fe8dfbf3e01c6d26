import { oneSeries } from "../../../src/decisions/predictions/cells.ts";
import { describe, expect, it } from "vitest";
import { binomialCdf, binomialRegion } from "../../../src/decisions/predictions/scores-binomial.ts";
import {
  predictiveCoverage,
  crpsOfSorted,
  predictiveScores,
  transformOfSorted,
  uniformityP,
} from "../../../src/decisions/predictions/scores-predictive.ts";
import { pointScores } from "../../../src/decisions/predictions/scores.ts";
import { erfc } from "../../../src/numerics/special/index.ts";
import { randomStream } from "../../../src/numerics/random.ts";

// Golden numbers: R 4.2.2, the call stands beside each.

describe("scores of expected values", () => {
  it("are those worked out by hand", () => {
    const scores = pointScores([2, 4, 6, 8], [3, 4, 5, 10]);
    expect(scores).toEqual({
      rows: 4,
      r2: 1 - 6 / 20,
      mape: (1 / 2 + 0 + 1 / 6 + 2 / 8) / 4,
      zeroRows: 0,
      wmape: 4 / 20,
      mae: 1,
      rmse: Math.sqrt(6 / 4),
    });
  });

  it("leave rows whose target is zero out of MAPE, and count them", () => {
    const scores = pointScores([0, 4, 0, 8], [1, 5, 0, 8]);
    expect(scores.zeroRows).toBe(2);
    expect(scores.mape).toBe((1 / 4 + 0) / 2);
    expect(scores.wmape).toBe(2 / 12);
    expect(pointScores([0, 0], [1, 1]).mape).toBeNaN();
  });

  it("have no R squared for a target that never changes, and a negative one for worse than the mean", () => {
    expect(pointScores([5, 5, 5], [5, 5, 6]).r2).toBeNaN();
    expect(pointScores([1, 2, 3], [3, 2, 1]).r2).toBe(-3);
  });
});

describe("the continuous ranked probability score", () => {
  it("of draws of a normal is the closed form of Gneiting and Raftery", () => {
    const random = randomStream([1, 2]);
    const [mean, sd] = [3, 2];
    for (const y of [3, 4.5, -1]) {
      const z = (y - mean) / sd;
      const phi = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
      const cdf = erfc(-z / Math.SQRT2) / 2;
      const exact = sd * (z * (2 * cdf - 1) + 2 * phi - 1 / Math.sqrt(Math.PI));
      const batches = Array.from({ length: 100 }, () => {
        const draws = Float64Array.from({ length: 400 }, () => mean + sd * random.normal()).sort();
        return crpsOfSorted(draws, y);
      });
      const average = batches.reduce((sum, value) => sum + value, 0) / batches.length;
      const variance = batches.reduce((sum, value) => sum + (value - average) ** 2, 0) / (batches.length - 1);
      expect(Math.abs(average - exact)).toBeLessThan(4 * Math.sqrt(variance / batches.length));
    }
  });

  it("is the mean distance less half the mean distance of pairs of different draws", () => {
    const draws = Float64Array.of(-2, 0.5, 1, 4, 9);
    const y = 1.7;
    const distance = draws.reduce((sum, x) => sum + Math.abs(x - y), 0) / 5;
    let pairs = 0;
    for (const a of draws) for (const b of draws) pairs += Math.abs(a - b);
    expect(crpsOfSorted(draws, y)).toBeCloseTo(distance - pairs / (5 * 4) / 2, 12);
  });

  it("of a forecast without spread is the distance", () => {
    expect(crpsOfSorted(Float64Array.of(2, 2, 2), 5)).toBe(3);
  });

  it("keeps its digits at a high level", () => {
    const level = 1e9;
    const draws = Float64Array.of(-1, 0, 3);
    expect(
      crpsOfSorted(
        draws.map((x) => x + level),
        level + 1,
      ),
    ).toBe(crpsOfSorted(draws, 1));
  });
});

describe("coverage", () => {
  it("has the binomial bounds of R", () => {
    // qbinom(c(0.025, 0.975), 104, 0.9); qbinom(c(0.025, 0.975), 13, 0.5)
    expect(binomialRegion(104, 0.9, 0.95)).toEqual([87, 99]);
    expect(binomialRegion(13, 0.5, 0.95)).toEqual([3, 10]);
    // pbinom(3, 10, 0.4); pbinom(90, 104, 0.9)
    expect(binomialCdf(3, 10, 0.4)).toBeCloseTo(0.3822806015999999, 12);
    expect(binomialCdf(90, 104, 0.9)).toBeCloseTo(0.1550526296437333, 12);
  });

  it("counts rows within the central interval", () => {
    const draws = Float64Array.from({ length: 101 }, (_, i) => i);
    const sorted = [draws, draws, draws, draws];
    // The central 50% interval is 25 to 75, its ends included.
    expect(predictiveCoverage(sorted, [25, 75, 24.9, 50], 0.5)).toMatchObject({ rows: 4, inside: 3, share: 0.75 });
  });
});

describe("probability integral transforms", () => {
  it("lie off 0 and 1 and count half of the draws that are equal", () => {
    const draws = Float64Array.of(1, 2, 2, 3);
    expect(transformOfSorted(draws, 0)).toBe(0.5 / 5);
    expect(transformOfSorted(draws, 9)).toBe(4.5 / 5);
    expect(transformOfSorted(draws, 2)).toBe(2.5 / 5);
  });

  it("are judged as by the exact Kolmogorov-Smirnov test, but for Stephens' approximation", () => {
    // ks.test(d, "punif", exact = TRUE)$p.value; the approximation is good to about 0.01 in the middle, better in the tail.
    expect(uniformityP([0.05, 0.12, 0.31, 0.33, 0.47, 0.58, 0.66, 0.71, 0.9, 0.93])).toBeCloseTo(0.99834, 2);
    const tail = uniformityP([0.01, 0.02, 0.05, 0.08, 0.31, 0.33, 0.35, 0.36, 0.4, 0.41, 0.44, 0.52]);
    expect(Math.abs(tail - 0.0045893589)).toBeLessThan(0.001);
  });

  it("are uniform and coverage is nominal when the predictions are the truth, and not when they are too sure", () => {
    const random = randomStream([7, 7]);
    const [weeks, count] = [400, 500];
    const level = Float64Array.from({ length: weeks }, () => 10 * random.normal());
    const observed = level.map((value) => value + 2 * random.normal());
    const with_ = (sd: number) => {
      const predicted = Float64Array.from(
        { length: weeks * count },
        (_, k) => level[Math.floor(k / count)] + sd * random.normal(),
      );
      const expected = Float64Array.from({ length: weeks * count }, (_, k) => level[Math.floor(k / count)]);
      const none = new Float64Array(0);
      const sigma = new Float64Array(count).fill(sd);
      const rest = { series: [oneSeries(weeks)], media: none, contributions: none, values: none, sigma };
      return predictiveScores({ weeks, count, expected, predicted, ...rest }, observed);
    };
    const honest = with_(2);
    expect(honest.pit.pValue).toBeGreaterThan(0.01);
    for (const { share, lower, upper } of honest.coverage) {
      expect(share).toBeGreaterThanOrEqual(lower);
      expect(share).toBeLessThanOrEqual(upper);
    }
    const sure = with_(1);
    expect(sure.pit.pValue).toBeLessThan(1e-6);
    expect(sure.coverage[1].share).toBeLessThan(sure.coverage[1].lower);
    expect(sure.crps).toBeGreaterThan(honest.crps);
  });
});
