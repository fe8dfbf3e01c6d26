// Simulated tables: reproducible, consistent with their truth, and the recipe they claim.

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { truthDocument } from "../../../src/data/worlds/truth-document.ts";
import { mediaDataFromColumns } from "../../../src/data/panel/from-columns.ts";
import { parseCsv } from "../../../src/data/reading/csv.ts";
import { checkTable } from "../../../src/data/panel/check-table.ts";
import { type Preset, presets, simulate, simulationFiles } from "../../../src/data/worlds/simulate.ts";
import { columnsByName, generate, type Simulation } from "../../../src/data/worlds/generate.ts";
import type { Recipe } from "../../../src/data/worlds/recipe.ts";
import { CarryoverError, exitCodes } from "../../../src/problems/problem.ts";
import { sharedData } from "../../support/optional.ts";

const names: Preset[] = ["ecommerce", "media"];
const { url: shared, present } = sharedData("");

function valuesOf(simulation: Simulation, name: string): Float64Array {
  return simulation.columns.find((column) => column.name === name)!.values;
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: ArrayLike<number>): number {
  const center = mean(values);
  return Math.sqrt(Array.from(values).reduce((sum, value) => sum + (value - center) ** 2, 0) / (values.length - 1));
}

/** Contribution by the definition, as a sum over all earlier weeks: the slow twin of the generator's recursion. */
function contributionBySum(
  spend: ArrayLike<number>,
  channel: { decay: number; slope: number; half_saturation: number; coefficient: number },
): number[] {
  return Array.from(spend, (_, t) => {
    let adstock = 0;
    for (let s = 0; s <= t; s++) adstock += channel.decay ** (t - s) * spend[s];
    return channel.coefficient / (1 + (channel.half_saturation / adstock) ** channel.slope);
  });
}

/** Derivative of all that the spend brings, two years after the table included, with respect to its size: by the chain rule. */
function marginalBySum(
  spend: ArrayLike<number>,
  { decay, slope, half_saturation: half, coefficient }: Parameters<typeof contributionBySum>[1],
): number {
  let [stock, total, spent] = [0, 0, 0];
  for (let t = 0; t < spend.length + 104; t++) {
    stock = (spend[t] ?? 0) + decay * stock;
    spent += spend[t] ?? 0;
    // d hill(f a)/d f at f = 1.
    total += (coefficient * slope * half ** slope * stock ** slope) / (half ** slope + stock ** slope) ** 2;
  }
  return total / spent;
}

describe.each(names)("%s", (preset) => {
  const simulation = simulate(preset, { weeks: 156, seed: 7 });
  const { truth } = simulation;

  it("gives the same table and truth for the same seed, and others for another seed", () => {
    expect(simulationFiles(simulate(preset, { weeks: 156, seed: 7 }))).toEqual(simulationFiles(simulation));
    expect(simulationFiles(simulate(preset, { weeks: 156, seed: 8 }))["data.csv"]).not.toBe(
      simulationFiles(simulation)["data.csv"],
    );
  });

  it("has the same first weeks when there are more", () => {
    const longer = simulate(preset, { weeks: 200, seed: 7 });
    for (const { name, values } of simulation.columns) {
      expect(valuesOf(longer, name).slice(0, 156)).toEqual(values);
    }
  });

  it("has parts of the truth that add up to the revenue within half a cent", () => {
    const { base, season, promotions, noise, contributions } = truth.weekly;
    valuesOf(simulation, "revenue").forEach((revenue, t) => {
      const media = Object.values(contributions).reduce((sum, values) => sum + values[t], 0);
      expect(Math.abs(revenue - (base[t] + season[t] + promotions[t] + media + noise[t]))).toBeLessThanOrEqual(
        0.005 + 1e-9,
      );
    });
  });

  it("has contributions, base, season and promotions that follow from the table and the written formula", () => {
    const week = valuesOf(simulation, "week");
    const promotion = valuesOf(simulation, "promotions");
    for (const [name, channel] of Object.entries(truth.channels)) {
      const expected = contributionBySum(valuesOf(simulation, `spend_${name}`), channel);
      truth.weekly.contributions[name].forEach((value, t) => {
        expect(Math.abs(value - expected[t])).toBeLessThanOrEqual(1e-12 * channel.coefficient);
      });
    }
    week.forEach((number, t) => {
      const angle = (2 * Math.PI * number) / truth.seasonality_period;
      const season = truth.seasonality_sine * Math.sin(angle) + truth.seasonality_cosine * Math.cos(angle);
      expect(truth.weekly.season[t]).toBeCloseTo(season, 8);
      expect(truth.weekly.base[t]).toBeCloseTo(truth.base + truth.trend_per_week * (number - 1), 8);
      expect(truth.weekly.promotions[t]).toBe(truth.promotion_effect * promotion[t]);
    });
  });

  it("has totals, ROI and both half-saturations that follow from the weekly parts", () => {
    for (const [name, channel] of Object.entries(truth.channels)) {
      const spend = valuesOf(simulation, `spend_${name}`).reduce((sum, value) => sum + value, 0);
      const total = truth.weekly.contributions[name].reduce((sum, value) => sum + value, 0);
      expect(channel.total_spend / spend).toBeCloseTo(1, 12);
      expect(channel.total_contribution / total).toBeCloseTo(1, 12);
      expect(channel.roi).toBeCloseTo(total / spend, 12);
      expect(channel.marginal_roi / marginalBySum(valuesOf(simulation, `spend_${name}`), channel)).toBeCloseTo(1, 6);
      expect(channel.half_saturation_normalized).toBeCloseTo(channel.half_saturation * (1 - channel.decay), 8);
      expect(channel.decay ** channel.half_life).toBeCloseTo(0.5, 12);
      // Steady spend of half_saturation_normalized has half effect in the long run.
      const steady = new Float64Array(400).fill(channel.half_saturation_normalized);
      expect(contributionBySum(steady, channel).at(-1)! / channel.coefficient).toBeCloseTo(0.5, 10);
    }
  });

  it("has noise of the stated mean and deviation within four standard errors, over 2000 weeks", () => {
    const { noise } = simulate(preset, { weeks: 2000, seed: 3 }).truth.weekly;
    expect(Math.abs(mean(noise))).toBeLessThan((4 * truth.noise_sd) / Math.sqrt(2000));
    expect(Math.abs(deviation(noise) / truth.noise_sd - 1)).toBeLessThan(4 / Math.sqrt(2 * 2000));
  });

  it("has a table that passes every check without a word, for ten seeds", async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { columns } = simulate(preset, { seed });
      const data = await mediaDataFromColumns(columnsByName(columns));
      expect(data.notices).toEqual([]);
    }
  });

  it("has a data.csv that reads back to the same numbers, and a truth.json to the same truth", async () => {
    const files = simulationFiles(simulation);
    const data = checkTable(await parseCsv(files["data.csv"], "data.csv", ""));
    for (const { column, spend } of data.channels) expect(spend).toEqual(valuesOf(simulation, column));
    expect(data.target.values).toEqual(valuesOf(simulation, "revenue"));
    expect(JSON.parse(files["truth.json"])).toEqual(truthDocument(truth));
  });

  it("has a model file that names the table's columns", () => {
    const channels = presets[preset].channels.map(({ name }) => `spend_${name}`).join(", ");
    expect(simulation.modelYaml).toContain(`\ndata: data.csv\ndate: week\ntarget: revenue\nchannels: [${channels}]\n`);
  });
});

describe("ecommerce", () => {
  it.skipIf(!present)("is the recipe of weekly.truth.json", () => {
    const reference = JSON.parse(readFileSync(new URL("weekly.truth.json", shared), "utf8"));
    const { note: _, ...parameters } = reference;
    expect(simulate("ecommerce").truth).toMatchObject(parameters);
  });

  it.skipIf(!present)(
    "leaves of weekly.csv, by its formula, the stated noise: mean and deviation within four standard errors",
    async () => {
      const table = await parseCsv(readFileSync(new URL("weekly.csv", shared), "utf8"), "weekly.csv", "");
      const data = checkTable(table);
      const { channels, base, noise, promotions, seasonality } = presets.ecommerce;
      const rest = Float64Array.from(data.target.values);
      channels.forEach(({ decay, slope, halfSaturation, coefficient }, index) => {
        const channel = { decay, slope, half_saturation: halfSaturation, coefficient };
        contributionBySum(data.channels[index].spend, channel).forEach((value, t) => {
          rest[t] -= value;
        });
      });
      data.weekIndex.forEach((week, t) => {
        rest[t] -=
          base +
          seasonality.sine * Math.sin((2 * Math.PI * week) / 52) +
          promotions.effect * data.controls[0].values[t];
      });
      expect(Math.abs(mean(rest))).toBeLessThan((4 * noise) / Math.sqrt(rest.length));
      expect(Math.abs(deviation(rest) / noise - 1)).toBeLessThan(4 / Math.sqrt(2 * rest.length));
    },
  );

  it("has spend that is uniform between its bounds: mean and extremes over 5200 weeks", () => {
    const simulation = simulate("ecommerce", { weeks: 5200 });
    for (const name of ["Shopify", "TikTok", "Meta"]) {
      const spend = valuesOf(simulation, `spend_${name}`);
      // Standard deviation of a uniform: width / sqrt(12).
      expect(Math.abs(mean(spend) - 11000)).toBeLessThan((4 * 18000) / Math.sqrt(12 * 5200));
      expect(Math.min(...spend)).toBeGreaterThanOrEqual(2000);
      expect(Math.max(...spend)).toBeLessThanOrEqual(20000);
    }
  });
});

describe("media", () => {
  const simulation = simulate("media", { weeks: 2000, seed: 5 });

  it.each([
    ["TV", [3, 6], [4, 8], 60_000],
    ["Radio", [2, 4], [2, 6], 12_000],
  ] as const)("spends in bursts and pauses of the stated lengths and size: %s", (name, on, off, level) => {
    const spend = valuesOf(simulation, `spend_${name}`);
    const runs: { active: boolean; length: number }[] = [];
    for (const value of spend) {
      const last = runs.at(-1);
      if (last?.active === value > 0) last.length++;
      else runs.push({ active: value > 0, length: 1 });
    }
    // The first and the last run may be cut by the table's ends.
    const inner = runs.slice(1, -1);
    const bursts = inner.filter(({ active }) => active).map(({ length }) => length);
    const pauses = inner.filter(({ active }) => !active).map(({ length }) => length);
    expect([Math.min(...bursts), Math.max(...bursts)]).toEqual([...on]);
    expect([Math.min(...pauses), Math.max(...pauses)]).toEqual([...off]);
    // Relative deviation of one burst's mean: 0.25 for its size, 0.1 for its weeks, a little more for unequal lengths.
    const active = spend.filter((value) => value > 0);
    expect(Math.abs(mean(active) / level - 1)).toBeLessThan((4 * 0.3) / Math.sqrt(bursts.length));
  });

  it("has Digital and Social on in every week, and Digital at its peak where it should be", () => {
    for (const name of ["Digital", "Social"])
      expect(Math.min(...valuesOf(simulation, `spend_${name}`))).toBeGreaterThan(0);
    const digital = Array.from(valuesOf(simulation, "spend_Digital"));
    const near = (week: number): number => mean(digital.filter((_, t) => Math.abs(((t + 1) % 52) - week) <= 2));
    expect(near(48)).toBeGreaterThan(1.5 * near(22));
  });

  it("carries TV over long and Digital hardly", () => {
    const { TV, Digital } = simulation.truth.channels;
    expect(TV.half_life).toBeGreaterThan(3);
    expect(Digital.half_life).toBeLessThan(0.5);
  });
});

describe("the generator", () => {
  const recipe: Recipe = presets.media;

  it("draws each channel from a stream of its own: another process for one leaves the others as they were", () => {
    const [first, ...rest] = recipe.channels;
    const changed: Recipe = {
      ...recipe,
      channels: [{ ...first, spend: { kind: "uniform", low: 1, high: 2 } }, ...rest],
    };
    const before = generate(recipe, { weeks: 60, seed: 2 });
    const after = generate(changed, { weeks: 60, seed: 2 });
    expect(valuesOf(after, "spend_TV")).not.toEqual(valuesOf(before, "spend_TV"));
    for (const name of ["spend_Radio", "spend_Digital", "spend_Social", "promotions"]) {
      expect(valuesOf(after, name)).toEqual(valuesOf(before, name));
    }
    expect(after.truth.weekly.noise).toEqual(before.truth.weekly.noise);
  });

  it("leaves promotions out of the model file when there are none", () => {
    const quiet: Recipe = { ...recipe, promotions: { effect: 1, probability: 0 } };
    expect(generate(quiet, { weeks: 60, seed: 2 }).modelYaml).toContain("\ncontrols: []\n");
  });

  it.each([
    [
      "an unknown preset",
      () => simulate("ecomerce" as Preset),
      'There is no such preset. Received "ecomerce". Did you mean "ecommerce"? The presets are "ecommerce", "media", "brand", "easy", "hidden-demand" and 14 more.',
    ],
    [
      "too few weeks",
      () => simulate("media", { weeks: 19 }),
      "The number of weeks cannot be used. Received 19. Use a whole number from 20 to 5200.",
    ],
    [
      "half a week",
      () => simulate("media", { weeks: 52.5 }),
      "The number of weeks cannot be used. Received 52.5. Use a whole number from 20 to 5200.",
    ],
    [
      "no number of weeks",
      () => simulate("media", { weeks: Number.NaN }),
      "The number of weeks cannot be used. Received NaN. Use a whole number from 20 to 5200.",
    ],
    [
      "a fractional seed",
      () => simulate("media", { seed: 0.5 }),
      "The seed cannot be used. Received 0.5. Use a whole number of at most 15 digits.",
    ],
  ])("refuses %s as wrong usage", (_, run, message) => {
    try {
      run();
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(CarryoverError);
      expect(error).toMatchObject({ message, exitCode: exitCodes.usage });
    }
  });
});
