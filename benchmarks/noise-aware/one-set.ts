// One released data set: parameters, true spend and noise drawn from the model, then two fits, one that knows of the noise and one
// that does not, whose intervals are held against the truth.

import { elementsOf } from "../../src/mmm/axes/index.ts";
import { mediaDataFromColumns } from "../../src/data/panel/from-columns.ts";
import type { MediaData } from "../../src/data/panel/media-data.ts";
import { presets } from "../../src/data/worlds/simulate.ts";
import { generate } from "../../src/data/worlds/generate.ts";
import { intervalOf } from "../../src/decisions/draws/interval.ts";
import { makeDesign } from "../../src/mmm/fit/design.ts";
import { fitMediaMix } from "../../src/mmm/fit/fit.ts";
import { mediaMixModel, modelData } from "../../src/mmm/fit/model.ts";
import { parseModelFile } from "../../src/mmm/specification/document.ts";
import { resolve, type Resolution } from "../../src/mmm/specification/resolve.ts";
import { compileModel } from "../../src/model/index.ts";
import type { WorkerPool } from "../../src/sampling/pool.ts";
import { type Random, randomStream } from "../../src/numerics/random.ts";
import { type Case, channelsOf, placeOf, fingerprint, modelFile, presetDeviations, weeks } from "./settings.ts";

/** A quantity's true value and its interval under one model. */
export interface Held {
  readonly name: string;
  readonly truth: number;
  readonly lower: number;
  readonly upper: number;
  /** Share of the draws below the truth. */
  readonly rank: number;
}

export interface FittedOnce {
  readonly converged: boolean;
  readonly largestRhat: number;
  readonly divergences: number;
  readonly seconds: number;
  readonly held: readonly Held[];
}

/** One line of the file of partial results. */
export interface StudiedSet {
  readonly setting: string;
  readonly level: string;
  /** Of the case, as it was studied. */
  readonly fingerprint: string;
  readonly set: number;
  readonly aware: FittedOnce;
  readonly naive: FittedOnce;
}

/** Probability of the intervals. */
export const probability = 0.9;

type Columns = Readonly<Record<string, Float64Array>>;

/** Truth of a set and what was published of it. */
interface Released {
  readonly truth: ReadonlyMap<string, number>;
  readonly columns: Columns;
}

export async function studySet(of: Case, set: number, pool: WorkerPool): Promise<StudiedSet> {
  const { setting, level } = of;
  const released = setting.name === "preset" ? releasePreset(of, set) : await release(of, set);
  const aware = await fitOnce(of, true, set, released, pool);
  const naive = await fitOnce(of, false, set, released, pool);
  return { setting: setting.name, level: level.name, fingerprint: fingerprint(of), set, aware, naive };
}

/** Draws a world of the model and releases it. Everything follows from the case and the number of the set. */
async function release(of: Case, set: number): Promise<Released> {
  const channels = channelsOf(of);
  const key = [20261122, placeOf(of), set];
  const known = knownSpend(channels, randomStream([...key, 0]));
  const columnsOf = (spend: readonly Float64Array[], revenue: Float64Array): Columns => ({
    week: Float64Array.from({ length: weeks }, (_, t) => t + 1),
    ...Object.fromEntries(channels.map((name, c) => [`spend_${name}`, spend[c]])),
    revenue,
  });
  // A table of the right shape, whose spend is that of the world where spend is published as it is; its revenue is not looked at.
  const anything = Float64Array.from({ length: weeks }, (_, t) => t);
  const placeholder = await tableOf(columnsOf(known, anything), false);
  const { spec } = await resolution(of, true, set, placeholder);
  const posterior = compileModel(mediaMixModel(spec, weeks), modelData(makeDesign(placeholder, spec)));
  const { columns, observed } = posterior.priorDraws(randomStream([...key, 1]), 1);
  const valueOf = (name: string): number => {
    const found = columns.get(name);
    if (found === undefined) throw new Error(`The prior draws no ${name}.`);
    return found[0];
  };
  const published = (name: string): Float64Array | undefined =>
    observed.observations.find((observation) => observation.name === name)?.values;
  const revenue = published("target");
  if (revenue === undefined) throw new Error("The prior draws no target.");
  const noised = published("published spend");
  const spend = channels.map((_, c) => noised?.slice(c * weeks, (c + 1) * weeks) ?? known[c]);
  const totals = channels.map((name, c) =>
    of.setting.spend === undefined ? sum(known[c]) : valueOf(`total_spend[${name}]`),
  );
  const contributions = channels.map((name) => valueOf(`contribution[${name}]`));
  return { truth: truthOf(channels, contributions, totals), columns: columnsOf(spend, revenue) };
}

/** Simulates a table of the preset and adds the noise that its model file describes. */
function releasePreset(of: Case, set: number): Released {
  const channels = channelsOf(of);
  const { columns, truth } = generate(presets.ecommerce, { weeks, seed: 1000 + set });
  const { revenue, spend } = presetDeviations(of);
  const random = randomStream([20261122, placeOf(of), set, 2]);
  const laplace = (): number => (random.uniform() < 0.5 ? -1 : 1) * random.exponential();
  const noised = (name: string, values: Float64Array): Float64Array => {
    if (name === "revenue") return values.map((value) => value + (revenue / Math.SQRT2) * laplace());
    return name.startsWith("spend_") ? values.map((value) => value + spend * random.normal()) : values;
  };
  const known = channels.map((name) => truth.channels[name]);
  return {
    truth: truthOf(
      channels,
      known.map(({ total_contribution }) => total_contribution),
      known.map(({ total_spend }) => total_spend),
    ),
    columns: Object.fromEntries(columns.map(({ name, values }) => [name, noised(name, values)])),
  };
}

function truthOf(
  channels: readonly string[],
  contributions: readonly number[],
  totals: readonly number[],
): ReadonlyMap<string, number> {
  return new Map([
    ...channels.map((name, c): [string, number] => [`contribution[${name}]`, contributions[c]]),
    ["contribution", sum(contributions)],
    ...channels.map((name, c): [string, number] => [`roi[${name}]`, contributions[c] / totals[c]]),
    ["roi", sum(contributions) / sum(totals)],
  ]);
}

/** Spend where it is published as it is: log-normal, neighboring weeks alike. */
function knownSpend(channels: readonly string[], random: Random): readonly Float64Array[] {
  const correlation = 0.5;
  return channels.map(() => {
    let state = random.normal();
    return Float64Array.from({ length: weeks }, () => {
      const now = Math.exp(-0.3 + 0.7 * state);
      state = correlation * state + Math.sqrt(1 - correlation ** 2) * random.normal();
      return now;
    });
  });
}

/** Who does not know of noise takes spend below zero for none. */
function tableOf(columns: Columns, knowsNoise: boolean): Promise<MediaData> {
  const noised = Object.keys(columns).filter((name) => name === "revenue" || name.startsWith("spend_"));
  const seen = (name: string, values: Float64Array): Float64Array =>
    knowsNoise || !name.startsWith("spend_") ? values : values.map((value) => Math.max(value, 0));
  return mediaDataFromColumns(
    Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, seen(name, values)])),
    { noised },
  );
}

async function resolution(of: Case, knowsNoise: boolean, set: number, data: MediaData): Promise<Resolution> {
  const document = await parseModelFile(modelFile(of, knowsNoise, set + 1), "model.yaml");
  return resolve(document, data);
}

async function fitOnce(
  of: Case,
  knowsNoise: boolean,
  set: number,
  { truth, columns }: Released,
  pool: WorkerPool,
): Promise<FittedOnce> {
  const started = performance.now();
  const channels = channelsOf(of);
  const data = await tableOf(columns, knowsNoise);
  const fit = await fitMediaMix(data, await resolution(of, knowsNoise, set, data), { pool, pointwise: false });
  const drawsOf = (name: string): Float64Array | undefined =>
    fit.quantities.flatMap(elementsOf).find((quantity) => quantity.name === name)?.draws.values;
  const contributions = channels.map((name) => drawsOf(`contribution[${name}]`)!);
  const rois = channels.map((name) => drawsOf(`roi[${name}]`)!);
  const total = added(contributions);
  const spent = added(
    channels.map((name, c) => drawsOf(`total_spend[${name}]`) ?? total.map(() => sum(data.channels[c].spend))),
  );
  const draws: readonly (readonly [string, Float64Array])[] = [
    ...channels.map((name, c) => [`contribution[${name}]`, contributions[c]] as const),
    ["contribution", total],
    ...channels.map((name, c) => [`roi[${name}]`, rois[c]] as const),
    ["roi", total.map((value, i) => value / spent[i])],
  ];
  const { converged, max_rhat, divergences } = fit.diagnostics;
  return {
    converged,
    largestRhat: max_rhat,
    divergences,
    seconds: (performance.now() - started) / 1000,
    held: draws.map(([name, values]) => {
      const { lower, upper } = intervalOf(values, probability);
      const known = truth.get(name)!;
      return { name, truth: known, lower, upper, rank: values.filter((value) => value < known).length / values.length };
    }),
  };
}

function added(all: readonly Float64Array[]): Float64Array {
  return all[0].map((_, i) => all.reduce((total, values) => total + values[i], 0));
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
