// What is known about a simulated table, in the table's own units; the content of truth.json.

import type { ChannelRecipe, Recipe } from "./recipe.ts";

export interface ChannelTruth {
  readonly decay: number;
  readonly slope: number;
  /** Under the infinite adstock that is not normalised. */
  readonly half_saturation: number;
  /** Under normalised adstock: `half_saturation * (1 - decay)`, steady weekly spend at half effect. */
  readonly half_saturation_normalised: number;
  readonly coefficient: number;
  /** Weeks until half of the adstock is gone. */
  readonly half_life: number;
  readonly total_spend: number;
  readonly total_contribution: number;
  /** `total_contribution / total_spend`. */
  readonly roi: number;
}

/** Parts of each week's revenue; they add up to the revenue before rounding. */
export interface WeeklyTruth {
  readonly base: readonly number[];
  readonly season: readonly number[];
  readonly promotions: readonly number[];
  readonly noise: readonly number[];
  readonly contributions: Readonly<Record<string, readonly number[]>>;
}

export interface Truth {
  readonly note: string;
  readonly recipe: string;
  readonly seed: number;
  readonly weeks: number;
  readonly channels: Readonly<Record<string, ChannelTruth>>;
  readonly base: number;
  readonly trend_per_week: number;
  readonly seasonality_amplitude: number;
  readonly seasonality_sine: number;
  readonly seasonality_cosine: number;
  readonly seasonality_period: number;
  readonly promotion_effect: number;
  readonly noise_sd: number;
  readonly weekly: WeeklyTruth;
}

const note =
  "adstock a[t] = spend[t] + decay*a[t-1] (infinite, not normalised, 0 before the first week); " +
  "contribution = coefficient * a^slope / (half_saturation^slope + a^slope); " +
  "revenue = base + trend_per_week*(week-1) + seasonality_sine*sin(2*pi*week/period) + seasonality_cosine*cos(2*pi*week/period) " +
  "+ promotion_effect*promotions + contributions + Normal(0, noise_sd), rounded to cents. " +
  "With normalised adstock, (1-decay)*a, the half-saturation is half_saturation_normalised = half_saturation*(1-decay), " +
  "the weekly spend at half effect in steady state.";

/** The truth of one simulated table. */
export function truthOf(
  recipe: Recipe,
  seed: number,
  spend: Readonly<Record<string, Float64Array>>,
  weekly: WeeklyTruth,
): Truth {
  const { sine, cosine, period } = recipe.seasonality;
  return {
    note,
    recipe: recipe.name,
    seed,
    weeks: weekly.noise.length,
    channels: Object.fromEntries(
      recipe.channels.map((channel) => [
        channel.name,
        channelTruth(channel, sum(spend[channel.name]), sum(weekly.contributions[channel.name])),
      ]),
    ),
    base: recipe.base,
    trend_per_week: recipe.trend,
    seasonality_amplitude: Math.hypot(sine, cosine),
    seasonality_sine: sine,
    seasonality_cosine: cosine,
    seasonality_period: period,
    promotion_effect: recipe.promotions.effect,
    noise_sd: recipe.noise,
    weekly,
  };
}

function channelTruth(channel: ChannelRecipe, spend: number, contribution: number): ChannelTruth {
  const { decay, slope, halfSaturation, coefficient } = channel;
  return {
    decay,
    slope,
    half_saturation: halfSaturation,
    half_saturation_normalised: halfSaturation * (1 - decay),
    coefficient,
    half_life: Math.log(0.5) / Math.log(decay),
    total_spend: spend,
    total_contribution: contribution,
    roi: contribution / spend,
  };
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}
