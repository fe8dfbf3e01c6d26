import { describe, expect, it } from "vitest";
import { rootBetween } from "../../../src/numerics/optimize/index.ts";

describe("rootBetween", () => {
  it.each([
    ["a straight line", (x: number) => 3 * x - 1, -5, 5, 1 / 3],
    ["a cube, which is flat at its zero", (x: number) => (x - 2) ** 3, -100, 7, 2],
    ["a step of a logistic", (x: number) => 1 / (1 + Math.exp(-1000 * (x - 0.25))) - 0.5, 0, 1, 0.25],
    ["a function that falls", (x: number) => Math.exp(-x) - 1e-8, 0, 100, 8 * Math.LN10],
  ])("finds the zero of %s", (_, f, low, high, zero) => {
    // A cube is below the smallest number of the computer a hundred thousandth around its zero.
    expect(rootBetween(f, low, high)).toBeCloseTo(zero, 4);
    expect(Math.abs(f(rootBetween(f, low, high)))).toBeLessThan(1e-13);
  });

  it("takes an end that is the zero, and refuses ends of one sign", () => {
    expect(rootBetween((x) => x, 0, 3)).toBe(0);
    expect(rootBetween((x) => x - 3, 0, 3)).toBe(3);
    expect(() => rootBetween((x) => x, 1, 3)).toThrow(RangeError);
  });
});
