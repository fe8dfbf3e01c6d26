import { beforeAll, describe, expect, it } from "vitest";
import type { FittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { intervalOf } from "../../../src/decisions/draws/interval.ts";
import { intervalFinder } from "../../../src/decisions/draws/interval-selection.ts";
import { quantitiesWithDraws } from "../../../src/decisions/quantities/quantities.ts";
import { costOf } from "../../../src/decisions/draws/cost.ts";
import { returns } from "../../../src/decisions/quantities/returns.ts";
import { makeDesign } from "../../../src/mmm/fit/design.ts";
import { madeUpModel, parameterAt, plainContribution, structures, sum } from "../support/made-up-model.ts";
import { madeUpPanel } from "../support/made-up-panel.ts";

/** Weeks after the table in the twin: far more than any carry-over that is counted. */
const after = 100;

/** All that a channel brings in the table and after it, with the spend of a period multiplied. */
function plainTotal(
  model: FittedModel,
  draw: number,
  channel: number,
  factor: number,
  { from, to } = { from: 0, to: model.data.rows },
  rows: number = model.data.rows + after,
): number {
  const spend = Array.from({ length: rows }, (_, t) => model.data.channels[channel].spend[t] ?? 0);
  const scaled = spend.map((amount, t) => (t >= from && t < to ? factor * amount : amount));
  return sum(plainContribution(model, draw, channel, scaled));
}

describe.each(structures)("returns with $name", ({ file }) => {
  const periods = [undefined, { from: 30, to: 43 }, { from: 47, to: 60 }];
  it.each(periods)("are effects against no spend in the period %o", async (period) => {
    const model = await madeUpModel({ file, draws: 4 });
    const { channels } = quantitiesWithDraws(model, period === undefined ? {} : { period }).draws;
    const { rows } = model.data;
    for (const [c, { spend, inTable, withCarryOver }] of channels.entries()) {
      const { from, to } = period ?? { from: 0, to: rows };
      expect(spend).toBeCloseTo(sum(model.data.channels[c].spend.subarray(from, to)), 6);
      for (let draw = 0; draw < 4; draw++) {
        const effect = (until: number): number =>
          plainTotal(model, draw, c, 1, period, until) - plainTotal(model, draw, c, 0, period, until);
        expect(Math.abs(inTable[draw] / effect(rows) - 1)).toBeLessThan(1e-9);
        // Effects are counted until a thousandth of the stock is left; of a table's effects that is much less.
        expect(withCarryOver[draw] / effect(rows + after)).toBeGreaterThan(0.998);
        expect(withCarryOver[draw] / effect(rows + after)).toBeLessThan(1 + 1e-9);
      }
    }
  });

  it.each(periods)("at the margin are the derivative of finite differences in the period %o", async (period) => {
    const model = await madeUpModel({ file, draws: 4 });
    const { channels } = quantitiesWithDraws(model, period === undefined ? {} : { period }).draws;
    const step = 1e-4;
    for (const [c, { spend, marginal }] of channels.entries()) {
      for (let draw = 0; draw < 4; draw++) {
        const upper = plainTotal(model, draw, c, 1 + step, period);
        const lower = plainTotal(model, draw, c, 1 - step, period);
        const difference = (upper - lower) / (2 * step * spend);
        // What is beyond the last week that is counted is missing from the derivative only; see above.
        expect(Math.abs(marginal[draw] / difference - 1)).toBeLessThan(2e-3);
      }
    }
  });
});

describe("returns", () => {
  let model: FittedModel;
  beforeAll(async () => {
    model = await madeUpModel({ file: "scaling: { media: mean, target: zscore }", draws: 200 });
  });

  it("at the margin are exact where nothing is left after the last week that is counted", async () => {
    const windowed = await madeUpModel({ file: "adstock: { kind: geometric, window: 6 }", draws: 20 });
    const { channels } = quantitiesWithDraws(windowed).draws;
    // A central difference is off by step² / 6 of the third derivative and by rounding, 1e-16 / step.
    const step = 1e-4;
    for (const [c, { spend, marginal }] of channels.entries()) {
      for (let draw = 0; draw < 20; draw++) {
        const upper = plainTotal(windowed, draw, c, 1 + step);
        const lower = plainTotal(windowed, draw, c, 1 - step);
        expect(Math.abs((marginal[draw] * 2 * step * spend) / (upper - lower) - 1)).toBeLessThan(1e-6);
      }
    }
  });

  it("at the margin are not those of a steady state in which adstock does not matter", () => {
    const { channels } = quantitiesWithDraws(model).draws;
    const { design, data } = model;
    const tv = Array.from({ length: 200 }, (_, draw) => {
      const of = (name: string): number => parameterAt(model, draw, name, "TV");
      const height = of("coefficient") * design.targetScale.scale;
      const scale = design.mediaScales[0].scale;
      // Derivative of the Hill curve at each week's spend as if it were steady, weighted by spend.
      const slopes = Array.from(data.channels[0].spend, (amount) => {
        const power = (amount / scale / of("half_saturation")) ** of("slope");
        return amount === 0 ? 0 : (height * of("slope") * power) / (1 + power) ** 2;
      });
      return sum(slopes) / sum(data.channels[0].spend);
    });
    const ratios = tv.map((steady, draw) => steady / channels[0].marginal[draw]);
    expect(ratios.filter((ratio) => Math.abs(ratio - 1) > 0.1).length).toBeGreaterThan(150);
  });

  it("of straight curves are the coefficient in the table's own units, all of it once carry-over is out", async () => {
    const file = "saturation: { kind: none }\nadstock: { kind: geometric, window: 5 }";
    const straight = await madeUpModel({ file, draws: 30 });
    const { channels } = quantitiesWithDraws(straight).draws;
    for (const [c, { spend, withCarryOver, marginal }] of channels.entries()) {
      for (let draw = 0; draw < 30; draw++) {
        const { name } = straight.spec.channels[c];
        const perUnit = straight.design.targetScale.scale / straight.design.mediaScales[c].scale;
        const roi = parameterAt(straight, draw, "coefficient", name) * perUnit;
        expect(withCarryOver[draw] / spend / roi).toBeCloseTo(1, 10);
        expect(marginal[draw] / roi).toBeCloseTo(1, 10);
      }
    }
  });

  it("fall at the margin below the average where curves are concave", async () => {
    const concave = await madeUpModel({ fixed: { slope: 1 } });
    for (const { roiWithCarryOver, marginalRoi } of returns(concave).channels) {
      expect(marginalRoi.mean).toBeLessThan(roiWithCarryOver.mean);
    }
  });

  it("of all media are those of spend growing in proportion", () => {
    const result = returns(model);
    const { channels } = quantitiesWithDraws(model).draws;
    const spend = sum(channels.map((channel) => channel.spend));
    const marginal = Float64Array.from({ length: 200 }, (_, draw) =>
      sum(channels.map((channel) => (channel.marginal[draw] * channel.spend) / spend)),
    );
    const expected = intervalOf(marginal);
    expect(result.media.spend).toBeCloseTo(spend, 6);
    expect(result.media.marginalRoi.median / expected.median).toBeCloseTo(1, 10);
    expect(result.media.roi.mean / (result.media.contributionOfSpend.mean / spend)).toBeCloseTo(1, 10);
    expect(sum(result.channels.map(({ shareOfMedia }) => shareOfMedia.mean))).toBeCloseTo(1, 10);
    expect(sum(result.channels.map(({ shareOfSpend }) => shareOfSpend))).toBeCloseTo(1, 10);
  });

  it("come with the probability that they are above the break-even, 1 for revenue unless another is given", () => {
    const { channels } = quantitiesWithDraws(model).draws;
    const share = (bound: number): number =>
      channels[1].inTable.filter((value) => value / channels[1].spend > bound).length / 200;
    expect(returns(model)).toMatchObject({ breakEven: 1 });
    expect(returns(model).channels[1].probabilityAboveBreakEven).toBe(share(1));
    const bound = returns(model).channels[1].roi.median;
    expect(returns(model, { breakEven: bound }).channels[1].probabilityAboveBreakEven).toBeCloseTo(0.5, 10);
  });

  it("have a headline: of the whole table what the table saw, of a part of it what is still to come as well", () => {
    const whole = returns(model);
    expect(whole.headline).toBe("roi");
    const part = returns(model, { period: { from: 47, to: 60 } });
    expect(part.headline).toBe("roiWithCarryOver");
    for (let c = 0; c < 3; c++) {
      const { contributionOfSpend, stillToCome, contributionWithCarryOver, roi, roiWithCarryOver, spend } =
        part.channels[c];
      expect(roiWithCarryOver.estimate).toBeGreaterThan(roi.estimate);
      // One span, one carry-over: a return is its contribution over the spend.
      expect(contributionOfSpend.estimate / spend / roi.estimate).toBeCloseTo(1, 10);
      expect(contributionWithCarryOver.estimate / spend / roiWithCarryOver.estimate).toBeCloseTo(1, 10);
      expect((contributionOfSpend.mean + stillToCome.mean) / contributionWithCarryOver.mean).toBeCloseTo(1, 10);
    }
  });

  it("are not a number for a channel without spend in the period, and it is not ranked", () => {
    const { channels, ranking, media } = returns(model, { period: { from: 0, to: 5 } });
    expect(channels[2].spend).toBe(0);
    expect(channels[2].roi.mean).toBeNaN();
    expect(channels[2].marginalRoi.median).toBeNaN();
    expect(channels[2].probabilityAboveBreakEven).toBeNaN();
    expect(ranking.headline.names).toEqual(["TV", "Radio"]);
    expect(media.marginalRoi.mean).toBeGreaterThan(0);
  });
});

describe("spend that noise has made negative", () => {
  it("counts as none in effects and as it is in sums, as in the fit", async () => {
    const model = await madeUpModel({ draws: 8 });
    model.data.channels[1].spend[3] = -900;
    model.data.channels[1].spend[4] = 400;
    const noised = { ...model, design: makeDesign(model.data, model.spec) };
    const { channels } = quantitiesWithDraws(noised).draws;
    const spend = Array.from(model.data.channels[1].spend);
    expect(channels[1].spend).toBeCloseTo(sum(spend), 8);
    const clipped = spend.map((amount) => Math.max(0, amount));
    const plain = sum(plainContribution(noised, 5, 1, clipped));
    expect(channels[1].inTable[5] / plain).toBeCloseTo(1, 10);
    const none = returns(noised, { period: { from: 3, to: 5 } });
    expect(none.channels[1].spend).toBe(-500);
    expect([none.channels[1].roi.mean, none.channels[1].marginalRoi.mean]).toEqual([Number.NaN, Number.NaN]);
    expect(none.ranking.headline.names).not.toContain("Radio");
  });
});

describe("the cost of a conversion", () => {
  it("is spend by conversions, with an interval, where the target is conversions and nowhere else", async () => {
    const model = await madeUpModel({ target: "conversions", draws: 300 });
    const result = returns(model);
    expect(result.breakEven).toBeUndefined();
    expect(result.channels[0].probabilityAboveBreakEven).toBeUndefined();
    const { spend, inTable } = quantitiesWithDraws(model).draws.channels[0];
    const costs = Float64Array.from(inTable, (value) => spend / value).sort();
    const cost = result.channels[0].costPerConversion!;
    // Cost times conversions is spend: the cost of the expected conversions.
    expect(cost.statistic).toBe("mean");
    expect((cost.estimate * sum(inTable)) / 300 / spend).toBeCloseTo(1, 10);
    // Quantiles lie between the same two draws, whether they are taken of costs or of conversions.
    for (const [value, probability] of [
      [cost.lower, 0.05],
      [cost.median, 0.5],
      [cost.upper, 0.95],
    ] as const) {
      const position = 299 * probability;
      expect(value).toBeGreaterThanOrEqual(costs[Math.floor(position)] * (1 - 1e-12));
      expect(value).toBeLessThanOrEqual(costs[Math.ceil(position)] * (1 + 1e-12));
    }
    expect(cost.probabilityNone).toBe(0);
    expect(returns(await madeUpModel()).channels[0].costPerConversion).toBeUndefined();
  });

  it("is infinite as far as draws have no conversions", () => {
    const conversions = Float64Array.from({ length: 101 }, (_, i) => i - 10);
    expect(costOf(intervalFinder(101)(conversions), 500)).toEqual({
      estimate: 500 / 40,
      statistic: "mean",
      median: 500 / 40,
      lower: 500 / 85,
      upper: Number.POSITIVE_INFINITY,
    });
  });
});

describe("returns of a panel", () => {
  it("compare spend with what media with spend bring, where there are others", async () => {
    const channels = "channels: { spend_TV: {}, spend_Search: {}, Email: { spend: none, driver: emails } }";
    const model = await madeUpPanel({ file: channels, emails: true, draws: 40 });
    const all = returns(model);
    const paid = all.channels.slice(0, 2);
    expect(all.channels[2].shareOfPaidMedia).toBeUndefined();
    expect(sum(paid.map(({ shareOfPaidMedia }) => shareOfPaidMedia!.estimate))).toBeCloseTo(1, 12);
    // Right of its share of spend is what returns more than all media with spend.
    for (const { shareOfPaidMedia, shareOfSpend, roi } of paid) {
      expect(shareOfPaidMedia!.estimate > shareOfSpend).toBe(roi.estimate > all.media.roi.estimate);
    }
    expect(returns(await madeUpPanel()).channels[0].shareOfPaidMedia).toBeUndefined();
  });

  it("rank no geos by a channel whose spend is national: its returns are alike in all by assumption", async () => {
    const model = await madeUpPanel({ national: true, ragged: false });
    const { rankingOfGeos = [] } = returns(model, { byGeo: true });
    expect(rankingOfGeos.map(({ headline }) => headline.names.length)).toEqual([4, 0, 4]);
  });
});
