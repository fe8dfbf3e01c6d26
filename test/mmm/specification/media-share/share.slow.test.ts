// The default prior as a statement of media's share of the target, in every world, preset and table there is, and where targets are unusual.

import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { mediaDataFromColumns } from "../../../../src/data/panel/from-columns.ts";
import type { MediaData } from "../../../../src/data/panel/media-data.ts";
import { columnsByName } from "../../../../src/data/worlds/generate.ts";
import { worldNames } from "../../../../src/data/worlds/presets/names.ts";
import { simulate } from "../../../../src/data/worlds/simulate.ts";
import { readInput } from "../../../../src/mmm/fit/input.ts";
import { shareUnder } from "../../../../src/mmm/specification/media-share/index.ts";
import { parseModelFile } from "../../../../src/mmm/specification/document.ts";
import { resolve } from "../../../../src/mmm/specification/resolve.ts";
import { priorsByName } from "../../../../src/mmm/specification/resolved-spec.ts";
import { randomStream } from "../../../../src/numerics/index.ts";
import { CarryoverError } from "../../../../src/problems/problem.ts";
import { adstockNames, saturationNames } from "../../support/plain-kinds.ts";
import { priorShares, type PriorShares } from "../../support/prior-shares.ts";

const draws = 2000;

/** Median between 15% and 40%, 97.5% of the draws at or below the whole target. */
function expectRule({ lower, median, upper }: PriorShares): void {
  expect(median).toBeGreaterThan(0.15);
  expect(median).toBeLessThan(0.4);
  expect(upper).toBeLessThanOrEqual(1);
  // Brands with next to no media are possible, and such where they are nearly all there is.
  expect(lower).toBeLessThan(0.12);
  expect(upper).toBeGreaterThan(0.6);
}

const folder = fileURLToPath(new URL("../../../field-cases/tables/", import.meta.url));
const tables = readdirSync(folder).filter((file) => file.endsWith(".csv"));

/** A table of channels whose spends differ up to a hundredfold, with this target. */
function tableOf(
  channels: number,
  target: (t: number, normal: () => number) => number,
  weeks = 104,
): Promise<MediaData> {
  const random = randomStream([5, channels, weeks]);
  const normal = (): number => random.normal();
  const columns: Record<string, number[]> = { week: Array.from({ length: weeks }, (_, t) => t + 1) };
  for (let c = 0; c < channels; c++) {
    const size = 100 ** (channels === 1 ? 0 : c / (channels - 1));
    // Every third channel is on in one week of six.
    columns[`spend_c${c}`] = Array.from({ length: weeks }, (_, t) =>
      c % 3 === 2 && t % 6 !== 0 ? 0 : size * Math.exp(0.5 * normal()),
    );
  }
  columns.revenue = Array.from({ length: weeks }, (_, t) => target(t, normal));
  return mediaDataFromColumns(columns);
}

describe("The default prior of media's share of the target", () => {
  it.each(worldNames)("keeps to the rule in the world %s", async (world) => {
    const data = await mediaDataFromColumns(columnsByName(simulate(world, { seed: 4 }).columns));
    expectRule(priorShares(data, resolve(undefined, data).spec, draws));
  });

  it.each(tables)("keeps to the rule in the field case %s", async (file) => {
    const input = await readInput(`${folder}${file}`).catch((error: unknown) => {
      if (error instanceof CarryoverError) return undefined;
      throw error;
    });
    // What is said of tables that cannot be read is tested where they are read.
    if (input === undefined) return;
    expectRule(priorShares(input.data, input.resolution.spec, draws));
  });

  it.each([1, 2, 5, 12, 30])(
    "keeps to the rule with %i channels, whatever the mean, spread and trend of the target",
    async (channels) => {
      const targets: ((t: number, normal: () => number) => number)[] = [
        (_t, normal) => 100 + 2 * normal(),
        (_t, normal) => 1e7 * Math.exp(0.8 * normal()),
        (t, normal) => 50 + 5 * t + 10 * normal(),
        (t, normal) => Math.max(0, 3 + 2 * Math.sin(t / 8) + 2 * normal()),
      ];
      for (const target of targets) {
        const data = await tableOf(channels, target);
        expectRule(priorShares(data, resolve(undefined, data).spec, draws));
      }
    },
  );

  it("gives single channels a share in proportion to spend to the power 0.6", async () => {
    const data = await tableOf(6, (_t, normal) => 100 + 10 * normal());
    const { channels } = priorShares(data, resolve(undefined, data).spec, 4000);
    const spend = data.channels.map((channel) => channel.spend.reduce((sum, value) => sum + value, 0));
    for (let c = 1; c < 6; c++) {
      const expected = 0.6 * Math.log(spend[c] / spend[0]);
      // Two medians of 4000 draws of log-normals of scale 1.3 or less: 0.04 together; the curve's mean is known to a few percent.
      expect(Math.abs(Math.log(channels[c] / channels[0]) - expected)).toBeLessThan(4 * 0.04 + 0.06);
    }
  });

  it("is the same for every kind of adstock and saturation, and in either order", async () => {
    const data = await tableOf(3, (_t, normal) => 100 + 10 * normal(), 80);
    for (const [adstock, saturation, order] of [
      ...adstockNames.map((name) => [name, "hill", "adstock_first"]),
      ...saturationNames.map((name) => ["geometric", name, "adstock_first"]),
      ["geometric", "hill", "saturation_first"],
    ]) {
      const file = `data: t.csv\nadstock: ${adstock}\nsaturation: ${saturation}\norder: ${order}\n`;
      expectRule(priorShares(data, resolve(await parseModelFile(file, "m.yaml"), data).spec, draws));
    }
  });

  it.each(["zscore", "mean", "max"])("does not depend on the scaling of the target: %s", async (scaling) => {
    const data = await tableOf(3, (_t, normal) => 100 + 10 * normal());
    const file = `data: t.csv\nscaling: { target: ${scaling} }\n`;
    expectRule(priorShares(data, resolve(await parseModelFile(file, "m.yaml"), data).spec, draws));
  });

  it.each([0.1, 0.5, 1])(
    "is that of the true target whatever known noise it was published with: %f of its mean",
    async (size) => {
      const truth = await tableOf(3, (_t, normal) => 100 + 10 * normal());
      const random = randomStream([8, 1]);
      const noise = (): number => (random.uniform() < 0.5 ? -1 : 1) * random.exponential() * 100 * size;
      const values = truth.target.values.map((value) => value + noise());
      const data = { ...truth, target: { ...truth.target, values } };
      const file = `data: t.csv\nnoise: { revenue: { mechanism: laplace, scale: ${100 * size} } }\n`;
      // The mean of what was published is known to so much, and with it what shares are taken of.
      const error = 3 * size * Math.sqrt(2 / data.rows);
      const { median, upper } = priorShares(data, resolve(await parseModelFile(file, "m.yaml"), data).spec, draws, 100);
      expect(median).toBeGreaterThan(0.15 * (1 - error));
      expect(median).toBeLessThan(0.4 * (1 + error));
      expect(upper).toBeLessThan(1 + error);
    },
  );

  it("takes shares of one standard deviation where the mean of a target with values below zero says nothing", async () => {
    for (const level of [0, -40, 3]) {
      const data = await tableOf(3, (_t, normal) => level + 10 * normal());
      const { scale } = { scale: Math.sqrt(variance(data.target.values)) };
      expectRule(priorShares(data, resolve(undefined, data).spec, draws, scale));
    }
  });

  it("has for a channel without spend an ordinary prior, and for the others that of a table without it", async () => {
    const data = await tableOf(3, (_t, normal) => 100 + 10 * normal());
    const silent = { name: "c3", column: "spend_c3", spend: new Float64Array(data.rows) };
    const { spec } = resolve(undefined, { ...data, channels: [...data.channels, silent] });
    const { c3, ...others } = priorsByName(spec, "coefficient");
    expect(others).toEqual(priorsByName(resolve(undefined, data).spec, "coefficient"));
    expect(c3.parameters.every(Number.isFinite)).toBe(true);
  });

  it("is told of written priors before the fit as draws of the model tell it", async () => {
    const data = await tableOf(4, (_t, normal) => 100 + 10 * normal());
    for (const prior of [
      "half_normal(2)",
      "lognormal(0, 1)",
      "{ c1: fixed(3), default: gamma(2, 2) }",
      "joint_lognormal(0, 0.5, 0.8)",
    ]) {
      const { spec } = resolve(
        await parseModelFile(`data: t.csv\npriors: { coefficient: ${prior} }\n`, "m.yaml"),
        data,
      );
      const values = {
        target: data.target.values,
        spend: new Map(data.channels.map(({ column, spend }) => [column, spend])),
      };
      const told = shareUnder(
        spec,
        values,
        priorsByName(spec, "coefficient"),
        (name, channel) => priorsByName(spec, name)[channel],
      );
      const drawn = priorShares(data, spec, draws);
      // A median of 1000 draws of such spread is known to 4%, and the mean of the curves to as much.
      expect(Math.abs(Math.log(told.median / drawn.median))).toBeLessThan(0.15);
    }
  });

  it("of some channels leaves those of the others as they are", async () => {
    const data = await tableOf(4, (_t, normal) => 100 + 10 * normal());
    const document = await parseModelFile("data: t.csv\npriors: { coefficient: { c1: half_normal(2) } }\n", "m.yaml");
    const [own, all] = [resolve(document, data), resolve(undefined, data)].map(({ spec }) =>
      priorsByName(spec, "coefficient"),
    );
    expect(own).toEqual({ ...all, c1: { distribution: "half_normal", parameters: [2] } });
  });
});

function variance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
