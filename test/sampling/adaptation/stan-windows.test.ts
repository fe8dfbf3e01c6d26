import { describe, expect, it } from "vitest";
import { addToCovariance, runningCovariance } from "../../../src/sampling/adaptation/covariance.ts";
import { addToVariance, runningVariance } from "../../../src/sampling/adaptation/moments.ts";
import {
  regularizedCovariance,
  regularizedVariance,
  stanWindows,
} from "../../../src/sampling/adaptation/stan-windows.ts";

describe("Stan's windows", () => {
  it("end at 99, 149, 249, 449 and 949 for 1000 iterations", () => {
    expect(stanWindows(1000)).toEqual({ start: 75, ends: [99, 149, 249, 449, 949] });
  });

  it("are one window between 15% and 90% when the buffers do not fit", () => {
    expect(stanWindows(100)).toEqual({ start: 15, ends: [89] });
  });

  it("do not exist below 20 iterations", () => {
    expect(stanWindows(19).ends).toEqual([]);
  });

  it.each(Array.from({ length: 60 }, (_, i) => 20 + 33 * i))("ascend and end before the last buffer: %d", (warmup) => {
    const { start, ends } = stanWindows(warmup);
    expect(ends[0]).toBeGreaterThanOrEqual(start);
    for (let i = 1; i < ends.length; i++) expect(ends[i]).toBeGreaterThan(ends[i - 1]);
    expect(ends.at(-1)).toBe(warmup - (warmup < 150 ? Math.floor(0.1 * warmup) : 50) - 1);
  });
});

describe("Stan's regularized estimates", () => {
  const draws = [
    [1, 2],
    [3, -1],
    [2, 5],
    [-2, 0],
  ].map((row) => Float64Array.from(row));

  it("shrink the sample variance toward 1e-3", () => {
    const estimator = runningVariance(2);
    for (const draw of draws) addToVariance(estimator, draw);
    const state = regularizedVariance(estimator);
    if (state.kind !== "diagonal") throw new Error(state.kind);
    // Sample variances 14/3 and 7 of four draws.
    expect(state.scale[0] ** 2).toBeCloseTo((4 / 9) * (14 / 3) + 1e-3 * (5 / 9), 12);
    expect(state.scale[1] ** 2).toBeCloseTo((4 / 9) * 7 + 1e-3 * (5 / 9), 12);
  });

  it("shrink the sample covariance toward 1e-3 times the identity", () => {
    const estimator = runningCovariance(2);
    for (const draw of draws) addToCovariance(estimator, draw);
    const state = regularizedCovariance(estimator);
    if (state.kind !== "dense") throw new Error(state.kind);
    const [a, , b, c] = state.factor;
    // Sum of products of deviations: (0, 2, 1, -3) . (0.5, -2.5, 3.5, -1.5) = 3.
    expect(a * a).toBeCloseTo((4 / 9) * (14 / 3) + 1e-3 * (5 / 9), 12);
    expect(a * b).toBeCloseTo((4 / 9) * (3 / 3), 12);
    expect(b * b + c * c).toBeCloseTo((4 / 9) * 7 + 1e-3 * (5 / 9), 12);
  });
});
