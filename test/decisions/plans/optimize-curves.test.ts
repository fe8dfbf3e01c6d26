import { describe, expect, it } from "vitest";
import {
  bestAllocations,
  bestAtPrice,
  channelCurve,
  curveValue,
} from "../../../src/decisions/plans/optimize-curves.ts";

const points = 33;

/** A curve through a function and its derivative. */
function curveOf(lower: number, upper: number, f: (x: number) => number, slope: (x: number) => number) {
  const at = Array.from({ length: points }, (_, k) => lower + (k / (points - 1)) * (upper - lower));
  return channelCurve(lower, upper, Float64Array.from(at, f), Float64Array.from(at, slope));
}

/** S-shaped: x^3 / (h^3 + x^3). */
const shaped = (h: number) => (x: number) => x ** 3 / (h ** 3 + x ** 3);
const shapedSlope = (h: number) => (x: number) => (3 * h ** 3 * x ** 2) / (h ** 3 + x ** 3) ** 2;

describe("curves of channels", () => {
  it("go through their points, and between them as a cubic goes", () => {
    const cubic = curveOf(
      1,
      3,
      (x) => x ** 3,
      (x) => 3 * x ** 2,
    );
    for (const x of [1, 1.234, 2, 2.71, 3]) expect(curveValue(cubic, x)).toBeCloseTo(x ** 3, 10);
  });

  it("stay between their points where a curve starts with an infinite slope", () => {
    const root = curveOf(0, 4, Math.sqrt, (x) => 0.5 / Math.sqrt(Math.max(x, 1e-300)));
    for (let x = 0; x <= 4; x += 0.01) {
      expect(curveValue(root, x)).toBeGreaterThanOrEqual(0);
      expect(curveValue(root, x)).toBeLessThanOrEqual(2 + 1e-12);
    }
  });

  it("have the best allocation that trying all of a grid finds, though they are S-shaped", () => {
    const halves = [2, 3, 5];
    const curves = halves.map((h) => curveOf(0, 6, shaped(h), shapedSlope(h)));
    const table = bestAllocations(curves, 0, 15);
    for (const entry of [40, 100, 170, 250]) {
      const spend = table.spend[entry];
      let best = 0;
      const step = 15 / 300;
      for (let a = 0; a <= 6; a += step) {
        for (let b = 0; b <= 6; b += step) {
          const c = spend - a - b;
          if (c >= -1e-9 && c <= 6 + 1e-9) {
            best = Math.max(
              best,
              [a, b, c].reduce((sum, x, i) => sum + curveValue(curves[i], x), 0),
            );
          }
        }
      }
      expect(table.value[entry]).toBeCloseTo(best, 8);
      const totals = table.allocation(entry);
      expect(totals.reduce((sum, x) => sum + x, 0)).toBeCloseTo(spend, 8);
      expect(totals.reduce((sum, x, i) => sum + curveValue(curves[i], x), 0)).toBeCloseTo(table.value[entry], 10);
    }
  });

  it("are bought at a price up to where their slope is the price", () => {
    const curves = [4, 9].map((c) =>
      curveOf(
        0,
        100,
        (x) => c * Math.log1p(x),
        (x) => c / (1 + x),
      ),
    );
    const { totals } = bestAtPrice(curves, [0.25, 0.25]);
    // c / (1 + x) = 1/4; the grid has steps of a third.
    expect(Math.abs(totals[0] - 15)).toBeLessThan(0.34);
    expect(Math.abs(totals[1] - 35)).toBeLessThan(0.34);
  });
});
