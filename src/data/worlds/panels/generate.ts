// The one generator of panels: a recipe and a seed to a table, its truth and a model file.

import { type Random, randomStream, sum } from "../../../numerics/index.ts";
import type { HardChannelRecipe } from "../recipe.ts";
import { contributionsOf, marginalReturn } from "../response.ts";
import { cents, drawSpend } from "../spend.ts";
import type { GeoRecipe, PanelChannelRecipe, PanelRecipe } from "./recipe.ts";
import { type GeoTruth, panelNote, type PanelTruth } from "./truth.ts";

export interface PanelColumn {
  readonly name: string;
  /** An empty text is a value that is not known. */
  readonly values: readonly (number | string)[];
}

export interface PanelSimulation {
  /** `geo`, `week`, `population`, `spend_<channel>`..., `price`, `revenue`; geo after geo. */
  readonly columns: readonly PanelColumn[];
  readonly truth: PanelTruth;
  /** The model file that goes with the table, as text. */
  readonly modelYaml: string;
}

/** Each part has its own stream, keyed [seed, part, ...], so that a change of one geo or channel leaves the others as they were. */
const parts = { geo: 1, spend: 2, level: 3, weeks: 4, price: 5, noise: 6, unknown: 7, effect: 8, season: 9 };

const thousand = 1000;
/** Of the log of the price from week to week. */
const priceAutocorrelation = 0.7;

/** Simulates weeks 1, 2, ... of a panel; the same recipe, weeks and seed give the same table everywhere. */
export function generatePanel(
  recipe: PanelRecipe,
  { weeks, seed }: { readonly weeks: number; readonly seed: number },
): PanelSimulation {
  const stream = (part: keyof typeof parts, ...more: readonly number[]): Random =>
    randomStream([seed, parts[part], ...more]);
  const common = stream("weeks");
  const weekEffects = Array.from({ length: weeks }, () => recipe.weekSpread * common.normal());
  const people = sum(recipe.geos.map(({ population }) => population));
  // Of all geos together; the rows of a geo have it as it is.
  const national = new Map(
    recipe.channels.flatMap((channel, c): [string, Float64Array][] => {
      if (channel.national !== true) return [];
      const drawn = drawSpend(channel.spend, weeks, stream("spend", c), {});
      return [[channel.name, drawn.map((amount) => cents((amount * people) / thousand))]];
    }),
  );
  const geos = recipe.geos.map((geo, g) => {
    const drawGeo = stream("geo", g);
    const base = recipe.base.mean + recipe.base.spread * drawGeo.normal();
    const priceEffect = recipe.price.effect + recipe.price.spread * drawGeo.normal();
    const effects = recipe.channels.map(({ coefficient, spread }, c) => {
      return coefficient * Math.exp(spread * stream("effect", c, g).normal());
    });
    const own: Record<string, Float64Array> = {};
    const shown = recipe.channels.map((channel, c) => {
      const drawn = drawSpend(channel.spend, weeks, stream("spend", c, g), own);
      own[channel.name] = drawn;
      const amounts = national.get(channel.name);
      if (amounts !== undefined) return amounts;
      const level = levelOf(channel, effects[c], stream("level", c, g));
      return drawn.map((amount) => cents((level * amount * geo.population) / thousand));
    });
    const spend = shown.map((amounts, c) =>
      recipe.channels[c].national === true ? amounts.map((amount) => (amount * geo.population) / people) : amounts,
    );
    return geoOf(recipe, geo, { g, base, priceEffect, effects, shown, spend, weekEffects, stream });
  });
  const columns: PanelColumn[] = [
    { name: "geo", values: geos.flatMap(({ rows, truth }) => rows.map(() => truth.name)) },
    { name: "week", values: geos.flatMap(({ rows }) => rows.map((t) => t + 1)) },
    { name: "population", values: geos.flatMap(({ rows, truth }) => rows.map(() => truth.population)) },
    ...recipe.channels.map(({ name }, c) => ({
      name: `spend_${name}`,
      values: geos.flatMap(({ rows, shown }) => rows.map((t) => shown[c][t])),
    })),
    { name: "price", values: geos.flatMap(({ price }) => price) },
    { name: "revenue", values: geos.flatMap(({ revenue }) => revenue) },
  ];
  return {
    columns,
    truth: truthOf(recipe, { weeks, seed, weekEffects, geos: geos.map(({ truth }) => truth) }),
    modelYaml: modelYaml(recipe),
  };
}

function levelOf(
  { spendSpread, followsEffect = 0, coefficient }: PanelChannelRecipe,
  effect: number,
  random: Random,
): number {
  const spread = Math.exp(spendSpread * random.normal() - spendSpread ** 2 / 2);
  return spread * (effect / coefficient) ** followsEffect;
}

interface GeoDraws {
  readonly g: number;
  readonly base: number;
  readonly priceEffect: number;
  readonly effects: readonly number[];
  /** By channel, what the rows of the table have, and what of it is the geo's. */
  readonly shown: readonly Float64Array[];
  readonly spend: readonly Float64Array[];
  readonly weekEffects: readonly number[];
  readonly stream: (part: keyof typeof parts, ...more: readonly number[]) => Random;
}

interface SimulatedGeo {
  /** Weeks from 0. */
  readonly rows: readonly number[];
  readonly shown: readonly Float64Array[];
  readonly price: readonly number[];
  readonly revenue: readonly (number | string)[];
  readonly truth: GeoTruth;
}

function geoOf(recipe: PanelRecipe, geo: GeoRecipe, draws: GeoDraws): SimulatedGeo {
  const { g, base, priceEffect, effects, shown, spend, weekEffects, stream } = draws;
  const { name, population } = geo;
  const weeks = weekEffects.length;
  const first = Math.min(geo.firstWeek ?? 1, weeks);
  const last = Math.min(geo.lastWeek ?? weeks, weeks);
  const rows = Array.from({ length: last - first + 1 }, (_, k) => first - 1 + k);
  const heads = population / thousand;
  const { period, spread } = recipe.seasonality;
  const ownSeason = stream("season", g);
  const [sine, cosine] = [recipe.seasonality.sine, recipe.seasonality.cosine].map((effect) =>
    spread === undefined ? effect : effect + spread * ownSeason.normal(),
  );
  const prices = pricesOf(recipe, weeks, stream("price", g));
  const noise = stream("noise", g);
  const noises = Array.from({ length: weeks }, () => recipe.noise * noise.normal());
  const unknown = stream("unknown", g);
  const isUnknown = Array.from({ length: weeks }, () => unknown.uniform() < recipe.unknown);
  const channels = recipe.channels.map((channel, c) => {
    const own = spend[c].slice(first - 1, last);
    const response = inMoney(channel, effects[c], heads);
    const contributions = contributionsOf(response, own);
    const [spent, brought] = [sum(own), sum(contributions)];
    return {
      values: contributions,
      truth: {
        name: channel.name,
        coefficient: effects[c],
        total_spend: spent,
        total_contribution: brought,
        roi: brought / spent,
        marginal_roi: marginalReturn(response, own),
      },
    };
  });
  const weekly = {
    base: rows.map(() => heads * base),
    price: rows.map((t) => (heads * priceEffect * (prices[t] - recipe.price.mean)) / recipe.price.deviation),
    season: rows.map((t) => {
      const angle = (2 * Math.PI * (t + 1)) / period;
      return heads * (sine * Math.sin(angle) + cosine * Math.cos(angle));
    }),
    week: rows.map((t) => heads * weekEffects[t]),
    noise: rows.map((t) => heads * noises[t]),
    contributions: channels.map(({ values, truth }) => ({ name: truth.name, values })),
  };
  const revenue = rows.map((t, k) => {
    if (isUnknown[t]) return "";
    const media = channels.reduce((total, { values }) => total + values[k], 0);
    return cents(weekly.base[k] + weekly.price[k] + weekly.season[k] + weekly.week[k] + media + weekly.noise[k]);
  });
  return {
    rows,
    shown,
    price: rows.map((t) => prices[t]),
    revenue,
    truth: {
      name,
      population,
      first_week: first,
      last_week: last,
      base,
      price_effect: priceEffect,
      ...(spread === undefined ? {} : { seasonality_sine: sine, seasonality_cosine: cosine }),
      channels: channels.map(({ truth }) => truth),
      weekly,
    },
  };
}

/** A channel in one geo as one of a national world: of its spend in money, under adstock that is not normalized. */
function inMoney(
  { name, decay, slope, halfSaturation, spend, curve }: PanelChannelRecipe,
  effect: number,
  heads: number,
): HardChannelRecipe {
  return {
    name,
    decay,
    slope,
    halfSaturation: (heads * halfSaturation) / (1 - decay),
    coefficient: heads * effect,
    spend,
    ...(curve === undefined ? {} : { curve }),
  };
}

function pricesOf({ price }: PanelRecipe, weeks: number, random: Random): number[] {
  let state = random.normal();
  return Array.from({ length: weeks }, (_, t) => {
    if (t > 0) state = priceAutocorrelation * state + Math.sqrt(1 - priceAutocorrelation ** 2) * random.normal();
    return cents(price.mean + price.deviation * state);
  });
}

function truthOf(
  recipe: PanelRecipe,
  made: Pick<PanelTruth, "weeks" | "seed" | "geos"> & { readonly weekEffects: readonly number[] },
): PanelTruth {
  const { weeks, seed, geos, weekEffects } = made;
  const { base, price, seasonality } = recipe;
  return {
    note: panelNote(recipe),
    recipe: recipe.name,
    seed,
    weeks,
    channels: recipe.channels.map(
      ({ name, decay, slope, halfSaturation, coefficient, spread, national = false }, c) => {
        const own = geos.map(({ channels }) => channels[c]);
        const spent = sum(own.map((channel) => channel.total_spend));
        const brought = sum(own.map((channel) => channel.total_contribution));
        const more = sum(own.map((channel) => channel.marginal_roi * channel.total_spend));
        return {
          name,
          decay,
          slope,
          half_saturation: halfSaturation,
          coefficient,
          coefficient_spread: spread,
          half_life: Math.log(0.5) / Math.log(decay),
          national,
          total_spend: spent,
          total_contribution: brought,
          roi: brought / spent,
          marginal_roi: more / spent,
        };
      },
    ),
    geos,
    base_mean: base.mean,
    base_spread: base.spread,
    price_mean: price.mean,
    price_sd: price.deviation,
    price_effect: price.effect,
    price_effect_spread: price.spread,
    seasonality_sine: seasonality.sine,
    seasonality_cosine: seasonality.cosine,
    seasonality_period: seasonality.period,
    ...(seasonality.spread === undefined ? {} : { seasonality_spread: seasonality.spread }),
    week_spread: recipe.weekSpread,
    noise_sd: recipe.noise,
    week_effects: weekEffects,
  };
}

function modelYaml(recipe: PanelRecipe): string {
  return [
    "# Paths are relative to this file; what is left out takes the defaults (carryover spec model.yaml --explain).",
    "data: data.csv",
    "date: week",
    "geo: geo",
    "population: population",
    "target: revenue",
    `channels: [${recipe.channels.map(({ name }) => `spend_${name}`).join(", ")}]`,
    "controls: [price]",
    `seasonality: { period: ${recipe.seasonality.period}, harmonics: 1 }`,
    "",
  ].join("\n");
}
