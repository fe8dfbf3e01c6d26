import { describe, expect, it } from "vitest";
import { periodAgainst } from "../../../src/decisions/draws/period.ts";
import { bridge } from "../../../src/decisions/quantities/bridge.ts";
import { contributions } from "../../../src/decisions/quantities/contributions.ts";
import { madeUpModel, sum } from "../support/made-up-model.ts";
import { madeUpPanel } from "../support/made-up-panel.ts";

const periods = { period: { from: 30, to: 38 }, against: { from: 18, to: 26 } };

describe.each([
  { name: "a national table", make: () => madeUpModel({ weeks: 40, draws: 1 }) },
  { name: "a panel with impressions", make: () => madeUpPanel({ impressions: true, draws: 1 }) },
  { name: "a panel with media without spend", make: () => madeUpPanel({ emails: true, draws: 1 }) },
])("the bridge of $name", ({ make }) => {
  // One draw: what holds of it holds draw by draw.
  it("adds up to the change of the expected target, and with the unexplained to the observed change", async () => {
    const model = await make();
    const { baseline, baselineChange, channels, media, change, expected, observed } = bridge(model, periods);
    const [before, after] = [periods.against, periods.period].map((period) => contributions(model, { period }));
    const size = before.expected.mean * 1e-10;
    const near = (value: number, wanted: number): void => expect(Math.abs(value - wanted)).toBeLessThan(size);
    near(expected[0].mean, before.expected.mean);
    near(change.mean, after.expected.mean - before.expected.mean);
    near(baselineChange.mean + media.change.mean, change.mean);
    near(sum(baseline.map((part) => part.change.mean)), baselineChange.mean);
    for (const { spend, price, effectiveness, change: own } of channels) {
      near(spend.mean + (price?.mean ?? 0) + effectiveness.mean, own.mean);
    }
    near(media.spend.mean + media.price.mean + media.effectiveness.mean, media.change.mean);
    if (observed !== undefined) near(observed.unexplained.mean + change.mean, observed.change);
  });
});

describe("the bridge", () => {
  it("has a price where units are bought, and no change of it at a constant price", async () => {
    const [plain, bought] = [
      bridge(await madeUpModel({ weeks: 40, draws: 2 }), periods),
      bridge(await madeUpPanel({ impressions: true, draws: 2 }), periods),
    ];
    expect(plain.channels.every(({ price }) => price === undefined)).toBe(true);
    expect(plain.media.price.mean).toBe(0);
    expect(bought.channels.filter(({ price }) => price !== undefined).map(({ name }) => name)).toEqual(["TV"]);
    expect(bought.media.price.mean).not.toBe(0);
  });

  it("gives all of the change to spend where the curve is a line and nothing carries over", async () => {
    const file = "adstock: { kind: none }\nsaturation: { kind: none }";
    for (const { change, spend, effectiveness } of bridge(await madeUpModel({ file, weeks: 40, draws: 4 }), periods)
      .channels) {
      expect(spend.mean / change.mean).toBeCloseTo(1, 8);
      expect(Math.abs(effectiveness.mean / change.mean)).toBeLessThan(1e-8);
    }
  });

  it("gives all of the change to spend where nothing was spent in one period", async () => {
    const { channels } = bridge(await madeUpModel({ weeks: 40, draws: 3 }), {
      ...periods,
      against: { from: 0, to: 6 },
    });
    const social = channels.find(({ name }) => name === "Social")!;
    expect(social.spent[0]).toBe(0);
    expect(social.spend).toEqual(social.change);
    expect(social.effectiveness.mean).toBe(0);
  });

  it("is with the period that was asked for, and with none that the table does not have", async () => {
    const { data } = await madeUpModel({ weeks: 60, draws: 1 });
    const period = { from: 54, to: 60 };
    expect(periodAgainst(data, period, "previous")).toEqual({ from: 48, to: 54 });
    expect(periodAgainst(data, period, "year_before")).toEqual({ from: 2, to: 8 });
    expect(periodAgainst(data, period, data.dates[10])).toEqual({ from: 10, to: 16 });
    for (const [from, against] of [
      [3, "previous"],
      [51, "year_before"],
      [54, data.dates[55]],
    ] as const) {
      expect(() => periodAgainst(data, { from, to: from + 6 }, against)).toThrow("no period of 6 rows");
    }
    expect(() => periodAgainst(data, period, "yesterday", "--against")).toThrow("--against must be a date");
  });

  it("says nothing of the observed target where a row lacks it", async () => {
    const model = await madeUpModel({ weeks: 40, draws: 2 });
    expect(bridge(model, periods).observed).toBeDefined();
    model.data.target.values[20] = Number.NaN;
    expect(bridge(model, periods).observed).toBeUndefined();
  });
});
