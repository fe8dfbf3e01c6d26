import { describe, expect, it } from "vitest";
import { currentPlan } from "../../../src/decisions/plans/optimize.ts";
import { channelTotals, defaultHorizon, flightingPatterns, observedSpend } from "../../../src/decisions/plans/plan.ts";
import { amountOf, boundsOf, changeOf } from "../../../src/decisions/plans/plan-amounts.ts";
import { world } from "../support/plan-world.ts";
import { CarryoverError } from "../../../src/problems/problem.ts";

const rows = 70;
const parameters = { decay: 0.5, slope: 1, half_saturation: 10, coefficient: 1 };
const model = await world([
  { name: "rising", spend: Array.from({ length: rows }, (_, t) => t + 1), parameters },
  { name: "ended", spend: Array.from({ length: rows }, (_, t) => (t < 10 ? 5 : 0)), parameters },
]);

describe("the current plan", () => {
  it("goes on at the mean of the last 52 weeks, evenly, for 13 weeks", () => {
    const { plan } = currentPlan(model, { horizon: defaultHorizon(model) });
    // Weeks 19 to 70 spend 19 to 70.
    expect(plan.spend[0]).toEqual(new Array(13).fill(44.5));
    expect(plan.spend[1]).toEqual(new Array(13).fill(0));
    expect(observedSpend(model).map(({ largest }) => largest)).toEqual([70, 5]);
  });

  it("takes totals, or the spend of every week with its flighting, from what it is given", () => {
    const { plan, patterns } = currentPlan(model, { horizon: 2, current: { rising: [30, 10], ended: 8 } });
    expect(plan.spend).toEqual([
      [30, 10],
      [4, 4],
    ]);
    expect(patterns.shares[0]).toEqual([0.75, 0.25]);
    expect(() => currentPlan(model, { horizon: 2, current: { rising: -1 } })).toThrow(CarryoverError);
  });
});

describe("flighting", () => {
  it("as observed is that of the same weeks a year before", () => {
    const { shares, withoutObservation } = flightingPatterns(model, 4, "observed");
    const weights = [19, 20, 21, 22];
    expect(shares[0]).toEqual(weights.map((weight) => weight / 82));
    expect(shares[1]).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(withoutObservation).toEqual(["ended"]);
  });

  it("as observed is that of the last weeks where the table has no year before", async () => {
    const short = await world([{ name: "rising", spend: Array.from({ length: 30 }, (_, t) => t + 1), parameters }]);
    expect(flightingPatterns(short, 2, "observed").shares[0]).toEqual([29 / 59, 30 / 59]);
  });

  it("can be weights by channel; they must fit the horizon and not be all zero", () => {
    const { shares } = flightingPatterns(model, 3, { rising: [1, 0, 3] });
    expect(shares).toEqual([
      [0.25, 0, 0.75],
      [1 / 3, 1 / 3, 1 / 3],
    ]);
    for (const wrong of [
      [1, 2],
      [0, 0, 0],
      [1, -1, 1],
    ]) {
      expect(() => flightingPatterns(model, 3, { rising: wrong })).toThrow(CarryoverError);
    }
    expect(channelTotals({ name: "x", spend: [[1, 2], [3]] })).toEqual([3, 3]);
  });
});

describe("amounts as people write them", () => {
  it("are changes in percent or amounts, with two ends or one", () => {
    expect(changeOf("+20%")).toBeCloseTo(0.2, 12);
    expect(changeOf("-12.5%")).toBeCloseTo(-0.125, 12);
    expect(boundsOf("-20%..+30%")).toEqual({ lower: { change: -0.2 }, upper: { change: 0.3 } });
    expect(boundsOf("1000..5e3")).toEqual({ lower: { amount: 1000 }, upper: { amount: 5000 } });
    expect(boundsOf("1000..")).toEqual({ lower: { amount: 1000 } });
    expect(boundsOf("..+10%")).toEqual({ upper: { change: 0.1 } });
    expect(boundsOf("500")).toEqual({ lower: { amount: 500 }, upper: { amount: 500 } });
  });

  it("are refused where they mean nothing", () => {
    for (const text of ["", "..", "5..1", "10%..-10%", "a..b", "-5", "-120%", "1,000", "5..x"]) {
      expect(boundsOf(text), text).toBeUndefined();
    }
    expect(amountOf("five")).toBeUndefined();
  });
});
