import { beforeAll, describe, expect, it } from "vitest";
import { contributions } from "../../../src/decisions/quantities/contributions.ts";
import type { FittedModel } from "../../../src/decisions/draws/fitted-model.ts";
import { intervalOf } from "../../../src/decisions/draws/interval.ts";
import { predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { quantitiesWithDraws } from "../../../src/decisions/quantities/quantities.ts";
import {
  madeUpModel,
  parameterAt,
  plainBaseline,
  plainContribution,
  structures,
  sum,
} from "../support/made-up-model.ts";

const spendOf = (model: FittedModel, channel: number): number[] => Array.from(model.data.channels[channel].spend);

describe.each(structures)("contributions with $name", ({ file }) => {
  it("add up to the expected target draw by draw", async () => {
    const model = await madeUpModel({ file });
    const { components } = quantitiesWithDraws(model).draws;
    for (let draw = 0; draw < model.posterior.count; draw++) {
      const media = sum(model.spec.channels.map((_, c) => sum(plainContribution(model, draw, c, spendOf(model, c)))));
      const expected = sum(plainBaseline(model, draw)) + media;
      const total = sum(components.map((component) => component.total[draw]));
      expect(Math.abs(total / expected - 1)).toBeLessThan(1e-9);
    }
  });
});

describe("contributions", () => {
  let model: FittedModel;
  beforeAll(async () => {
    model = await madeUpModel({ file: "trend: linear", weeks: 60 });
  });

  it("have base, trend, season, controls and channels in this order", () => {
    const { components } = contributions(model, { weekly: false });
    expect(components.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      "base base",
      "trend trend",
      "season season",
      "control promotion",
      "control price",
      "channel TV",
      "channel Radio",
      "channel Social",
    ]);
  });

  it("of parts that cancel by construction say how far they move the target, and no others do", () => {
    const whole = contributions(model);
    const series = new Map(whole.weekly!.components.map((each) => [each.name, each.series]));
    for (const { name, kind, total, swing, cancels } of whole.components) {
      if (kind === "channel" || kind === "base") {
        expect([swing, cancels]).toEqual([undefined, undefined]);
        continue;
      }
      const { mean, estimate } = series.get(name)!;
      const [low, high] = [Math.min(...mean), Math.max(...mean)];
      expect([swing!.lowest.contribution.mean, swing!.highest.contribution.mean]).toEqual([
        expect.closeTo(low, 6),
        expect.closeTo(high, 6),
      ]);
      expect(estimate[whole.weekly!.dates.indexOf(swing!.highest.date)]).toBeCloseTo(
        swing!.highest.contribution.estimate,
        6,
      );
      // The trend counts from the middle of the table, and the price from its mean; a promotion counts from none, and the season from its mean over whole years, which 60 weeks are not.
      expect([name, cancels]).toEqual([name, name === "trend" || name === "price"]);
      if (cancels === true) expect(Math.max(Math.abs(total.lower), Math.abs(total.upper))).toBeLessThan(1e-6 * high);
    }
    const part = contributions(model, { period: { from: 0, to: 20 }, weekly: false });
    expect(part.components.find(({ kind }) => kind === "trend")).toMatchObject({ cancels: false });
  });

  it("by week add up to the expected target with their means, whatever their signs", () => {
    const { weekly } = contributions(model);
    weekly!.expected.mean.forEach((expected, t) => {
      expect(sum(weekly!.components.map(({ series }) => series.mean[t])) / expected).toBeCloseTo(1, 9);
    });
  });

  it("are summarized from the totals of all draws, not from the posterior mean", () => {
    const totals = Float64Array.from({ length: model.posterior.count }, (_, draw) =>
      sum(plainContribution(model, draw, 1, spendOf(model, 1))),
    );
    const expected = intervalOf(totals, 0.8);
    const radio = contributions(model, { level: 0.8 }).components.find(({ name }) => name === "Radio")!;
    for (const key of ["mean", "median", "lower", "upper"] as const) {
      expect(radio.total[key] / expected[key]).toBeCloseTo(1, 10);
    }
  });

  it("take a promotion against its absence and a price against its mean", () => {
    const { components } = contributions(model, { weekly: true });
    const [promotion, price] = components.filter(({ kind }) => kind === "control");
    expect(promotion.reference).toBe(0);
    expect(price.reference).toBeCloseTo(sum(model.data.controls[1].values) / 60, 10);
    const effects = Array.from(
      { length: model.posterior.count },
      (_, draw) => parameterAt(model, draw, "control", "promotion") * model.design.targetScale.scale,
    );
    const times = sum(model.data.controls[0].values);
    expect(promotion.total.mean).toBeCloseTo((times * sum(effects)) / effects.length, 6);
    // A sum of deviations from a mean: zero but for rounding of terms of the size of the price's effect in one week.
    expect(Math.abs(price.total.mean)).toBeLessThan(1e-6);
  });

  it("take a control against the value that the model file gives, and the base the rest", async () => {
    const given = await madeUpModel({ file: "trend: linear\nreference_values: { price: 12.5 }" });
    const plain = await madeUpModel({ file: "trend: linear" });
    const of = (fitted: typeof given, kind: string): ReturnType<typeof contributions>["components"][number] =>
      contributions(fitted).components.find((each) => each.kind === kind && each.name !== "promotion")!;
    expect(of(given, "control").reference).toBe(12.5);
    const weeks = given.data.rows;
    const [mean] = [sum(given.data.controls[1].values) / weeks];
    const { scale } = given.design.terms.control.scales![1];
    const effects = Array.from(
      { length: given.posterior.count },
      (_, draw) => parameterAt(given, draw, "control", "price") * given.design.targetScale.scale,
    );
    const expected = ((weeks * (mean - 12.5)) / scale) * (sum(effects) / effects.length);
    expect(of(given, "control").total.mean).toBeCloseTo(expected, 6);
    const shift = of(given, "base").total.mean - of(plain, "base").total.mean;
    expect(shift / expected).toBeCloseTo(-1, 8);
  });

  it("take counts of promotions, which are z-scored, against none of them", async () => {
    const counted = await madeUpModel({ file: "trend: linear" });
    const values = counted.data.controls[0].values;
    for (let t = 0; t < values.length; t++) values[t] = t % 4 === 0 ? (t % 3) + 1 : 0;
    const { makeDesign } = await import("../../../src/mmm/fit/design.ts");
    const again = { ...counted, design: makeDesign(counted.data, counted.spec) };
    expect(again.design.terms.control.scales![0].location).toBeGreaterThan(0);
    const { components, expected } = contributions(again, { weekly: true });
    expect(components.find(({ name }) => name === "promotion")?.reference).toBe(0);
    const plain = Array.from({ length: 40 }, (_, draw) =>
      sum([
        ...plainBaseline(again, draw),
        ...[0, 1, 2].flatMap((c) => plainContribution(again, draw, c, spendOf(again, c))),
      ]),
    );
    expect(expected.mean / (sum(plain) / 40)).toBeCloseTo(1, 10);
  });

  it("week by week add up to those in total, and their means to the expected target", () => {
    const { components, weekly, expected, baseline, media } = contributions(model);
    components.forEach(({ total }, i) => {
      const scale = Math.max(1, Math.abs(total.mean));
      expect(Math.abs(sum(weekly!.components[i].series.mean) - total.mean) / scale).toBeLessThan(1e-9);
    });
    expect(sum(weekly!.expected.mean) / expected.mean).toBeCloseTo(1, 10);
    expect(sum(weekly!.baseline.mean) / baseline.total.mean).toBeCloseTo(1, 10);
    expect(sum(weekly!.media.mean) / media.total.mean).toBeCloseTo(1, 10);
    for (let t = 0; t < 60; t++) {
      const means = sum(weekly!.components.map(({ series }) => series.mean[t]));
      expect(means / weekly!.expected.mean[t]).toBeCloseTo(1, 10);
    }
    expect(sum(components.map(({ share }) => share.mean))).toBeCloseTo(1, 10);
    expect(baseline.share.mean + media.share.mean).toBeCloseTo(1, 10);
  });

  it("of a part of the table are what was earned in its weeks", () => {
    const period = { from: 20, to: 33 };
    const whole = contributions(model);
    const part = contributions(model, { period });
    expect(part.period).toMatchObject({ rows: 13, unit: "week", wholeTable: false, from: model.data.dates[20] });
    part.components.forEach(({ total }, i) => {
      const weeks = whole.weekly!.components[i].series.mean.slice(20, 33);
      expect(total.mean).toBeCloseTo(sum(weeks), 6);
    });
    expect(part.weekly!.dates).toEqual(model.data.dates.slice(20, 33));
    expect(part.observed).toBeCloseTo(sum(model.data.target.values.subarray(20, 33)), 6);
  });

  it("come with the predictions that the model is checked with", () => {
    const { predicted } = predictionsOf(model);
    const { count } = model.posterior;
    const first = intervalOf(predicted.slice(0, count));
    const { lower, median } = contributions(model).weekly!.predictive;
    expect(lower[0] / first.lower).toBeCloseTo(1, 10);
    expect(median[0] / first.median).toBeCloseTo(1, 10);
  });

  it.each(["normal", "student_t"])(
    "give intervals of a new observation under a likelihood of kind %s",
    async (kind) => {
      const wide = await madeUpModel({
        file: `likelihood: ${kind}`,
        draws: 4000,
        weeks: 20,
        fixed: {
          decay: 0.5,
          slope: 1,
          half_saturation: 1,
          coefficient: 1,
          control: 0,
          season: 0,
          trend: 0,
          intercept: 0,
          sigma: 0.3,
          degrees_of_freedom: 5,
        },
      });
      const { expected, predictive } = contributions(wide).weekly!;
      // 95% quantiles of the normal and of Student's t with 5 degrees of freedom.
      const reach = (kind === "normal" ? 1.6448536 : 2.0150484) * 0.3 * wide.design.targetScale.scale;
      const widths = predictive.upper.map((upper, t) => (upper - expected.mean[t]) / reach);
      // The standard error of a 95% quantile of 4000 draws is at most 2.7% of it here; of the mean over 20 weeks 0.6%.
      expect(Math.abs(sum(widths) / 20 - 1)).toBeLessThan(4 * 0.006);
      expect(contributions(wide).weekly!.predictive).toEqual(predictive);
    },
  );
});
