// The one generator: a recipe and a seed to a table, its truth and a model file.

import { type Random, randomStream } from "../../numerics/index.ts";
import { modelYaml } from "./model-yaml.ts";
import type { PanelColumn } from "./panels/index.ts";
import type { HardChannelRecipe, Demand, Recipe, HardRecipe } from "./recipe.ts";
import { weeklyResponse } from "./response.ts";
import { cents, drawSpend } from "./spend.ts";
import { type ChannelReturns, type ChannelTruth, type Truth, truthOf } from "./truth.ts";

export interface SimulatedColumn {
  readonly name: string;
  readonly values: Float64Array;
}

/** Values by name, as `mediaDataFromColumns` takes them. */
export function columnsByName(columns: readonly SimulatedColumn[]): Record<string, Float64Array>;
/** Of a panel too: null where a value is not known. */
export function columnsByName(
  columns: readonly (SimulatedColumn | PanelColumn)[],
): Record<string, Float64Array | readonly (number | string | null)[]>;
export function columnsByName(
  columns: readonly (SimulatedColumn | PanelColumn)[],
): Record<string, Float64Array | readonly (number | string | null)[]> {
  return Object.fromEntries(
    columns.map(({ name, values }) => [
      name,
      values instanceof Float64Array ? values : values.map((value) => (value === "" ? null : value)),
    ]),
  );
}

/** Of a plain world unless its channels are said to be known by their returns alone. */
export interface Simulation<Channel extends ChannelReturns = ChannelTruth> {
  /** `week`, `spend_<channel>`..., `promotions`, `revenue`. */
  readonly columns: readonly SimulatedColumn[];
  readonly truth: Truth<Channel>;
  /** The model file that goes with the table, as text. */
  readonly modelYaml: string;
}

export interface GenerateOptions {
  readonly weeks: number;
  readonly seed: number;
}

/** Each part has its own stream, keyed [seed, part, channel], so that a change of one channel leaves the others as they were. */
const parts = { spend: 1, promotions: 2, noise: 3, tails: 4, demand: 5, stockOuts: 6 };

/** Simulates weeks 1, 2, ... of a world; the same recipe, weeks and seed give the same table everywhere. */
export function generate(recipe: Recipe, options: GenerateOptions): Simulation;
export function generate(recipe: HardRecipe, options: GenerateOptions): Simulation<ChannelReturns>;
export function generate(recipe: HardRecipe, { weeks, seed }: GenerateOptions): Simulation<ChannelReturns> {
  const stream = (part: keyof typeof parts, channel = 0): Random => randomStream([seed, parts[part], channel]);
  const week = Float64Array.from({ length: weeks }, (_, index) => index + 1);
  const spend: Record<string, Float64Array> = {};
  recipe.channels.forEach((channel, index) => {
    spend[channel.name] = drawSpend(channel.spend, weeks, stream("spend", index), spend);
  });
  const promotionStream = stream("promotions");
  const promotions = week.map(() => (promotionStream.uniform() < recipe.promotions.probability ? 1 : 0));
  const { sine, cosine, period } = recipe.seasonality;
  const demand = recipe.demand === undefined ? undefined : demandStates(recipe.demand, weeks, stream("demand"));
  const contributions: Record<string, number[]> = {};
  for (const { name } of recipe.channels) contributions[name] = [];
  const weekly = {
    base: Array.from(week, (t) => recipe.base + recipe.trend * (t - 1) + shiftIn(recipe, t)),
    season: Array.from(week, (t) => {
      const angle = (2 * Math.PI * t) / period;
      return sine * Math.sin(angle) + cosine * Math.cos(angle);
    }),
    promotions: Array.from(promotions, (promotion) => recipe.promotions.effect * promotion),
    ...(demand === undefined ? {} : { demand: demand.map((state) => recipe.demand!.deviation * state) }),
    ...(recipe.stockOuts === undefined ? {} : { stock_outs: lostSales(recipe, weeks, stream("stockOuts")) }),
    noise: noiseOf(recipe, weeks, stream("noise"), stream("tails")),
    contributions,
  };
  const responses = recipe.channels.map(weeklyResponse);
  const revenue = new Float64Array(weeks);
  // Week by week, because spend may react to the sales of the week before.
  for (let t = 0; t < weeks; t++) {
    let media = 0;
    recipe.channels.forEach((channel, index) => {
      const own = spend[channel.name];
      if (channel.reaction !== undefined) own[t] = cents(own[t] * reactionIn(channel, t, revenue, demand));
      contributions[channel.name].push(responses[index](own, t));
      media += contributions[channel.name][t];
    });
    const unknown = (weekly.demand?.[t] ?? 0) + (weekly.stock_outs?.[t] ?? 0);
    revenue[t] = cents(weekly.base[t] + weekly.season[t] + weekly.promotions[t] + media + weekly.noise[t] + unknown);
  }
  return {
    columns: [
      { name: "week", values: week },
      ...recipe.channels.map(({ name }) => ({ name: `spend_${name}`, values: spend[name] })),
      { name: "promotions", values: promotions },
      { name: "revenue", values: revenue },
    ],
    truth: truthOf(recipe, seed, spend, weekly),
    modelYaml: modelYaml(
      recipe,
      promotions.some((value) => value !== promotions[0]),
    ),
  };
}

function shiftIn({ levelShift }: HardRecipe, week: number): number {
  return levelShift !== undefined && week >= levelShift.week ? levelShift.change : 0;
}

/** What the spend of week `t` (from 0) is multiplied by. */
function reactionIn(
  { reaction }: HardChannelRecipe,
  t: number,
  revenue: Float64Array,
  demand: readonly number[] | undefined,
): number {
  if (reaction === undefined) return 1;
  if (reaction.to === "demand") return Math.exp(reaction.strength * (demand?.[t] ?? 0));
  // Before the first week sales were typical.
  return t === 0 ? 1 : (Math.max(0, revenue[t - 1]) / reaction.typical) ** reaction.strength;
}

/** A first-order autoregression with unit variance, started in its stationary distribution. */
function demandStates({ autocorrelation }: Demand, weeks: number, random: Random): number[] {
  let state = random.normal();
  return Array.from({ length: weeks }, (_, t) => {
    if (t > 0) state = autocorrelation * state + Math.sqrt(1 - autocorrelation ** 2) * random.normal();
    return state;
  });
}

function lostSales({ base, stockOuts }: HardRecipe, weeks: number, random: Random): number[] {
  const { probability, share } = stockOuts!;
  return Array.from({ length: weeks }, () => (random.uniform() < probability ? -share * base : 0));
}

function noiseOf({ noise, degreesOfFreedom }: HardRecipe, weeks: number, normal: Random, tails: Random): number[] {
  return Array.from({ length: weeks }, () => {
    const value = noise * normal.normal();
    if (degreesOfFreedom === undefined) return value;
    return value / Math.sqrt((2 * tails.gamma(degreesOfFreedom / 2)) / degreesOfFreedom);
  });
}
