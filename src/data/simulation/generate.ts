// The one generator: a recipe and a seed to a table, its truth and a model file.

import { type Random, randomStream } from "../../sampling/random.ts";
import { modelYaml } from "./model-yaml.ts";
import type { ChannelRecipe, Recipe } from "./recipe.ts";
import { cents, drawSpend } from "./spend.ts";
import { type Truth, truthOf } from "./truth.ts";

export interface SimulatedColumn {
  readonly name: string;
  readonly values: Float64Array;
}

export interface Simulation {
  /** `week`, `spend_<channel>`..., `promotions`, `revenue`. */
  readonly columns: readonly SimulatedColumn[];
  readonly truth: Truth;
  /** The model file that goes with the table, as text. */
  readonly modelYaml: string;
}

export interface GenerateOptions {
  readonly weeks: number;
  readonly seed: number;
}

/** Each part has its own stream, keyed [seed, part, channel], so that a change of one channel leaves the others as they were. */
const parts = { spend: 1, promotions: 2, noise: 3 };

/** Simulates weeks 1, 2, ... of a world; the same recipe, weeks and seed give the same table everywhere. */
export function generate(recipe: Recipe, { weeks, seed }: GenerateOptions): Simulation {
  const stream = (part: keyof typeof parts, channel = 0): Random => randomStream([seed, parts[part], channel]);
  const week = Float64Array.from({ length: weeks }, (_, index) => index + 1);
  const spend: Record<string, Float64Array> = {};
  const contributions: Record<string, number[]> = {};
  recipe.channels.forEach((channel, index) => {
    spend[channel.name] = drawSpend(channel.spend, weeks, stream("spend", index));
    contributions[channel.name] = contribution(channel, spend[channel.name]);
  });
  const promotionStream = stream("promotions");
  const promotions = week.map(() => (promotionStream.uniform() < recipe.promotions.probability ? 1 : 0));
  const noiseStream = stream("noise");
  const { sine, cosine, period } = recipe.seasonality;
  const weekly = {
    base: Array.from(week, (t) => recipe.base + recipe.trend * (t - 1)),
    season: Array.from(week, (t) => {
      const angle = (2 * Math.PI * t) / period;
      return sine * Math.sin(angle) + cosine * Math.cos(angle);
    }),
    promotions: Array.from(promotions, (promotion) => recipe.promotions.effect * promotion),
    noise: Array.from(week, () => recipe.noise * noiseStream.normal()),
    contributions,
  };
  const revenue = week.map((_, t) => {
    const media = recipe.channels.reduce((total, { name }) => total + contributions[name][t], 0);
    return cents(weekly.base[t] + weekly.season[t] + weekly.promotions[t] + media + weekly.noise[t]);
  });
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

/** Hill of infinite geometric adstock, week by week. */
function contribution({ decay, slope, halfSaturation, coefficient }: ChannelRecipe, spend: Float64Array): number[] {
  let adstock = 0;
  return Array.from(spend, (amount) => {
    adstock = amount + decay * adstock;
    const power = adstock ** slope;
    return (coefficient * power) / (halfSaturation ** slope + power);
  });
}
