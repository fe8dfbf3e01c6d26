// Shares: ratios of the estimates of a part and its whole.

import { describe, expect, it } from "vitest";
import { intervalOf } from "../../../src/decisions/draws/interval.ts";
import { shareOf } from "../../../src/decisions/draws/share.ts";
import { randomStream } from "../../../src/numerics/index.ts";

const count = 2000;
const random = randomStream([4]);
const drawn = (next: () => number): Float64Array => Float64Array.from({ length: count }, next);
/** Contributions of channels: now and then hardly anything, else a lot. */
const parts = [3, 1, 0.2].map((size) => drawn(() => (random.uniform() < 0.3 ? 0.01 : size) * random.uniform()));
const whole = parts[0].map((_, i) => parts.reduce((sum, part) => sum + part[i], 0));
const ratios = (part: Float64Array): Float64Array => part.map((value, i) => value / whole[i]);
const shareIn = (part: Float64Array) => shareOf(intervalOf(part), intervalOf(whole), intervalOf(ratios(part)));

describe("the share of a part in a whole", () => {
  it("is the ratio of the estimates, and adds up to one over all parts", () => {
    const shares = parts.map(shareIn);
    shares.forEach(({ estimate, mean, statistic }, k) => {
      expect(statistic).toBe("mean");
      expect(mean).toBe(estimate);
      expect(estimate).toBe(intervalOf(parts[k]).estimate / intervalOf(whole).estimate);
    });
    expect(shares.reduce((sum, { estimate }) => sum + estimate, 0)).toBeCloseTo(1, 12);
  });

  it("is no mean of ratios, which draws that bring next to nothing would move", () => {
    const { estimate } = shareIn(parts[0]);
    expect(Math.abs(intervalOf(ratios(parts[0])).mean - estimate)).toBeGreaterThan(0.02);
  });

  it("has the interval and the median of the ratio draw by draw", () => {
    const draws = intervalOf(ratios(parts[1]));
    const { lower, upper, median } = shareIn(parts[1]);
    expect([lower, upper, median]).toEqual([draws.lower, draws.upper, draws.median]);
  });

  it("is the median of the ratio where the ratio of the estimates lies outside of the interval", () => {
    // Two in a hundred draws hold all of the part.
    const part = Float64Array.from({ length: count }, (_, i) => (i % 50 === 0 ? 100 : 0.1));
    const all = part.map((value) => value + 1);
    const draws = intervalOf(part.map((value, i) => value / all[i]));
    expect(shareOf({ ...intervalOf(part), estimate: 5, statistic: "mean" }, intervalOf(all), draws)).toMatchObject({
      estimate: draws.median,
      statistic: "median",
    });
  });

  it("is one of a whole in itself, and no number of nothing", () => {
    const one = shareOf(intervalOf(whole), intervalOf(whole), intervalOf(ratios(whole)));
    expect([one.estimate, one.statistic]).toEqual([1, "mean"]);
    const none = intervalOf(new Float64Array(10));
    expect(shareOf(none, none, intervalOf(new Float64Array(10).fill(Number.NaN))).estimate).toBeNaN();
  });
});
