// What is known about a simulated table, in the table's own units; the content of truth.json.

import { sum } from "../../numerics/index.ts";
import type { HardChannelRecipe, HardRecipe } from "./recipe.ts";
import { marginalReturn } from "./response.ts";

/** What is known of a channel in every world, whatever its carry-over and its curve. */
export interface ChannelReturns {
  readonly total_spend: number;
  /** What is lost in the table when its spend had been zero in every week and all else as it was. */
  readonly total_contribution: number;
  /** `total_contribution / total_spend`. */
  readonly roi: number;
  /** What one more unit of spend brings, effects after the table included, when the spend of every week grows in proportion. */
  readonly marginal_roi: number;
}

/** A channel with geometric adstock and a Hill curve that stay as they are. */
export interface ChannelTruth extends ChannelReturns {
  readonly decay: number;
  readonly slope: number;
  /** Under the infinite adstock that is not normalized. */
  readonly half_saturation: number;
  /** Under normalized adstock: `half_saturation * (1 - decay)`, steady weekly spend at half effect. */
  readonly half_saturation_normalized: number;
  readonly coefficient: number;
  /** Weeks until half of the adstock is gone. */
  readonly half_life: number;
}

/** Parts of each week's revenue; they add up to the revenue before rounding. */
export interface WeeklyTruth {
  readonly base: readonly number[];
  readonly season: readonly number[];
  readonly promotions: readonly number[];
  /** Of demand that no column has; absent where there is none. */
  readonly demand?: readonly number[];
  /** Sales lost while nothing was in stock, negative; absent where there are none. */
  readonly stock_outs?: readonly number[];
  readonly noise: readonly number[];
  readonly contributions: Readonly<Record<string, readonly number[]>>;
}

export interface Truth<Channel extends ChannelReturns = ChannelTruth> {
  readonly note: string;
  readonly recipe: string;
  readonly seed: number;
  readonly weeks: number;
  readonly channels: Readonly<Record<string, Channel>>;
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
  "adstock a[t] = spend[t] + decay*a[t-1] (infinite, not normalized, 0 before the first week); " +
  "contribution = coefficient * a^slope / (half_saturation^slope + a^slope); " +
  "revenue = base + trend_per_week*(week-1) + seasonality_sine*sin(2*pi*week/period) + seasonality_cosine*cos(2*pi*week/period) " +
  "+ promotion_effect*promotions + contributions + Normal(0, noise_sd), rounded to cents. " +
  "With normalized adstock, (1-decay)*a, the half-saturation is half_saturation_normalized = half_saturation*(1-decay), " +
  "the weekly spend at half effect in steady state.";

/** The truth of one simulated table. */
export function truthOf(
  recipe: HardRecipe,
  seed: number,
  spend: Readonly<Record<string, Float64Array>>,
  weekly: WeeklyTruth,
): Truth<ChannelReturns> {
  const { sine, cosine, period } = recipe.seasonality;
  return {
    note: [note, ...departures(recipe)].join(" "),
    recipe: recipe.name,
    seed,
    weeks: weekly.noise.length,
    channels: Object.fromEntries(
      recipe.channels.map((channel) => [
        channel.name,
        channelTruth(channel, spend[channel.name], sum(weekly.contributions[channel.name])),
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

function channelTruth(
  channel: HardChannelRecipe,
  spend: Float64Array,
  contribution: number,
): ChannelReturns | ChannelTruth {
  const { decay, slope, halfSaturation, coefficient } = channel;
  const spent = sum(spend);
  const returns = {
    total_spend: spent,
    total_contribution: contribution,
    roi: contribution / spent,
    marginal_roi: marginalReturn(channel, spend),
  };
  // Another carry-over, another curve or one that changes has no such parameters.
  if (channel.carryOver !== undefined || channel.curve !== undefined || channel.effectChange !== undefined)
    return returns;
  return {
    decay,
    slope,
    half_saturation: halfSaturation,
    half_saturation_normalized: halfSaturation * (1 - decay),
    coefficient,
    half_life: Math.log(0.5) / Math.log(decay),
    ...returns,
  };
}

/** In what a world differs from the note, in sentences. */
function departures(recipe: HardRecipe): string[] {
  const { demand, stockOuts, levelShift, degreesOfFreedom } = recipe;
  const all = [
    ...recipe.channels.flatMap(channelDepartures),
    demand &&
      `Demand that no column has adds a normal of standard deviation ${demand.deviation} to revenue, autocorrelation ${demand.autocorrelation}.`,
    stockOuts &&
      `A week is out of stock with probability ${stockOuts.probability} and then loses ${stockOuts.share} of the base.`,
    levelShift && `From week ${levelShift.week} on the base is higher by ${levelShift.change}.`,
    degreesOfFreedom && `The noise is Student's t with ${degreesOfFreedom} degrees of freedom and scale noise_sd.`,
  ];
  const found = all.filter((sentence) => typeof sentence === "string");
  return found.length === 0 ? [] : ["But here:", ...found];
}

/** Of a channel without a Hill curve, for notes of national worlds and of panels. */
export function exponentialCurve(name: string): string {
  return `The curve of ${name} is coefficient * (1 - 2^-(a/half_saturation)).`;
}

function channelDepartures({ name, spend, reaction, carryOver, curve, effectChange }: HardChannelRecipe): string[] {
  const all = [
    spend.kind === "following" && `Spend on ${name} is about ${spend.share} of that on ${spend.channel}.`,
    reaction?.to === "demand" &&
      `Spend on ${name} is multiplied by exp(${reaction.strength} d), d the demand of the week in standard deviations.`,
    reaction?.to === "sales" &&
      `Spend on ${name} is multiplied by (revenue of the week before / ${reaction.typical})^${reaction.strength}.`,
    carryOver?.kind === "delayed" &&
      `Carry-over of ${name} has weights ${carryOver.rate}^(lag - ${carryOver.peak})^2 up to lag ${carryOver.window}, scaled to a sum of 1/(1-decay).`,
    carryOver?.kind === "long-memory" &&
      `Carry-over of ${name} has weights (1 + lag)^-${carryOver.power} up to lag ${carryOver.window}, scaled to a sum of 1/(1-decay).`,
    curve?.kind === "threshold" && `Adstock of ${name} up to ${curve.at} has no effect; the curve takes what is above.`,
    curve?.kind === "logarithmic" && `The curve of ${name} is coefficient * log(1 + a/half_saturation).`,
    curve?.kind === "exponential" && exponentialCurve(name),
    effectChange !== undefined &&
      `From week ${effectChange.week} on the contribution of ${name} is multiplied by ${effectChange.factor}.`,
  ];
  return all.filter((sentence) => typeof sentence === "string");
}
