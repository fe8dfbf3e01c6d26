import { describe, expect, it } from "vitest";
import { contributions } from "../../../src/decisions/quantities/index.ts";
import { sum } from "../../../src/numerics/index.ts";
import { channelDraws } from "../../../src/decisions/draws/index.ts";
import { predictionsOf } from "../../../src/decisions/predictions/index.ts";
import { baselineParts, fillPart } from "../../../src/decisions/quantities/contributions-baseline.ts";
import { firstWeekday, terms, weekdays } from "../../../src/mmm/terms/baseline/index.ts";
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
  { name: "reference values of controls", file: "reference_values: { promotion: 1, price: 9.5 }" },
  { name: "a trend of knots", file: "trend: { kind: knots, knots: 5 }" },
  { name: "a level that moves every row", file: "trend: local_level" },
  { name: "a smooth trend", file: "trend: hsgp" },
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
});

describe("The day of the week", () => {
  const daily = { daily: true, weeks: 150 } as const;

  it("is a contribution of its own, that adds up to zero over every week and is the same for each of its days", async () => {
    const model = await madeUpModel({ file: "target: revenue", ...daily, draws: 5 });
    const part = baselineParts(model).find(({ name }) => name === "day of the week")!;
    const { weeks } = model.design;
    const { count } = model.posterior;
    const weekly = new Float64Array(weeks * count);
    fillPart(model, part, { from: 0, to: weeks }, weekly);
    for (let draw = 0; draw < count; draw++) {
      const of = (t: number): number => weekly[t * count + draw];
      const week = Array.from({ length: 7 }, (_, t) => of(t));
      expect(Math.abs(week.reduce((sum, value) => sum + value, 0))).toBeLessThan(
        1e-9 * Math.max(...week.map(Math.abs)),
      );
      for (let t = 7; t < weeks; t++) expect(of(t)).toBe(of(t - 7));
    }
  });

  it("is told day by day, in the order of the week, for the days that a period has", async () => {
    const model = await madeUpModel({ file: "target: revenue", ...daily, draws: 20 });
    const patternIn = (from: number, to: number) => {
      const { components, weekly } = contributions(model, { period: { from, to } });
      const place = components.findIndex(({ name }) => name === "day of the week");
      return { pattern: components[place].pattern!, series: weekly!.components[place].series };
    };
    const first = firstWeekday(model.data);
    const whole = patternIn(0, model.data.rows);
    expect(whole.pattern.map(({ name }) => name)).toEqual(weekdays);
    const means = whole.pattern.map(({ contribution }) => contribution.mean);
    expect(Math.abs(sum(means))).toBeLessThan(1e-9 * Math.max(...means.map(Math.abs)));
    whole.series.mean.forEach((value, t) => expect(value).toBe(means[(first + t) % 7]));

    const part = patternIn(3, 7);
    const days = [3, 4, 5, 6].map((t) => (first + t) % 7).sort((a, b) => a - b);
    expect(part.pattern.map(({ name }) => name)).toEqual(days.map((day) => weekdays[day]));
    for (const { name, contribution } of part.pattern) {
      expect(contribution.mean).toBe(means[weekdays.indexOf(name)]);
    }
  });

  it("is what its parameters and rows say", async () => {
    const model = await madeUpModel({ file: "target: revenue", ...daily, draws: 5 });
    const { expected, media, count } = predictionsOf(model);
    for (let draw = 0; draw < count; draw++) {
      plainBaseline(model, draw).forEach((plain, t) => {
        expect(expected[t * count + draw] - media[t * count + draw]).toBeCloseTo(plain, 6);
      });
    }
  });

  it("has the same prior for all seven days, of one deviation each", async () => {
    const { design } = await madeUpModel({ file: "target: revenue", ...daily, draws: 1 });
    const { values } = design.terms.weekday;
    const rows = Array.from({ length: 6 }, (_, k) => values.subarray(k * design.weeks, (k + 1) * design.weeks));
    for (let day = 0; day < 7; day++) {
      // The variance of the level of a day, for coordinates of variance one.
      expect(rows.reduce((sum, row) => sum + row[day] ** 2, 0)).toBeCloseTo(1, 12);
      for (let other = 0; other < day; other++) {
        expect(rows.reduce((sum, row) => sum + row[day] * row[other], 0)).toBeCloseTo(-1 / 6, 12);
      }
    }
  });

  it("begins with the day of the first date, in longer tables too", () => {
    const dayOf = (date: string): string => weekdays[firstWeekday({ dates: [date], dayOfYear: Float64Array.of(1) })];
    expect(["2023-01-01", "2023-01-02", "2024-02-29", "1969-12-31"].map(dayOf)).toEqual([
      "Sunday",
      "Monday",
      "Thursday",
      "Wednesday",
    ]);
    expect(firstWeekday({ dates: ["1"] })).toBe(0);
  });
});
