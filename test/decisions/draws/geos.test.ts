// A panel is the sum of its geos, draw by draw, and each geo is what the equation of the model says of it.

import { describe, expect, it } from "vitest";
import { channelDraws } from "../../../src/decisions/draws/channel-draws.ts";
import { modelOfGeo } from "../../../src/decisions/draws/geos.ts";
import { responseOverDraws } from "../../../src/decisions/draws/response-over-draws.ts";
import { drivingCells, drivingRow, spendOf } from "../../../src/decisions/draws/true-spend.ts";
import { contributions } from "../../../src/decisions/quantities/contributions.ts";
import { responseCurves } from "../../../src/decisions/quantities/curves.ts";
import { predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { returns } from "../../../src/decisions/quantities/returns.ts";
import { madeUpModel, plainBaseline, plainContribution, sum } from "../support/made-up-model.ts";
import { madeUpPanel, panelGeos } from "../support/made-up-panel.ts";

const close = (value: number, wanted: number): void => {
  expect(Math.abs(value - wanted)).toBeLessThan(1e-9 * Math.max(1, Math.abs(wanted)));
};

const files = [
  "trend: linear",
  "adstock: { kind: geometric, window: 6 }\nsaturation: { kind: logistic }\ncontrols: none",
  "order: saturation_first\nadstock: { kind: delayed }",
  "pooling: { coefficient: complete, intercept: none, control: none }\nweek_effects: none",
];

describe("a panel", () => {
  it.each(files)("has contributions that are the sum over its geos of the model's equation: %s", async (file) => {
    const model = await madeUpPanel({ file });
    for (const period of [
      { from: 0, to: 40 },
      { from: 25, to: 36 },
    ]) {
      for (const draws of channelDraws(model, { period, weekly: true, byGeo: true })) {
        for (let i = 0; i < model.posterior.count; i++) {
          let total = 0;
          panelGeos.forEach(({ name, population, first, end }, geo) => {
            const own = modelOfGeo(model, name);
            const spend = Array.from(own.data.channels[draws.index].spend, (value) => value / population);
            const weeks = plainContribution(own, i, draws.index, spend).map((value) => value * population);
            const earned = sum(weeks.slice(Math.max(first, period.from), Math.min(end, period.to)));
            close(draws.geos[geo].contribution[i], earned);
            total += earned;
          });
          close(draws.contribution[i], total);
        }
      }
    }
  });

  it.each([false, true])(
    "gives every figure of a channel as the sum over geos that are models by themselves: %s",
    async (impressions) => {
      const model = await madeUpPanel({ impressions });
      expect(model.data.channels[0].driver === undefined).toBe(!impressions);
      for (const [k, { name }] of panelGeos.entries()) {
        const own = modelOfGeo(model, name);
        expect(drivingRow(own, 0)).toEqual(drivingCells(model, 0).slice(k * 40, (k + 1) * 40));
      }
      const factors = [0.5, 1, 1.5];
      for (const period of [
        { from: 0, to: 40 },
        { from: 28, to: 38 },
      ]) {
        const of = (each: typeof model) =>
          [...channelDraws(each, { period, weekly: true, factors, byGeo: true })].map((draws) => ({
            ...draws,
            weekly: draws.weekly.slice(),
            planned: draws.planned.slice(),
            plannedMarginal: draws.plannedMarginal.slice(),
          }));
        const whole = of(model);
        const parts = panelGeos.map(({ name }) => of(modelOfGeo(model, name)));
        whole.forEach((draws, c) => {
          const own = parts.map((part) => part[c]);
          const added = (values: (part: (typeof own)[number]) => Float64Array): Float64Array =>
            values(own[0]).map((_, k) => sum(own.map((part) => values(part)[k])));
          for (const key of ["contribution", "inTable", "withCarryOver", "weekly", "planned"] as const) {
            const wanted = added((part) => part[key]);
            draws[key].forEach((value, k) => close(value, wanted[k]));
          }
          close(draws.spend, sum(own.map(({ spend }) => spend)));
          // Marginal returns are weighted by spend; a geo without spend in the period has none.
          const weighted = added(({ marginal, spend }) => marginal.map((value) => (spend > 0 ? value * spend : 0)));
          draws.marginal.forEach((value, k) => close(value, weighted[k] / draws.spend));
          own.forEach((part, geo) => {
            for (const key of ["contribution", "inTable", "withCarryOver", "marginal"] as const)
              expect(draws.geos[geo][key]).toEqual(part[key]);
          });
        });
      }
    },
  );

  it("has a baseline that is the sum over the rows of its geos", async () => {
    const model = await madeUpPanel({ file: "week_effects: none\ntrend: linear" });
    const { components, baseline, expected, cells, cellsWithTarget, observed } = contributions(model, {
      weekly: false,
    });
    const wanted = Array.from({ length: model.posterior.count }, (_, i) =>
      sum(
        panelGeos.flatMap(({ name, population, first, end }) =>
          plainBaseline(modelOfGeo(model, name), i)
            .slice(first, end)
            .map((value) => value * population),
        ),
      ),
    );
    close(baseline.total.mean, sum(wanted) / wanted.length);
    close(sum(components.map(({ total }) => total.mean)), expected.mean);
    expect(cells).toBe(40 + 40 + 31 + 31);
    const known = model.data.target.values.filter((value) => !Number.isNaN(value));
    expect(cellsWithTarget).toBe(known.length);
    close(observed, sum(known));
  });

  it("has geos whose parts add up to those of the total in mean", async () => {
    const model = await madeUpPanel();
    const whole = contributions(model);
    const parts = panelGeos.map(({ name }) => contributions(modelOfGeo(model, name)));
    whole.components.forEach(({ name, total }, k) => {
      const own = parts.map((part) => part.components[k]);
      expect(own.map((part) => part.name)).toEqual(own.map(() => name));
      close(sum(own.map((part) => part.total.mean)), total.mean);
    });
    close(sum(parts.map(({ baseline }) => baseline.total.mean)), whole.baseline.total.mean);
    const { weekly } = whole;
    weekly!.expected.mean.forEach((value, t) => close(value, sum(parts.map((part) => part.weekly!.expected.mean[t]))));
    expect(weekly!.observed.some(Number.isNaN)).toBe(true);
  });

  it("has marginal returns that are the derivative by a factor on the spend of all geos", async () => {
    const model = await madeUpPanel();
    const step = 1e-4;
    const factors = [1 - step, 1, 1 + step];
    for (const draws of channelDraws(model, { period: { from: 20, to: 38 }, weekly: false, factors })) {
      const { count } = model.posterior;
      for (let i = 0; i < count; i++) {
        const slope = (draws.planned[2 * count + i] - draws.planned[i]) / (2 * step * draws.spend);
        expect(Math.abs(draws.marginal[i] / slope - 1)).toBeLessThan(1e-6);
        close(draws.plannedMarginal[count + i], draws.marginal[i]);
      }
    }
  });

  it.each(["likelihood: student_t", "likelihood: negative_binomial", "likelihood: normal\nweek_effects: none"])(
    "has predictive targets by week that are the sums of its predictions: %s",
    async (likelihood) => {
      const model = await madeUpPanel({ file: likelihood, conversions: likelihood.includes("binomial") });
      const { predicted, series, count, withoutTarget } = predictionsOf(model);
      const totals = new Float64Array(40 * count);
      for (const part of [{ series, predicted }, ...(withoutTarget === undefined ? [] : [withoutTarget])]) {
        for (const own of part.series) {
          Array.from(own.rows).forEach((t, k) => {
            for (let i = 0; i < count; i++) totals[t * count + i] += part.predicted[(own.from + k) * count + i];
          });
        }
      }
      const { weekly } = contributions(model);
      for (let t = 0; t < 40; t++) {
        close(weekly!.predictive.mean[t], sum(totals.subarray(t * count, (t + 1) * count)) / count);
      }
    },
  );

  it("has curves of all geos scaled together, that pass through what the period brought", async () => {
    const model = await madeUpPanel();
    const { channels } = responseCurves(model);
    const returned = returns(model);
    channels.forEach(({ flighting, steady }, c) => {
      const { contributionWithCarryOver, marginalRoi } = returned.channels[c];
      close(flighting.response.mean[flighting.current], contributionWithCarryOver.mean);
      close(flighting.marginal.mean[flighting.current], marginalRoi.mean);
      // The slope of the steady curve is its derivative.
      const k = steady.current;
      const slope =
        (steady.response.mean[k + 1] - steady.response.mean[k - 1]) / (steady.spend[k + 1] - steady.spend[k - 1]);
      expect(Math.abs(steady.marginal.mean[k] / slope - 1)).toBeLessThan(0.1);
    });
  });

  it("has returns by geo that are its contributions over its spend, and ranks them by probability", async () => {
    const model = await madeUpPanel({ draws: 200 });
    for (const period of [
      { from: 0, to: 40 },
      { from: 32, to: 40 },
    ]) {
      const { geos, rankingOfGeos, ...total } = returns(model, { period, byGeo: true });
      expect(total).toEqual(returns(model, { period }));
      const alone = panelGeos.map(({ name }) => returns(modelOfGeo(model, name), { period }));
      expect(geos!.map(({ geo, rows, population }) => ({ geo, rows, population }))).toEqual(
        panelGeos.map(({ name, population, first, end }) => ({
          geo: name,
          population,
          rows: Math.max(0, Math.min(end, period.to) - Math.max(first, period.from)),
        })),
      );
      geos!.forEach(({ channels, media }, geo) => {
        expect(channels).toEqual(alone[geo].channels);
        expect(media).toEqual(alone[geo].media);
      });
      // Contributions of the geos add up to the total in mean; ROI is the ratio of the sums.
      total.channels.forEach(({ contributionOfSpend, spend, roi }, c) => {
        close(sum(geos!.map(({ channels }) => channels[c].contributionOfSpend.mean)), contributionOfSpend.mean);
        close(roi.mean, contributionOfSpend.mean / spend);
      });
      expect(rankingOfGeos!.map(({ name }) => name)).toEqual(["TV", "Search", "media"]);
      for (const ranking of rankingOfGeos!) {
        for (const { names, places, meanPlace } of [ranking.headline, ranking.marginalRoi]) {
          // West has ended before the second period.
          expect(names).toEqual(panelGeos.filter(({ end }) => end > period.from).map(({ name }) => name));
          for (const row of places) close(sum(row), 1);
          for (const place of names.keys()) close(sum(places.map((row) => row[place])), 1);
          close(sum(meanPlace), (names.length * (names.length + 1)) / 2);
        }
      }
      expect(total.headline).toBe(period.from === 0 ? "roi" : "roiWithCarryOver");
    }
  });

  it("has contributions by geo from one pass that are those of the geos by themselves", async () => {
    const model = await madeUpPanel();
    for (const weekly of [false, true]) {
      const { geos, ...total } = contributions(model, { weekly, byGeo: true });
      expect(total).toEqual(contributions(model, { weekly }));
      geos!.forEach((geo, k) => expect(geo).toEqual(contributions(modelOfGeo(model, panelGeos[k].name), { weekly })));
    }
    const national = await madeUpModel();
    expect(() => contributions(national, { byGeo: true })).toThrow(
      "The fit is of a national table, which has no geos.",
    );
    expect(() => returns(national, { byGeo: true })).toThrow("which has no geos");
    expect(() => modelOfGeo(model, "Nrth")).toThrow("The fit has no such geo.");
  });

  it("is the response graph over channel, geo and time in the table's own units", async () => {
    const model = await madeUpPanel();
    const runs = responseOverDraws(model, ({ contribution }) => ({ contribution: contribution.node }));
    const output = runs.output("contribution");
    const all = [...channelDraws(model, { period: { from: 0, to: 40 }, weekly: false, byGeo: true })];
    for (let i = 0; i < model.posterior.count; i++) {
      runs.at(i);
      all.forEach((draws, c) =>
        panelGeos.forEach((_, geo) => {
          const start = (c * panelGeos.length + geo) * 40;
          close(sum(output.subarray(start, start + 40)), draws.geos[geo].contribution[i]);
        }),
      );
    }
    close(spendOf(model, 0, { from: 0, to: 40 }), sum(model.data.channels[0].spend));
  });
});
