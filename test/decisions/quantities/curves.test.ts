import { describe, expect, it } from "vitest";
import { responseCurves } from "../../../src/decisions/quantities/curves.ts";
import { modelOfGeo } from "../../../src/decisions/draws/geos.ts";
import type { FittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { quantities } from "../../../src/decisions/quantities/quantities.ts";
import { returns } from "../../../src/decisions/quantities/returns.ts";
import { madeUpModel, parameterAt, plainContribution, structures, sum } from "../support/made-up-model.ts";
import { madeUpPanel } from "../support/made-up-panel.ts";

const largest = (values: ArrayLike<number>): number => Math.max(...Array.from(values));

/** Contribution of the last of so many weeks of constant spend that it has settled. */
const settled = (model: FittedModel, draw: number, channel: number, spend: number): number =>
  plainContribution(model, draw, channel, new Array<number>(120).fill(spend)).at(-1)!;

describe.each(structures)("response curves with $name", ({ file }) => {
  it("at steady state are what constant spend brings per week in the long run, with the derivative", async () => {
    const model = await madeUpModel({ file, draws: 1 });
    for (const [c, { steady }] of responseCurves(model).channels.entries()) {
      for (const k of [1, 13, 40]) {
        const spend = steady.spend[k];
        expect(steady.response.mean[k] / settled(model, 0, c, spend)).toBeCloseTo(1, 9);
        const step = spend * 1e-5;
        const difference = settled(model, 0, c, spend + step) - settled(model, 0, c, spend - step);
        // Of a saturated channel little is left to difference: rounding, 1e-16 of the level, over the step of 1e-5 of the spend.
        const rounding = (1e-14 * steady.response.mean[k]) / step;
        expect(Math.abs(steady.marginal.mean[k] - difference / (2 * step))).toBeLessThan(
          1e-6 * steady.marginal.mean[k] + rounding,
        );
      }
    }
  });

  it("begin with the slope at no spend, where that is a number", async () => {
    const model = await madeUpModel({ file, draws: 1 });
    for (const [c, { steady }] of responseCurves(model).channels.entries()) {
      const [slope, later] = [steady.marginal.mean[0], steady.spend[1]];
      const secants = [1e-5, 1e-7].map((share) => settled(model, 0, c, share * later) / (share * later));
      // Secants grow without end, fall to nothing, or settle at the slope.
      if (Number.isNaN(slope)) expect(secants[1]).toBeGreaterThan(secants[0] * (1 + 1e-9));
      else if (slope === 0) expect(secants[1]).toBeLessThan(secants[0]);
      else expect(secants[1] / slope).toBeCloseTo(1, 4);
    }
  });

  it.each([undefined, { from: 40, to: 53 }])(
    "at current flighting are the plan multiplied, period %o",
    async (period) => {
      const model = await madeUpModel({ file, draws: 1 });
      const { from, to } = period ?? { from: 0, to: 60 };
      const { channels } = responseCurves(model, period === undefined ? {} : { period });
      for (const [c, { flighting }] of channels.entries()) {
        const total = (factor: number): number => {
          const spend = Array.from({ length: 160 }, (_, t) => model.data.channels[c].spend[t] ?? 0);
          const scaled = spend.map((amount, t) => (t >= from && t < to ? factor * amount : amount));
          return sum(plainContribution(model, 0, c, scaled));
        };
        for (const k of [1, 20, 33]) {
          const factor = flighting.factor[k];
          // Effects are counted until a thousandth of the stock is left; see the tests of returns.
          expect(Math.abs(flighting.response.mean[k] / (total(factor) - total(0)) - 1)).toBeLessThan(2e-3);
          const slope = (total(factor + 1e-4) - total(factor - 1e-4)) / (2e-4 * flighting.spend[20]);
          expect(Math.abs(flighting.marginal.mean[k] / slope - 1)).toBeLessThan(2e-3);
        }
      }
    },
  );
});

describe("response curves", () => {
  it("have the spend as it was among their points, and go beyond what was observed", async () => {
    const model = await madeUpModel();
    const { channels, target } = responseCurves(model);
    expect(target).toBe("revenue");
    for (const [c, { steady, flighting, observed, position }] of channels.entries()) {
      const spend = model.data.channels[c].spend;
      expect(observed.largest).toBe(largest(spend));
      expect(steady.spend).toHaveLength(41);
      expect(steady.spend.toSorted((a, b) => a - b)).toEqual(steady.spend);
      expect(steady.spend.at(-1)).toBeCloseTo(1.5 * observed.largest, 8);
      expect(steady.spend[steady.current]).toBe(observed.average);
      expect(position.averageSpend).toBeCloseTo(observed.average, 10);
      expect(flighting.factor[flighting.current]).toBe(1);
      expect([flighting.factor[0], flighting.factor.at(-1), flighting.factor.length]).toEqual([0, 2, 41]);
      expect(flighting.spend[flighting.current]).toBeCloseTo(sum(spend), 6);
      expect([steady.response.mean[0], flighting.response.upper[0]]).toEqual([0, 0]);
      expect(steady.marginal.mean[0]).toBeNaN();
    }
  });

  it("at the spend as it was are the returns that are reported", async () => {
    const model = await madeUpModel({ draws: 100 });
    for (const period of [
      { from: 0, to: 60 },
      { from: 34, to: 60 },
    ]) {
      const { channels } = returns(model, { period });
      responseCurves(model, { period }).channels.forEach(({ flighting, name }, c) => {
        expect(name).toBe(channels[c].name);
        const { response, marginal, current, spend } = flighting;
        expect(response.median[current] / spend[current] / channels[c].roiWithCarryOver.median).toBeCloseTo(1, 10);
        // One is written out, the other comes from the graph's gradient.
        expect(marginal.upper[current] / channels[c].marginalRoi.upper).toBeCloseTo(1, 10);
      });
    }
  });

  it("rise in every draw, so do their intervals", async () => {
    const { channels } = responseCurves(await madeUpModel({ draws: 100 }));
    for (const { steady, flighting } of channels) {
      for (const { lower, median, upper } of [steady.response, flighting.response]) {
        for (let k = 1; k < 41; k++) {
          expect(lower[k]).toBeGreaterThan(lower[k - 1]);
          expect(lower[k]).toBeLessThanOrEqual(median[k]);
          expect(median[k]).toBeLessThanOrEqual(upper[k]);
        }
      }
    }
  });

  it("stay finite where a Hill curve is almost a step", async () => {
    const model = await madeUpModel({ fixed: { slope: 60, half_saturation: 1e-8 } });
    const { channels } = responseCurves(model);
    for (const { flighting } of channels) {
      expect(flighting.response.mean.every(Number.isFinite)).toBe(true);
      expect(flighting.marginal.mean.slice(1).every(Number.isFinite)).toBe(true);
    }
  });

  it("give the same whether asked for alone or with everything else", async () => {
    const model = await madeUpModel({ draws: 20 });
    const all = quantities(model);
    expect(all.curves).toEqual(responseCurves(model));
    expect(all.returns).toEqual(returns(model));
    expect(JSON.parse(JSON.stringify(all)).contributions.components).toHaveLength(8);
  });
});

describe("the position on a curve", () => {
  it("is a half at half-saturation", async () => {
    const average = 1000;
    for (const file of ["", "adstock: { kind: geometric, window: 4, normalize: false }"]) {
      // Media are divided by their mean, so spend that never varies is 1.
      const model = await madeUpModel({ file, tv: () => average, fixed: { half_saturation: 1, decay: 0.5 } });
      const { position } = responseCurves(model).channels[0];
      const steady = file === "" ? 1 : 1 + 0.5 + 0.25 + 0.125 + 0.0625;
      expect(position.halfSaturation?.median).toBeCloseTo(average / steady, 8);
      expect(position.relativeSpend?.median).toBeCloseTo(steady, 10);
      if (file === "") expect(position.shareOfCeiling?.upper).toBeCloseTo(0.5, 10);
      expect(position.probabilityAboveHalf).toBe(file === "" ? 0 : 1);
    }
  });

  it("has half of the ceiling at the half-saturation of a logistic curve", async () => {
    const model = await madeUpModel({ file: "saturation: { kind: logistic }", draws: 1 });
    responseCurves(model).channels.forEach(({ position, name }, c) => {
      const ceiling = parameterAt(model, 0, "coefficient", name) * model.design.targetScale.scale;
      expect(settled(model, 0, c, position.halfSaturation!.mean) / ceiling).toBeCloseTo(0.5, 10);
      const average = settled(model, 0, c, position.averageSpend);
      expect(position.shareOfCeiling!.mean / (average / ceiling)).toBeCloseTo(1, 10);
      const weeks = plainContribution(model, 0, c, Array.from(model.data.channels[c].spend));
      expect(position.shareReached!.mean / (sum(weeks) / 60 / ceiling)).toBeCloseTo(1, 10);
    });
  });

  it("tells average spend from that of weeks with spend", async () => {
    const model = await madeUpModel({ tv: (t) => (t % 4 === 0 ? 800 : 0) });
    const { position } = responseCurves(model).channels[0];
    expect([position.averageSpend, position.averageActiveSpend]).toEqual([200, 800]);
  });

  it("has no half-saturation without saturation", async () => {
    const { position } = responseCurves(await madeUpModel({ file: "saturation: { kind: none }" })).channels[0];
    expect(Object.keys(position)).toEqual(["saturation", "averageSpend", "averageActiveSpend"]);
  });
});

describe("curves of a panel whose conversions are worth something", () => {
  const file = "saturation: { kind: michaelis_menten }";
  const valued = { file, draws: 3, conversions: true } as const;

  it("are those in conversions, times what one is worth where that is the same everywhere", async () => {
    const [plain, worth] = [await madeUpPanel(valued), await madeUpPanel({ ...valued, worth: () => 7 })].map(
      (model) => responseCurves(model).channels,
    );
    worth.forEach(({ steady, flighting, shareOfCeiling }, c) => {
      const own = plain[c];
      const times = (values: readonly number[]): readonly number[] => values.map((value) => 7 * value);
      for (const [mine, other] of [
        [steady.response.mean, own.steady.response.mean],
        [steady.marginal.mean, own.steady.marginal.mean],
        [flighting.response.mean, own.flighting.response.mean],
      ]) {
        times(other).forEach(
          (value, k) => Number.isNaN(value) || expect(mine[k] / (value || 1)).toBeCloseTo(value && 1, 10),
        );
      }
      own.shareOfCeiling!.mean.forEach((share, k) => expect(shareOfCeiling!.mean[k]).toBeCloseTo(share, 10));
    });
  });

  it("begin with their slope and end at their ceiling where geos differ in worth", async () => {
    const model = await madeUpPanel({ ...valued, draws: 1, worth: (geo) => [7, 20, 3, 11][geo] });
    for (const { steady, shareOfCeiling } of responseCurves(model).channels) {
      const [slope] = steady.marginal.mean;
      const secants = steady.response.mean.slice(1).map((value, k) => value / steady.spend[k + 1]);
      // Concave curves: secants fall from the slope, and shares rise from zero to below one.
      expect(secants[0]).toBeLessThan(slope);
      expect(secants[0] / slope).toBeGreaterThan(1 - 2 * shareOfCeiling!.mean[1]);
      expect(shareOfCeiling!.mean.at(-1)).toBeLessThan(1);
      const ceilings = steady.response.mean.slice(1).map((value, k) => value / shareOfCeiling!.mean[k + 1]);
      for (const ceiling of ceilings) expect(ceiling / ceilings[0]).toBeCloseTo(1, 10);
    }
  });

  it("are in the unit of their column for media without spend", async () => {
    const channels = "channels: { spend_TV: {}, spend_Search: {}, Email: { spend: none, driver: emails } }";
    const model = await madeUpPanel({ file: channels, emails: true });
    expect(responseCurves(model).channels.map(({ unit }) => unit)).toEqual(["spend", "spend", "emails"]);
  });
});

describe("curves of every geo of a panel", () => {
  it("are those of the geo by itself, and stand beside those of all", async () => {
    const model = await madeUpPanel({ draws: 3 });
    const { geos, ...all } = responseCurves(model, { byGeo: true });
    expect(all).toEqual(responseCurves(model));
    expect(geos!.map(({ geo }) => geo)).toEqual(["North", "South", "Isles", "West"]);
    for (const { geo, channels } of geos!) {
      expect(channels).toEqual(responseCurves(modelOfGeo(model, geo)).channels);
    }
    // The half-saturation per head is the same everywhere, so those of the geos add up to that of all.
    all.channels.forEach(({ position }, c) => {
      const parts = geos!.map(({ channels }) => channels[c].position.halfSaturation!.mean);
      expect(sum(parts) / position.halfSaturation!.mean).toBeCloseTo(1, 10);
    });
  });
});
