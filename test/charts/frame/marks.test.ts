import { describe, expect, it } from "vitest";
import { domainOf } from "../../../src/charts/frame/intervals.ts";
import { bandPath, dotsPath, linePath } from "../../../src/charts/frame/paths.ts";
import { weekDates, weekScale } from "../../../src/charts/frame/weeks.ts";

describe("A path", () => {
  it("is relative and rounded to tenths without drifting off", () => {
    expect(linePath([0, 1.04, 2.08], [0, 0.5, -1.26])).toBe("M0 0l1 .5l1.1-1.8");
    const xs = Array.from({ length: 2000 }, (_, index) => index * 0.1234567);
    const steps = linePath(xs, xs)
      .match(/-?\.?\d+(\.\d+)?/g)!
      .map(Number);
    const end = steps.filter((_, index) => index % 2 === 0).reduce((sum, step) => sum + step, 0);
    expect(Math.abs(end - xs.at(-1)!)).toBeLessThanOrEqual(0.05 + 1e-9);
  });

  it("has a gap where a value is missing", () => {
    expect(linePath([0, 1, 2, 3], [0, 1, Number.NaN, 3])).toBe("M0 0l1 1M3 3");
    expect(dotsPath([0, 1, 2], [0, Number.NaN, 2])).toBe("M0 0h.01M2 2h.01");
  });

  it("encloses a band from its upper edge back along the lower", () => {
    expect(bandPath([0, 10], [5, 6], [1, 2])).toBe("M0 1l10 1L10 6l-10-1z");
    expect(bandPath([0, 1, 2], [0, Number.NaN, 0], [1, 1, 1])).toBe("M0 1L0 0zM2 1L2 0z");
  });
});

describe("The domain of an axis", () => {
  it("holds all finite values and those that must be seen, with room beyond", () => {
    const [low, high] = domainOf([2, 4, Number.NaN, Infinity], [0]);
    expect(low).toBe(0);
    expect(high).toBeGreaterThan(4);
  });

  it("does not reach below zero without need, and is never empty", () => {
    expect(domainOf([0.1, 5])[0]).toBe(0);
    expect(domainOf([-1, 1])[0]).toBeLessThan(-1);
    expect(domainOf([])).toEqual([0, 1]);
    expect(domainOf([0, 0])).toEqual([0, 1]);
    for (const value of [3, -3]) {
      const [low, high] = domainOf([value]);
      expect(low).toBeLessThan(high);
    }
  });
});

describe("The scale of weeks", () => {
  it("spreads weeks evenly, and puts a single week in the middle", () => {
    const scale = weekScale(3, 10, 30);
    expect([0, 1, 2].map(scale)).toEqual([10, 20, 30]);
    expect(weekScale(1, 10, 30)(0)).toBe(20);
  });

  it("reads ISO dates only when all weeks are dates", () => {
    expect(weekDates(["2024-01-01", "2024-01-08"])?.map((date) => date.getUTCDate())).toEqual([1, 8]);
    expect(weekDates(["2024-01-01", "week 2"])).toBeUndefined();
    expect(weekDates(["2024-13-01"])).toBeUndefined();
  });
});
