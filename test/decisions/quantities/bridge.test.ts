import { describe, expect, it } from "vitest";
import { periodAgainst } from "../../../src/decisions/draws/period.ts";
import { bridge } from "../../../src/decisions/quantities/bridge.ts";
import { plannedSpend } from "../../../src/decisions/plans/planned-spend.ts";
import type { PlanDocument } from "../../../src/decisions/plans/plan-file.ts";
import type { OptimizeFile } from "../../../src/decisions/plans/plan-schema.ts";
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
    if (observed !== undefined) near(observed.unexplained.mean + change.mean, observed.change!);
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

  it("from a plan is nothing where all was as planned, and spend is what differs", async () => {
    const model = await madeUpModel({ weeks: 40, draws: 3 });
    const { channels: columns } = model.data;
    const period = { from: 30, to: 40 };
    const planOf = (factor: number): PlanDocument<OptimizeFile> => ({
      content: {
        current: Object.fromEntries(
          model.spec.channels.map(({ name }, c) => [
            name,
            Array.from(columns[c].spend.slice(30, 40), (x) => factor * x),
          ]),
        ),
      },
      where: () => "plan.csv",
      received: () => "",
    });
    const same = bridge(model, { period, against: plannedSpend(model, period, planOf(1)) });
    expect(Math.abs(same.change.mean)).toBeLessThan(1e-9 * same.expected[0].mean);
    expect(same.observed).not.toHaveProperty("change");
    const more = bridge(model, { period, against: plannedSpend(model, period, planOf(2)) });
    expect(more.plan).toBe(true);
    expect(more.baselineChange.mean).toBe(0);
    expect(more.expected[1].mean - more.expected[0].mean).toBeCloseTo(more.change.mean, 5);
    for (const { spent, change, spend, effectiveness } of more.channels) {
      expect(spent[0] / spent[1]).toBeCloseTo(2, 10);
      expect(change.mean).toBeLessThan(0);
      expect(spend.mean + effectiveness.mean).toBeCloseTo(change.mean, 5);
    }
    expect(() => plannedSpend(model, { from: 31, to: 40 }, planOf(1))).toThrow("9 rows");
  });

  it("from a plan by geo of what was spent is one of prices alone", async () => {
    const model = await madeUpPanel({ impressions: true, draws: 2 });
    const geos = model.data.geos!;
    const current = Object.fromEntries(
      model.spec.channels.flatMap(({ name }, c) =>
        // West has ended.
        geos.flatMap((geo, k) =>
          geo.name === "West"
            ? []
            : [
                [
                  `${name} in ${geo.name}`,
                  Array.from(model.data.channels[c].spend.subarray(k * 40 + 32, k * 40 + 40)),
                ] as const,
              ],
        ),
      ),
    );
    const document = { content: { current }, where: () => "plan.csv", received: () => "" };
    const period = { from: 32, to: 40 };
    const { channels, media } = bridge(model, { period, against: plannedSpend(model, period, document) });
    const [tv, search] = channels;
    const size = Math.abs(media.change.mean);
    expect(size).toBeGreaterThan(0);
    expect(tv.spent[0] / tv.spent[1]).toBeCloseTo(1, 10);
    expect(Math.abs(tv.spend.mean)).toBeLessThan(1e-9 * size);
    expect(tv.price!.mean).not.toBe(0);
    expect(Math.abs(search.change.mean)).toBeLessThan(1e-9 * size);
    const lacking = { ...document, content: { current: { TV: current["TV in North"] } } };
    expect(() => plannedSpend(model, period, lacking)).toThrow('lacks spend of "Search"');
  });

  it("says nothing of the observed target where a row lacks it", async () => {
    const model = await madeUpModel({ weeks: 40, draws: 2 });
    expect(bridge(model, periods).observed).toBeDefined();
    model.data.target.values[20] = Number.NaN;
    expect(bridge(model, periods).observed).toBeUndefined();
  });
});
