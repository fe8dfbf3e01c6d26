// Simulated panels: reproducible, consistent with their truth, and read as the panels that they are.

import { describe, expect, it } from "vitest";
import { checkTable } from "../../../../src/data/panel/check-table.ts";
import type { MediaData } from "../../../../src/data/panel/media-data.ts";
import { parseCsv } from "../../../../src/data/reading/csv.ts";
import { generatePanel, type PanelSimulation } from "../../../../src/data/worlds/panels/generate.ts";
import { panelNames } from "../../../../src/data/worlds/panels/names.ts";
import { panelRecipes } from "../../../../src/data/worlds/panels/presets.ts";
import { panelTruthDocument } from "../../../../src/data/worlds/panels/truth.ts";
import { simulatePanel, simulationFiles } from "../../../../src/data/worlds/simulate.ts";
import { CarryoverError } from "../../../../src/problems/problem.ts";

const read = async (simulation: PanelSimulation): Promise<MediaData> =>
  checkTable(await parseCsv(simulationFiles(simulation)["data.csv"], "data.csv", ""));
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

it("have for the command line the names of their recipes", () => {
  expect(panelRecipes.map(({ name }) => name)).toEqual([...panelNames]);
  expect(() => simulatePanel("panle")).toThrow('Did you mean "panel"?');
  expect(() => simulatePanel("panel", { weeks: 10 })).toThrow(CarryoverError);
});

describe.each(panelNames)("%s", (name) => {
  const simulation = simulatePanel(name, { seed: 5 });
  const { truth, columns } = simulation;
  const column = (wanted: string): readonly (number | string)[] => columns.find((each) => each.name === wanted)!.values;
  /** Rows of a geo in the table. */
  const rowsOf = (geo: string): number[] => column("geo").flatMap((value, row) => (value === geo ? [row] : []));

  it("gives the same files for the same seed, and others for another", () => {
    expect(simulationFiles(simulatePanel(name, { seed: 5 }))).toEqual(simulationFiles(simulation));
    const other = simulationFiles(simulatePanel(name, { seed: 6 }));
    expect(other["data.csv"]).not.toBe(simulationFiles(simulation)["data.csv"]);
  });

  it("has parts that add up to the revenue that is known", () => {
    for (const { name: geo, weekly } of truth.geos) {
      rowsOf(geo).forEach((row, k) => {
        const media = sum(weekly.contributions.map(({ values }) => values[k]));
        const whole = weekly.base[k] + weekly.price[k] + weekly.season[k] + weekly.week[k] + media + weekly.noise[k];
        const revenue = column("revenue")[row];
        if (revenue !== "") expect(Math.abs(Number(revenue) - whole)).toBeLessThanOrEqual(0.005 + 1e-7);
      });
    }
  });

  it("has contributions by the written formula, and returns that follow from them", () => {
    const people = sum(truth.geos.map(({ population }) => population));
    for (const [c, channel] of truth.channels.entries()) {
      const [spends, contributions]: number[][] = [[], []];
      for (const geo of truth.geos) {
        const own = geo.channels[c];
        let stock = 0;
        const rows = rowsOf(geo.name);
        const spend = rows.map((row) => {
          const amount = Number(column(`spend_${channel.name}`)[row]);
          return channel.national ? (amount * geo.population) / people : amount;
        });
        spend.forEach((amount, k) => {
          const x = (amount / geo.population) * 1000;
          stock = (1 - channel.decay) * x + channel.decay * stock;
          const effect = own.coefficient / (1 + (channel.half_saturation / stock) ** channel.slope);
          const expected = (effect * geo.population) / 1000;
          expect(Math.abs(geo.weekly.contributions[c].values[k] - expected)).toBeLessThanOrEqual(1e-9 * geo.population);
        });
        expect(own.total_spend).toBeCloseTo(sum(spend), 2);
        expect(own.roi).toBeCloseTo(sum([...geo.weekly.contributions[c].values]) / sum(spend), 9);
        expect(own.marginal_roi).toBeGreaterThan(0);
        spends.push(own.total_spend);
        contributions.push(own.total_contribution);
      }
      expect(channel.roi).toBeCloseTo(sum(contributions) / sum(spends), 12);
    }
  });

  it("is read as its geos with their rows, population and unknown revenue, and writes its truth", async () => {
    const data = await read(simulation);
    expect(data.geos).toEqual(
      truth.geos.map(({ name: geo, population, first_week, last_week }) => {
        return { name: geo, population, first: first_week - 1, end: last_week };
      }),
    );
    expect(data.rows).toBe(truth.weeks);
    const known = column("revenue").filter((value) => value !== "");
    expect(data.target.values.filter((value) => !Number.isNaN(value))).toHaveLength(known.length);
    for (const [c, { name: channel, total_spend, national }] of truth.channels.entries()) {
      expect(data.channels[c].name).toBe(channel);
      expect(data.channels[c].nationalOnly === true).toBe(national);
      expect(sum(Array.from(data.channels[c].spend))).toBeCloseTo(total_spend, 1);
    }
    expect(data.notices.filter(({ level }) => level === "warning").map(({ code }) => code)).toEqual(
      truth.channels.some(({ national }) => national) ? ["spend-split"] : [],
    );
    expect(panelTruthDocument(truth)).toMatchObject({ schema: "carryover/panel-truth/1", recipe: name });
  });
});

describe("what the panels are about", () => {
  const truthOf = (name: string): PanelSimulation["truth"] => simulatePanel(name, { seed: 2 }).truth;
  const spreadOf = (name: string): number[] =>
    truthOf(name).channels.map((_, c) => {
      const logs = truthOf(name).geos.map(({ channels }) => Math.log(channels[c].coefficient));
      return Math.max(...logs) - Math.min(...logs);
    });

  it("are geos that react alike, and geos that do not", () => {
    expect(spreadOf("panel-alike").every((spread) => spread < 1e-12)).toBe(true);
    expect(spreadOf("panel").every((spread) => spread > 0.2)).toBe(true);
  });

  it("are budgets that go where they bring more", () => {
    const { geos, channels } = truthOf("panel-budgets");
    for (const c of channels.keys()) {
      const points = geos.map(({ population, channels: own, first_week, last_week }) => {
        const perHead = own[c].total_spend / population / (last_week - first_week + 1);
        return [Math.log(own[c].coefficient), Math.log(perHead)];
      });
      const [x, y] = [0, 1].map((k) => sum(points.map((point) => point[k])) / points.length);
      const slope =
        sum(points.map((point) => (point[0] - x) * (point[1] - y))) / sum(points.map((point) => (point[0] - x) ** 2));
      // 1, but for what levels of spend differ by themselves.
      expect(slope).toBeGreaterThan(0.5);
    }
  });

  it("are geos with few rows, that start late, and that end early", () => {
    expect(truthOf("panel-sparse").geos.filter(({ first_week }) => first_week === 79)).toHaveLength(4);
    const late = truthOf("panel-late").geos;
    expect(late.filter(({ first_week }) => first_week > 1)).toHaveLength(2);
    expect(late.filter(({ last_week }) => last_week < 104)).toHaveLength(1);
  });
});

it("curves may be exponential, and seasons may differ by geo; the rest of the panel stays", () => {
  const [plain] = panelRecipes;
  const options = { weeks: 30, seed: 4 };
  const channels = plain.channels.map((own) => ({ ...own, curve: { kind: "exponential" } as const }));
  const simulation = generatePanel({ ...plain, channels, seasonality: { ...plain.seasonality, spread: 40 } }, options);
  const { truth } = simulation;
  const { truth: before } = generatePanel(plain, options);
  expect(truth.note).toContain("The curve of TV is coefficient * (1 - 2^-(a/half_saturation)).");
  expect(truth.note).toContain("Each geo has its own seasonality_sine");
  expect(before.note).not.toContain("But here");
  const seasons = truth.geos.map(({ seasonality_sine }) => seasonality_sine);
  expect(new Set(seasons).size).toBe(truth.geos.length);
  truth.geos.forEach(({ name, population, weekly, seasonality_sine, seasonality_cosine, channels: own }, g) => {
    expect(weekly.noise).toEqual(before.geos[g].weekly.noise);
    weekly.season.forEach((value, k) => {
      const angle = (2 * Math.PI * (before.geos[g].first_week + k)) / 52;
      const wave = seasonality_sine! * Math.sin(angle) + seasonality_cosine! * Math.cos(angle);
      expect(value, name).toBeCloseTo((wave * population) / 1000, 3);
    });
    own.forEach(({ coefficient }, c) => {
      const { decay, half_saturation, name: channel } = truth.channels[c];
      const spend = simulation.columns.find((column) => column.name === `spend_${channel}`)!.values;
      const from = simulation.columns[0].values.indexOf(name);
      let stock = 0;
      weekly.contributions[c].values.forEach((value, k) => {
        stock = (1 - decay) * ((Number(spend[from + k]) / population) * 1000) + decay * stock;
        const effect = coefficient * (1 - 2 ** (-stock / half_saturation));
        expect(value / population).toBeCloseTo(effect / 1000, 9);
      });
    });
  });
});
