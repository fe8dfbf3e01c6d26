// Lift tests in the model: what they are expected to read, and the density of what they read, against the same written out in plain arithmetic.

import { describe, expect, it } from "vitest";
import type { Experiment } from "../../../src/mmm/experiments/index.ts";
import { testsBySource } from "../../../src/mmm/fit/experiment-likelihood.ts";
import { logDeterminant } from "../../support/determinant.ts";
import { positions } from "../support/cases.ts";
import { plainReading, type TestedModel, testedModel } from "../support/experiment-cases.ts";
import { nationalTable, panelTable } from "../support/return-cases.ts";

const national = `experiments:
  - { name: off, channels: TV, start: 20, end: 26, cooldown: 4, counterfactual: { multiply: 0 }, lift: 900, se: 400 }
  - { name: less, channels: [Search], start: 8, end: 9, counterfactual: { add: 300 }, lift: -80, se: 60, source: agency, bias: 0.3, bias_mean: 0.1 }
  - { name: other spend, channels: spend_TV, start: 30, end: 32, cooldown: 8, counterfactual: { spend: [0, 700, 100] }, lift: 10, se: 90, source: agency, bias: 0.3, bias_mean: 0.1 }
  - { name: a tenth, channels: TV, start: 12, end: 14, share: 0.1, coverage: 0.5, counterfactual: { add: 50 }, lift: -4, se: 9, source: lab, bias: 20, bias_unit: lift }
  - { name: return, channels: [TV, Search], start: 12, end: 20, cooldown: 2, counterfactual: { multiply: 0.5 }, metric: roi, lift: 0.4, se: 0.2, source: lab, bias: 20, bias_unit: lift }
  - { name: conversions, channels: TV, start: 1, end: 9, counterfactual: { multiply: 1.5 }, metric: conversions, conversion_value: 20, lift: -5, se: 8, half_life: 10 }
  - { name: last year, channels: Search, weeks: 5, spend: 0, usual_spend: 400, cooldown: 3, counterfactual: { spend: 400 }, lift: -300, se: 100, age: 60, half_life: 30 }
  - { name: compared, channels: Search, start: 5, end: 9, counterfactual: { multiply: 0 }, lift: 100, se: 10, use: comparison }`;

const series = (model: TestedModel, channel: string, geo: number): number[] => {
  const { rows, channels } = model.data;
  const { spend } = channels.find(({ name }) => name === channel)!;
  return [...spend.subarray(geo * rows, (geo + 1) * rows)].map((value) => (Number.isNaN(value) ? 0 : value));
};

const draw = (model: TestedModel): { of: (name: string) => number; position: Float64Array } => {
  const [position] = positions(model.posterior.dimension, 1, 0.4);
  const { columns } = model.posterior.constrainDraws(position, 1);
  return { position, of: (name) => columns.get(name)![0] };
};

/** Trajectories of one channel of the national table, whose weeks are numbered from 1. */
const changed = (
  model: TestedModel,
  channel: string,
  [start, end, last]: readonly [number, number, number],
  without: (spend: number, k: number) => number,
  share = 1,
) => {
  const spend = series(model, channel, 0).map((value) => value * share);
  return {
    channel,
    geo: 0,
    spend,
    without: spend.map((value, t) => (t >= start - 1 && t < end ? without(value, t - start + 1) : value)),
    counts: (t: number) => t >= start - 1 && t < last,
  };
};

describe("What a test is expected to read", () => {
  it("is the effect of spend with it less that without, carried in and out, in the unit of its lift", async () => {
    const model = await testedModel(await nationalTable(), national);
    const { of } = draw(model);
    const test = (name: string): Experiment => model.experiments.find((each) => each.name === name)!;
    const before = Array<number>(300).fill(400);
    const trajectories = {
      off: [changed(model, "TV", [20, 26, 30], () => 0)],
      less: [changed(model, "Search", [8, 9, 9], (x) => x + 300)],
      "other spend": [changed(model, "TV", [30, 32, 40], (_, k) => [0, 700, 100][k])],
      "a tenth": [changed(model, "TV", [12, 14, 14], (x) => x + 50, 0.1)],
      return: ["TV", "Search"].map((name) => changed(model, name, [12, 20, 22], (x) => x / 2)),
      conversions: [changed(model, "TV", [1, 9, 9], (x) => 1.5 * x)],
      "last year": [
        {
          channel: "Search",
          geo: 0,
          spend: [...before, 0, 0, 0, 0, 0, 400, 400, 400],
          without: [...before, ...Array<number>(8).fill(400)],
          counts: (t: number) => t >= 300,
        },
      ],
      compared: [changed(model, "Search", [5, 9, 9], () => 0)],
    };
    for (const [name, own] of Object.entries(trajectories)) {
      const expected = plainReading(model, test(name), of, own);
      expect(Math.abs(expected), name).toBeGreaterThan(1e-3);
      expect(of(`experiment[${name}]`) / expected, name).toBeCloseTo(1, 9);
    }
  });

  it("is that of the geos of the test, which share amounts as they spend, up to the last row that each has", async () => {
    const model = await testedModel(
      await panelTable(),
      `experiments:
  - { name: South, channels: TV, geos: South, start: 10, end: 20, cooldown: 20, counterfactual: { multiply: 0 }, lift: 9, se: 1, force: true }
  - { name: both, channels: Search, start: 10, end: 12, cooldown: 3, counterfactual: { spend: 500 }, lift: 9, se: 1 }
  - { name: before, channels: TV, geos: [North], weeks: 4, spend: 900, counterfactual: { multiply: 0.5 }, metric: roi, lift: 9, se: 1 }`,
    );
    const { of } = draw(model);
    const [south, both, before] = model.experiments;
    const tv = series(model, "TV", 1);
    const inSouth = [
      {
        channel: "TV",
        geo: 1,
        spend: tv,
        without: tv.map((x, t) => (t >= 9 && t < 20 ? 0 : x)),
        counts: (t: number) => t >= 9,
      },
    ];
    expect(of("experiment[South]") / plainReading(model, south, of, inSouth)).toBeCloseTo(1, 9);
    const search = [0, 1].map((geo) => series(model, "Search", geo));
    const inBoth = [0, 1].map((geo) => ({
      channel: "Search",
      geo,
      spend: search[geo],
      without: search[geo].map((x, t) => (t >= 9 && t < 12 ? (500 * x) / (search[0][t] + search[1][t]) : x)),
      counts: (t: number) => t >= 9 && t < 15,
    }));
    expect(of("experiment[both]") / plainReading(model, both, of, inBoth)).toBeCloseTo(1, 9);
    const usual = Array<number>(300).fill(900);
    const inNorth = [
      {
        channel: "TV",
        geo: 0,
        spend: [...usual, ...usual.slice(0, 4)],
        without: [...usual, 450, 450, 450, 450],
        counts: (t: number) => t >= 300,
      },
    ];
    expect(of("experiment[before]") / plainReading(model, before, of, inNorth)).toBeCloseTo(1, 9);
  });
});

describe("The density of lifts", () => {
  it("is that of normal read-outs whose tests of one source have a bias in common, which old tests hardly change", async () => {
    const data = await nationalTable();
    const model = await testedModel(data, national);
    const without = await testedModel(data, "");
    const { of, position } = draw(model);
    const gradient = new Float64Array(position.length);
    const added =
      model.posterior.density().evaluate(position, gradient) - without.posterior.density().evaluate(position, gradient);

    const tests = model.experiments.filter(({ use }) => use === "likelihood");
    const expected = tests.map(({ name }) => of(`experiment[${name}]`));
    const per = tests.map((test, k) => (test.bias_unit === "share" ? expected[k] : 1));
    const away = tests.map(({ lift, bias_mean: mean }, k) => lift - expected[k] - per[k] * mean);
    const errors = tests.map(({ se, half_life: half, age }) => (half === undefined ? se : se * 2 ** (age / half / 2)));
    const covariance = tests.map((test, i) =>
      tests.map((other, j) => {
        const own = i === j ? errors[i] ** 2 : 0;
        const common = i === j || (test.source !== undefined && test.source === other.source);
        return own + (common ? test.bias ** 2 * per[i] * per[j] : 0);
      }),
    );
    // r' C^-1 r from the determinant of C with r as a border.
    const bordered = [...covariance.map((row, i) => [...row, away[i]]), [...away, 0]];
    const squares = Math.exp(logDeterminant(bordered) - logDeterminant(covariance));
    const exact = -0.5 * (tests.length * Math.log(2 * Math.PI) + logDeterminant(covariance) + squares);
    expect(added / exact).toBeCloseTo(1, 9);
    expect(testsBySource(tests).map((members) => members.map((k) => tests[k].name))).toEqual([
      ["off"],
      ["less", "other spend"],
      ["a tenth", "return"],
      ["conversions"],
      ["last year"],
    ]);
    expect(errors[5]).toBeCloseTo(8 * 2 ** (31 / 20), 12);
  });

  it.each(["wasm", "javascript"] as const)("has the gradient of its own differences, in %s", async (backend) => {
    const model = await testedModel(await nationalTable(), national, "", backend);
    const density = model.posterior.density();
    for (const position of positions(model.posterior.dimension, 2, 0.4)) {
      const [gradient, unused] = [new Float64Array(position.length), new Float64Array(position.length)];
      density.evaluate(position, gradient);
      const h = 1e-4;
      position.forEach((value, k) => {
        const at = (x: number): number => density.evaluate(position.with(k, x), unused);
        const slope = (at(value - 2 * h) - 8 * at(value - h) + 8 * at(value + h) - at(value + 2 * h)) / (12 * h);
        expect(Math.abs(gradient[k] - slope)).toBeLessThan(1e-6 * (1 + Math.abs(slope)));
      });
    }
  });

  it("has a gradient where a decay rounds to 1", async () => {
    const { posterior } = await testedModel(await nationalTable(), national);
    const at = posterior.coordinateNames.flatMap((name, k) => (name.startsWith("decay") ? [k] : []));
    expect(at.length).toBe(2);
    const position = new Float64Array(posterior.dimension);
    for (const k of at) position[k] = 38;
    const gradient = new Float64Array(posterior.dimension);
    const value = posterior.density().evaluate(position, gradient);
    expect([value, ...gradient].every(Number.isFinite)).toBe(true);
  });

  it("is the same in WebAssembly and JavaScript, and none where tests are only compared", async () => {
    const data = await panelTable();
    const file = `experiments:
  - { name: South, channels: TV, geos: South, start: 10, end: 20, cooldown: 20, counterfactual: { multiply: 0 }, lift: 9, se: 1 }`;
    const forced = file.replace("se: 1", "se: 1, force: true");
    const [wasm, javascript, compared, none] = await Promise.all([
      testedModel(data, forced, "", "wasm"),
      testedModel(data, forced),
      testedModel(data, file),
      testedModel(data, ""),
    ]);
    const { position } = draw(wasm);
    const gradient = new Float64Array(position.length);
    const of = ({ posterior }: TestedModel): number => posterior.density().evaluate(position, gradient);
    expect(of(wasm) / of(javascript)).toBeCloseTo(1, 12);
    expect(of(compared)).toBe(of(none));
    expect(of(wasm)).not.toBe(of(none));
    expect(compared.resolution.notices?.map(({ code }) => code)).toEqual(["geo-test-in-panel"]);
    expect(wasm.resolution.notices?.map(({ code }) => code)).toEqual(["geo-test-forced"]);
  });
});
