// Worlds in which media mix models fail: each is the easy one with one thing changed, and its truth says what.

import { describe, expect, it } from "vitest";
import { truthDocument } from "../../../src/data/worlds/truth-document.ts";
import { simulate, simulationFiles, worlds } from "../../../src/data/worlds/simulate.ts";
import { worldNames } from "../../../src/data/worlds/presets/names.ts";
import { lagWeights } from "../../../src/data/worlds/response.ts";
import type { HardRecipe } from "../../../src/data/worlds/recipe.ts";
import { generate } from "../../../src/data/worlds/generate.ts";

const hard = worldNames.filter((name) => name !== "ecommerce" && name !== "media");

type Table = ReturnType<typeof simulate>;

const valuesOf = ({ columns }: { columns: Table["columns"] }, name: string): Float64Array =>
  columns.find((column) => column.name === name)!.values;
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((total, value) => total + value, 0);
const mean = (values: ArrayLike<number>): number => sum(values) / values.length;

function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [first, second] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let t = 0; t < a.length; t++) {
    ab += (a[t] - first) * (b[t] - second);
    aa += (a[t] - first) ** 2;
    bb += (b[t] - second) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

/** Standard errors of a correlation near 0. */
const chance = (n: number): number => 4 / Math.sqrt(n);

describe("The worlds", () => {
  it("have for the command line the names of their recipes", () => {
    expect(Object.keys(worlds).sort()).toEqual([...worldNames].sort());
    for (const [name, recipe] of Object.entries(worlds)) expect(recipe.name).toBe(name);
  });
});

describe.each(hard)("%s", (name) => {
  const simulation = simulate(name, { seed: 4 });
  const { truth } = simulation;

  it("gives the same files for the same seed, and others for another", () => {
    expect(simulationFiles(simulate(name, { seed: 4 }))).toEqual(simulationFiles(simulation));
    expect(valuesOf(simulate(name, { seed: 5 }), "revenue")).not.toEqual(valuesOf(simulation, "revenue"));
  });

  it("has the same first weeks when there are more", () => {
    const longer = simulate(name, { seed: 4, weeks: truth.weeks + 20 });
    for (const { name: column, values } of simulation.columns) {
      expect(valuesOf(longer, column).slice(0, truth.weeks)).toEqual(values);
    }
  });

  it("has parts of the truth that add up to the revenue within half a cent", () => {
    const { base, season, promotions, demand, stock_outs, noise, contributions } = truth.weekly;
    valuesOf(simulation, "revenue").forEach((revenue, t) => {
      const media = Object.values(contributions).reduce((total, values) => total + values[t], 0);
      const unknown = (demand?.[t] ?? 0) + (stock_outs?.[t] ?? 0);
      const parts = base[t] + season[t] + promotions[t] + media + noise[t] + unknown;
      expect(Math.abs(revenue - parts)).toBeLessThanOrEqual(0.005 + 1e-9);
    });
  });

  it("has for every channel the totals and returns of its weeks and of a world with a little more spend", () => {
    const recipe = worlds[name];
    for (const [channel, { total_spend, total_contribution, roi, marginal_roi }] of Object.entries(truth.channels)) {
      expect(total_spend).toBeCloseTo(sum(valuesOf(simulation, `spend_${channel}`)), 4);
      expect(total_contribution).toBeCloseTo(sum(truth.weekly.contributions[channel]), 4);
      expect(roi).toBeCloseTo(total_contribution / total_spend, 12);
      const spend = valuesOf(simulation, `spend_${channel}`);
      const own = recipe.channels.find((each) => each.name === channel)!;
      const brought = (factor: number): number =>
        sum(
          slowContributions(
            own,
            spend.map((amount) => amount * factor),
          ),
        );
      const step = 0.01;
      // The error of a central difference is of the order of the squared step.
      const expected = (brought(1 + step) - brought(1 - step)) / (2 * step * total_spend);
      expect(Math.abs(marginal_roi / expected - 1)).toBeLessThan(10 * step ** 2);
    }
  });

  it("has a truth that survives JSON", () => {
    expect(JSON.parse(simulationFiles(simulation)["truth.json"])).toEqual(
      JSON.parse(JSON.stringify(truthDocument(truth))),
    );
  });
});

/** Contributions of a channel by the definitions, two years after the table included: the slow twin of the generator. */
function slowContributions(channel: HardRecipe["channels"][number], spend: ArrayLike<number>): number[] {
  const { decay, slope, halfSaturation, coefficient, carryOver, curve, effectChange } = channel;
  const weeks = spend.length + 104;
  const weights = Array.from({ length: weeks }, (_, lag) => {
    if (carryOver === undefined) return decay ** lag;
    if (lag > carryOver.window) return 0;
    return carryOver.kind === "delayed"
      ? carryOver.rate ** ((lag - carryOver.peak) * (lag - carryOver.peak))
      : 1 / (1 + lag) ** carryOver.power;
  });
  const scale = carryOver === undefined ? 1 : 1 / (1 - decay) / sum(weights);
  return Array.from({ length: weeks }, (_, t) => {
    let stock = 0;
    for (let s = 0; s <= Math.min(t, spend.length - 1); s++) stock += scale * weights[t - s] * spend[s];
    if (curve?.kind === "threshold") stock = stock > curve.at ? stock - curve.at : 0;
    const value =
      curve?.kind === "logarithmic"
        ? coefficient * Math.log(1 + stock / halfSaturation)
        : stock === 0
          ? 0
          : coefficient / (1 + (halfSaturation / stock) ** slope);
    return effectChange !== undefined && t + 1 >= effectChange.week ? effectChange.factor * value : value;
  });
}

describe("A world that is made harder", () => {
  const long = (name: string, weeks = 3000): Table => simulate(name, { seed: 11, weeks }) as Table;

  it("has demand in sales and in the spend of two channels, and in no column", () => {
    for (const name of ["hidden-demand", "lasting-demand"]) {
      const world = long(name);
      const demand = world.truth.weekly.demand!;
      for (const channel of ["Search", "TV"]) {
        expect(correlation(demand, valuesOf(world, `spend_${channel}`))).toBeGreaterThan(0.3);
      }
      expect(Math.abs(correlation(demand, valuesOf(world, "spend_Social")))).toBeLessThan(chance(demand.length));
      expect(world.columns.map((column) => column.name)).toEqual([
        "week",
        "spend_Search",
        "spend_TV",
        "spend_Social",
        "promotions",
        "revenue",
      ]);
    }
  });

  it("forgets hidden demand in a week, and lasting demand not", () => {
    const neighbors = (name: string): number => {
      const demand = long(name).truth.weekly.demand!;
      return correlation(demand.slice(1), demand.slice(0, -1));
    };
    expect(Math.abs(neighbors("hidden-demand"))).toBeLessThan(chance(3000));
    expect(Math.abs(neighbors("lasting-demand") - 0.8)).toBeLessThan(chance(3000));
  });

  it("lets spend follow the noise of the week before only where it follows sales", () => {
    // Mean correlation over many tables: the trend of one long table would drown the noise.
    const seeds = 40;
    const following = (name: string): number =>
      mean(
        Array.from({ length: seeds }, (_, seed) => {
          const world = simulate(name, { seed });
          return correlation(valuesOf(world, "spend_Search").slice(1), world.truth.weekly.noise.slice(0, -1));
        }),
      );
    const error = 4 / Math.sqrt(seeds * 104);
    expect(Math.abs(following("easy"))).toBeLessThan(error);
    expect(following("follows-sales")).toBeGreaterThan(2 * error);
  });

  it("gives a delayed effect its greatest weight at its peak, and all weights the sum that they have in the easy world", () => {
    const weights = lagWeights({ kind: "delayed", peak: 4, rate: 0.7, window: 12 }, 0.6);
    expect(weights.indexOf(Math.max(...weights))).toBe(4);
    expect(sum(weights)).toBeCloseTo(1 / (1 - 0.6), 12);
    expect(sum(lagWeights({ kind: "long-memory", power: 0.7, window: 51 }, 0.6))).toBeCloseTo(1 / (1 - 0.6), 12);
  });

  it("has under heavy tails the quartiles of Student's t and extremes that no normal noise has", () => {
    const { noise } = long("heavy-tails").truth.weekly;
    const scale = 4000;
    // The quartile of t with two degrees of freedom is sqrt(2/3) = 0.8165; a share of 1/2 has a standard error of 1/2 / sqrt(n).
    const inner = noise.filter((value) => Math.abs(value) < scale * Math.sqrt(2 / 3)).length;
    expect(Math.abs(inner / noise.length - 0.5)).toBeLessThan((4 * 0.5) / Math.sqrt(noise.length));
    expect(Math.max(...noise.map(Math.abs))).toBeGreaterThan(8 * scale);
  });

  it("takes a twentieth of the weeks out of stock, shifts the level once, or changes an effect once", () => {
    const lost = long("stock-outs").truth.weekly.stock_outs!;
    const share = lost.filter((value) => value < 0).length / lost.length;
    expect(Math.abs(share - 0.05)).toBeLessThan(4 * Math.sqrt((0.05 * 0.95) / lost.length));
    const { base } = simulate("level-shift").truth.weekly;
    const steps = base.slice(1).map((value, t) => value - base[t]);
    expect(steps.filter((step) => step !== 100)).toEqual([100 - 25_000]);
    const before = simulate("easy").truth.weekly.contributions.TV;
    const after = simulate("changing-effect").truth.weekly.contributions.TV;
    expect(after.slice(0, 52)).toEqual(before.slice(0, 52));
    after.slice(52).forEach((value, t) => expect(value).toBeCloseTo(0.3 * before[52 + t], 6));
  });

  it("has as a short history 30 weeks unless others are asked for", () => {
    expect(simulate("short-history").truth.weeks).toBe(30);
    expect(simulate("short-history", { weeks: 60 }).truth.weeks).toBe(60);
  });

  it("tells parameters of the model's curve only of channels that have them", () => {
    expect(simulate("threshold").truth.channels.TV).not.toHaveProperty("slope");
    expect(simulate("threshold").truth.channels.Social).toHaveProperty("slope");
    expect(simulate("delayed-effect").truth.channels.TV).not.toHaveProperty("decay");
    expect(simulate("delayed-effect").truth.note).toContain("But here: Carry-over of TV has weights");
    expect(simulate("easy").truth.note).not.toContain("But here");
  });

  it("lets no channel follow one that comes after it", () => {
    const { channels } = worlds.collinear;
    const turned = { ...worlds.collinear, channels: [...channels].reverse() };
    expect(() => generate(turned, { weeks: 30, seed: 1 })).toThrow("No channel before this one is called TV.");
  });
});
