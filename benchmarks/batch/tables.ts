// Folders of tables for batches, 104 weeks x 5 channels: of a simulated world (to compare systems on), and drawn from a model's
// prior (on which its intervals must hold the truth at exactly their rate).

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { mediaDataFromColumns } from "../../src/data/panel/from-columns.ts";
import type { MediaData } from "../../src/data/panel/media-data.ts";
import { columnsByName, generate } from "../../src/data/worlds/generate.ts";
import { ecommerce } from "../../src/data/worlds/presets/ecommerce.ts";
import { media } from "../../src/data/worlds/presets/media.ts";
import type { Recipe } from "../../src/data/worlds/recipe.ts";
import { writeCsv } from "../../src/data/reading/write-csv.ts";
import { makeDesign } from "../../src/mmm/fit/design.ts";
import { modelData } from "../../src/mmm/fit/model.ts";
import { programCache } from "../../src/mmm/fit/programs.ts";
import { parseModelFile } from "../../src/mmm/specification/document.ts";
import { resolve } from "../../src/mmm/specification/resolve.ts";
import { bindModel } from "../../src/model/index.ts";
import { randomStream } from "../../src/numerics/random.ts";
import { places } from "../harness/places.ts";

export const weeks = 104;

/** The channels of the media preset, with search from the other one brought to their size; no trend, because model A has none. */
const search = ecommerce.channels[ecommerce.channels.length - 1];
export const fiveChannels: Recipe = {
  ...media,
  name: "five",
  trend: 0,
  channels: [...media.channels, { ...search, name: "Search", coefficient: 30_000 }],
};

/** Model A for any number of channels: its model file without the table that it speaks of. */
export const modelA: string = readFileSync(places.modelA, "utf8").replace(/^(#|data:|date:|channels:).*\n/gm, "");

/**
 * The same form with priors in units of revenue. Nothing is scaled by what is observed, so that data drawn from this prior have
 * exactly this prior; revenue stays above zero.
 */
export const priorModel = `target: revenue
scaling: { media: mean, target: none }
adstock: { kind: geometric, normalize: true }
saturation: { kind: hill }
controls: [promotions]
seasonality: { period: 52, harmonics: 1 }
trend: linear
likelihood: normal
priors:
  decay: beta(2, 2)
  slope: gamma(4, 2)
  half_saturation: lognormal(-0.5, 1)
  coefficient: half_normal(2000)
  control: normal(0, 1000)
  season: normal(0, 1000)
  trend: normal(0, 1000)
  intercept: normal(20000, 1500)
  sigma: half_normal(600)
`;

export const tableName = (seed: number): string => `table-${String(seed).padStart(4, "0")}`;

/** Tables of the five-channel world with seeds `from` to `to`, as CSV files in `folder`. */
export function writeWorldTables(folder: string, from: number, to: number): void {
  mkdirSync(folder, { recursive: true });
  for (let seed = from; seed <= to; seed++) {
    const { columns } = generate(fiveChannels, { weeks, seed });
    writeFileSync(join(folder, `${tableName(seed)}.csv`), writeCsv(columns));
  }
}

/** True values by the names of summaries: parameters, and quantities as `contribution[TV]`. */
export type Truth = Readonly<Record<string, number>>;

/** Tables drawn from the prior of `priorModel`, and by name of table what is true of it; spend is that of the five-channel world. */
export async function writePriorTables(folder: string, from: number, to: number): Promise<Map<string, Truth>> {
  mkdirSync(folder, { recursive: true });
  const document = await parseModelFile(`data: table.csv\n${priorModel}`, "model.yaml");
  const programs = programCache();
  const truths = new Map<string, Truth>();
  for (let seed = from; seed <= to; seed++) {
    const { columns } = generate(fiveChannels, { weeks, seed });
    const data = await mediaDataFromColumns(columnsByName(columns));
    const { truth, revenue } = await drawn(data, seed);
    const table = columns.map((column) => (column.name === "revenue" ? { ...column, values: revenue } : column));
    writeFileSync(join(folder, `${tableName(seed)}.csv`), writeCsv(table));
    truths.set(tableName(seed), truth);
  }
  return truths;

  async function drawn(data: MediaData, seed: number): Promise<{ truth: Truth; revenue: Float64Array }> {
    const { spec } = resolve(document, data);
    const posterior = bindModel(programs.program(spec, data.rows), modelData(makeDesign(data, spec)));
    const prior = posterior.priorDraws(randomStream([seed, priorPurpose]), 1);
    const truth = Object.fromEntries([...prior.columns].map(([name, values]) => [name, values[0]]));
    // Cents, as in any table: a ten-thousandth of the noise.
    const revenue = prior.observed.observations[0].values.map((value) => Math.round(100 * value) / 100);
    if (revenue.some((value) => value < 0)) throw new Error(`The prior gave table ${seed} a negative revenue.`);
    return { truth, revenue };
  }
}

/** Keeps the prior's random numbers apart from those of the world's spend. */
const priorPurpose = 77;
