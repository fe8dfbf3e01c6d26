import { describe, expect, it } from "vitest";
import { channelDraws } from "../../../src/decisions/draws/index.ts";
import { predictionsOf } from "../../../src/decisions/predictions/index.ts";
import { baselineParts, fillPart } from "../../../src/decisions/quantities/contributions-baseline.ts";
import { terms } from "../../../src/mmm/terms/baseline/index.ts";
import { madeUpModel, plainBaseline } from "../../decisions/support/made-up-model.ts";
import { holiday, relaunch } from "./support/own-terms.ts";

terms.add(relaunch);
terms.add(holiday);

const models = [
  { name: "the default terms", file: "trend: linear" },
  { name: "no term but the intercept", file: "controls: none\nseasonality: none\ntrend: none" },
  {
    name: "several seasons",
    file: "seasonality: [{ period: 52, harmonics: 2 }, { period: 13, harmonics: 3 }]\ntrend: linear",
  },
  { name: "terms of one's own", file: "terms: [relaunch, holiday]" },
];

describe.each(models)("The terms of a model with $name", ({ file }) => {
  it("add up, with the channels, to the expected target in every week of every draw", async () => {
    const model = await madeUpModel({ file, draws: 20 });
    const { weeks } = model.design;
    const { count } = model.posterior;
    const period = { from: 0, to: weeks };
    const total = new Float64Array(weeks * count);
    const part = new Float64Array(weeks * count);
    for (const each of baselineParts(model)) {
      fillPart(model, each, period, part);
      for (let k = 0; k < total.length; k++) total[k] += part[k];
    }
    for (const { weekly } of channelDraws(model, { period, weekly: true })) {
      for (let k = 0; k < total.length; k++) total[k] += weekly[k];
    }
    const { expected } = predictionsOf(model);
    for (let k = 0; k < total.length; k++) expect(Math.abs(total[k] / expected[k] - 1)).toBeLessThan(1e-11);
  });
});

describe("Several seasons", () => {
  const file = "seasonality: [{ period: 365.25, harmonics: 2 }, { period: 7, harmonics: 3 }]\ntrend: none";

  it("are the sum of their waves", async () => {
    const model = await madeUpModel({ file, daily: true, weeks: 150, draws: 5 });
    const { expected, media, count } = predictionsOf(model);
    for (let draw = 0; draw < count; draw++) {
      plainBaseline(model, draw).forEach((plain, t) => {
        expect(expected[t * count + draw] - media[t * count + draw]).toBeCloseTo(plain, 6);
      });
    }
  });

  it("are contributions of their own, named after their periods", async () => {
    const model = await madeUpModel({ file, daily: true, weeks: 150, draws: 5 });
    const seasons = baselineParts(model).filter(({ kind }) => kind === "season");
    expect(seasons.map(({ name }) => name)).toEqual(["season of the year", "season of the week"]);
    expect(seasons.map((each) => each.terms.length)).toEqual([4, 6]);
  });

  it("are the default of daily tables", async () => {
    const seasonality = async (daily: boolean) =>
      (await madeUpModel({ file: "target: revenue", daily, weeks: 150, draws: 1 })).spec.seasonality;
    expect(await seasonality(true)).toEqual([
      { period: 365.25, harmonics: 2 },
      { period: 7, harmonics: 3 },
    ]);
    expect(await seasonality(false)).toEqual({ period: 52, harmonics: 2 });
  });
});
