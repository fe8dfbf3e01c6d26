import { describe, expect, it } from "vitest";
import { chiSquaredTail, erf, gammaCdf } from "../../../src/numerics/special/index.ts";

describe("gammaCdf", () => {
  it("is that of a chi-squared, whose tail has a closed form", () => {
    for (const degrees of [1, 2, 3, 8, 25, 60])
      for (const x of [1e-6, 0.1, 1, degrees - 0.5, degrees, degrees + 3, 3 * degrees])
        expect(gammaCdf(x / 2, degrees / 2)).toBeCloseTo(1 - chiSquaredTail(x, degrees), 12);
  });

  it("has the values of special cases far in its tails", () => {
    expect(gammaCdf(1e-8, 1) / -Math.expm1(-1e-8)).toBeCloseTo(1, 12);
    expect(gammaCdf(1e-10, 0.5) / erf(1e-5)).toBeCloseTo(1, 12);
    // The median of a large shape: 1/2 + 1 / (3 sqrt(2 pi shape)) + ....
    expect(gammaCdf(1e6, 1e6)).toBeCloseTo(0.5 + 1 / (3 * Math.sqrt(2 * Math.PI * 1e6)), 9);
    expect([gammaCdf(0, 2), gammaCdf(Number.POSITIVE_INFINITY, 2)]).toEqual([0, 1]);
    expect(gammaCdf(1, 0)).toBeNaN();
  });
});
