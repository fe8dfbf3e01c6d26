// Forecasts of rows to come: those of a table that has them, sums over geos and weeks draw by draw, scenarios of the same draws.

import { describe, expect, it } from "vitest";
import { geosOf, type MediaData } from "../../../src/data/panel/index.ts";
import { type ColumnValues, tableFromColumns } from "../../../src/data/panel/from-columns.ts";
import { type FittedModel, intervalOf } from "../../../src/decisions/draws/index.ts";
import { forecast, futureDraws } from "../../../src/decisions/predictions/forecast.ts";
import { futureScenarios } from "../../../src/decisions/predictions/future.ts";
import { predictionsOf } from "../../../src/decisions/predictions/predictive.ts";
import { dayText } from "../../../src/numerics/index.ts";
import type { CarryoverError } from "../../../src/problems/problem.ts";
import { madeUpModel } from "../support/made-up-model.ts";
import { madeUpPanel } from "../support/made-up-panel.ts";

/** The last rows of the fitted table, so many rows later. */
function next(data: MediaData, rows: number, more: ColumnValues = {}): ColumnValues {
  const cells = geosOf(data).flatMap(({ end, name, population }, geo) =>
    end < data.rows
      ? []
      : Array.from({ length: rows }, (_, k) => ({ k, name, population, cell: (geo + 1) * data.rows - rows + k })),
  );
  const of = (values: ArrayLike<number>): number[] => cells.map(({ cell }) => values[cell]);
  return {
    ...(data.geos === undefined ? {} : { [data.geoColumn ?? ""]: cells.map(({ name }) => name) }),
    [data.dateColumn]: cells.map(({ k }) =>
      data.dayOfYear === undefined
        ? Number(data.dates[data.rows - 1]) + k + 1
        : dayText(Date.parse(data.dates[data.rows - 1]) / 864e5 + 7 * (k + 1)),
    ),
    ...Object.fromEntries(data.channels.map(({ column, spend }) => [column, of(spend)])),
    ...Object.fromEntries(data.controls.map(({ name, values }) => [name, of(values)])),
    ...more,
  };
}

async function scenarioOf(model: FittedModel, rows: number, more: ColumnValues = {}) {
  const table = await tableFromColumns(next(model.data, rows, more), "next.csv");
  return futureScenarios(model, [{ name: "next", table }]);
}

const trends = ["trend: linear", "trend: { kind: knots, knots: [1, 20, 40] }", "trend: local_level", "trend: hsgp"];

describe.each(trends)("A forecast with %s", (file) => {
  it("is the prediction of a table that has the rows", async () => {
    const model = await madeUpPanel({ file });
    const [{ data }] = await scenarioOf(model, 5);
    // As if they were observed.
    const values = data.target.values.map((value, cell) => (cell % data.rows >= model.data.rows ? 1 : value));
    const known = predictionsOf(model, {
      data: { ...data, target: { ...data.target, values } },
      from: model.data.rows,
    });
    const future = futureDraws(model, data);
    const going = data.geos!.filter(({ end }) => end === data.rows);
    expect(future.rows).toBe(5 * going.length);
    expect(future.series.map(({ geo }) => geo)).toEqual(going.map(({ name }) => name));
    for (const part of ["expected", "media", "predicted"] as const) {
      expect(future[part].slice(0, 40)).toEqual(known[part].slice(0, 40));
    }
    expect(future.expected.every(Number.isFinite)).toBe(true);
  });
});

describe("A forecast of a panel", () => {
  it("adds up: geos to the total and weeks to the sum, in each draw", async () => {
    const model = await madeUpPanel();
    const scenarios = await scenarioOf(model, 6);
    const result = forecast(model, scenarios, { level: 0.8 });
    const [{ total, weekly, geos = [], spend }] = result.scenarios;
    const { expected, predicted, media, count } = futureDraws(model, scenarios[0].data);
    const totals = (draws: Float64Array): Float64Array =>
      Float64Array.from({ length: count }, (_, i) =>
        draws.reduce((sum, value, k) => (k % count === i ? sum + value : sum), 0),
      );
    for (const [own, draws] of [
      [total.expected, expected],
      [total.predicted, predicted],
      [total.media, media],
    ] as const) {
      const wanted = intervalOf(totals(draws), 0.8);
      for (const key of ["mean", "lower", "upper"] as const) expect(own[key] / wanted[key]).toBeCloseTo(1, 10);
    }
    const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
    expect(sum(geos.map((geo) => geo.total.expected.mean)) / total.expected.mean).toBeCloseTo(1, 10);
    expect(sum(geos.map((geo) => geo.spend)) / spend).toBeCloseTo(1, 10);
    expect(sum([...weekly.expected.mean]) / total.expected.mean).toBeCloseTo(1, 10);
    expect((total.baseline.mean + total.media.mean) / total.expected.mean).toBeCloseTo(1, 10);
    expect(result).toMatchObject({ rows: 6, unit: "week", from: "41", to: "46", level: 0.8, draws: count });
  });
});

describe("Scenarios", () => {
  it("of one file differ by what is in them alone", async () => {
    const model = await madeUpModel({ file: "trend: local_level", draws: 60 });
    const one = next(model.data, 8);
    const [{ column }] = model.data.channels;
    const both = Object.fromEntries(
      Object.entries(one).map(([name, values]) => [
        name,
        [...Array.from(values), ...Array.from(values, (value) => (name === column ? Number(value) + 1000 : value))],
      ]),
    );
    const scenario = Array.from({ length: 16 }, (_, k) => (k < 8 ? "as before" : "more"));
    const table = await tableFromColumns({ ...both, scenario } as ColumnValues, "both.csv");
    const scenarios = futureScenarios(model, [{ name: "both", table }]);
    const { differences, scenarios: told } = forecast(model, scenarios);
    expect(told.map(({ name }) => name)).toEqual(["as before", "more"]);
    expect(told[1].spend - told[0].spend).toBeCloseTo(8000, 6);
    const [a, b] = scenarios.map(({ data }) => futureDraws(model, data));
    // The trend goes on in the same way in both.
    a.expected.forEach((value, k) => expect(b.expected[k] - value).toBeCloseTo(b.media[k] - a.media[k], 6));
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({ scenario: "more", over: "as before", probability: 1 });
    expect(differences[0].expected.mean).toBeCloseTo(told[1].total.media.mean - told[0].total.media.mean, 6);
  });

  it("of one name, and over different rows, are refused", async () => {
    const model = await madeUpModel({ draws: 4 });
    const [five, six] = await Promise.all(
      [5, 6].map(async (rows) => tableFromColumns(next(model.data, rows), `${rows}.csv`)),
    );
    const says = (tables: Parameters<typeof futureScenarios>[1]): string => {
      try {
        futureScenarios(model, tables);
        return "";
      } catch (error) {
        return (error as CarryoverError).message;
      }
    };
    expect(says([])).toContain("There is no file with rows to come.");
    expect(says([five, five].map((table) => ({ name: "a", table })))).toContain('Two scenarios are called "a".');
    expect(
      says([
        { name: "a", table: five },
        { name: "b", table: six },
      ]),
    ).toContain('The scenario "b" ends with');
  });
});

it("A trend of a few sines goes on beyond their boundary", async () => {
  const model = await madeUpModel({ file: "trend: hsgp", weeks: 60, draws: 3 });
  const [{ data }] = await scenarioOf(model, 52);
  const { expected, rows } = futureDraws(model, data);
  expect(rows).toBe(52);
  expect(expected.every(Number.isFinite)).toBe(true);
});

describe("What will be observed", () => {
  it("of counts is a count around its mean", async () => {
    const model = await madeUpPanel({ file: "likelihood: negative_binomial", conversions: true });
    const [{ data }] = await scenarioOf(model, 4);
    const { predicted, expected } = futureDraws(model, data);
    expect(predicted.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
    expect(expected.every((value) => !Number.isInteger(value))).toBe(true);
  });

  it("of a target that was published with noise has that noise too, and says so", async () => {
    const scale = 50_000;
    const file = `noise: { revenue: { mechanism: gaussian, scale: ${scale} } }`;
    const model = await madeUpModel({ file, draws: 400 });
    const scenarios = await scenarioOf(model, 4);
    const { predicted, expected } = futureDraws(model, scenarios[0].data);
    let squares = 0;
    predicted.forEach((value, k) => {
      squares += (value - expected[k]) ** 2 / predicted.length;
    });
    // Of 1600 draws, whose deviation has a standard error of 1.8%; the likelihood adds less than a tenth.
    expect(Math.sqrt(squares) / scale).toBeGreaterThan(0.92);
    expect(Math.sqrt(squares) / scale).toBeLessThan(1.2);
    expect(forecast(model, scenarios).assumptions.join(" ")).toContain("The target was published with noise");
  });
});
