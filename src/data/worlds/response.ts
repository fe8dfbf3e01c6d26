// What a channel brings in a simulated world, week by week: carry-over, curve, and changes of its effect.

import { sum } from "../../numerics/index.ts";
import type { CarryOverShape, HardChannelRecipe } from "./recipe.ts";

/** Contribution of week `t` (from 0), asked for week by week from the first, given spend up to that week. */
export type WeeklyResponse = (spend: ArrayLike<number>, t: number) => number;

export function weeklyResponse(channel: HardChannelRecipe): WeeklyResponse {
  const { effectChange } = channel;
  const stock =
    channel.carryOver === undefined ? geometricStock(channel.decay) : lagged(channel.carryOver, channel.decay);
  const curve = curveOf(channel);
  return (spend, t) => {
    const contribution = curve(stock(spend, t));
    return effectChange !== undefined && t + 1 >= effectChange.week ? effectChange.factor * contribution : contribution;
  };
}

/** Contributions of all weeks. */
export function contributionsOf(channel: HardChannelRecipe, spend: ArrayLike<number>): number[] {
  const response = weeklyResponse(channel);
  return Array.from(spend, (_, t) => response(spend, t));
}

/** Weeks after the table in which carry-over is counted, as decisions count it. */
const weeksAfter = 104;
/** Relative step of the central difference: its error is of the order of its square. */
const step = 1e-4;

/**
 * What one more unit of spend brings, effects after the table included: the derivative of all that the spend brings when the
 * spend of every week grows in proportion.
 */
export function marginalReturn(channel: HardChannelRecipe, spend: Float64Array): number {
  const total = (factor: number): number => {
    const scaled = new Float64Array(spend.length + weeksAfter);
    scaled.set(spend.map((amount) => factor * amount));
    return sum(contributionsOf(channel, scaled));
  };
  const spent = sum(spend);
  return (total(1 + step) - total(1 - step)) / (2 * step * spent);
}

function geometricStock(decay: number): WeeklyResponse {
  let stock = 0;
  return (spend, t) => {
    stock = spend[t] + decay * stock;
    return stock;
  };
}

function lagged(carryOver: CarryOverShape, decay: number): WeeklyResponse {
  const weights = lagWeights(carryOver, decay);
  return (spend, t) => {
    let stock = 0;
    for (let lag = 0; lag < weights.length && lag <= t; lag++) stock += weights[lag] * spend[t - lag];
    return stock;
  };
}

/** Weights of lags 0 to the window, of the sum that geometric ones have. */
export function lagWeights(carryOver: CarryOverShape, decay: number): number[] {
  const weights = Array.from({ length: carryOver.window + 1 }, (_, lag) =>
    carryOver.kind === "delayed" ? carryOver.rate ** ((lag - carryOver.peak) ** 2) : (1 + lag) ** -carryOver.power,
  );
  const total = sum(weights);
  return weights.map((weight) => weight / (total * (1 - decay)));
}

function curveOf({ curve, slope, halfSaturation, coefficient }: HardChannelRecipe): (stock: number) => number {
  const hill = (stock: number): number => {
    const power = stock ** slope;
    return (coefficient * power) / (halfSaturation ** slope + power);
  };
  switch (curve?.kind) {
    case undefined:
      return hill;
    case "threshold":
      return (stock) => hill(Math.max(0, stock - curve.at));
    case "logarithmic":
      return (stock) => coefficient * Math.log1p(stock / halfSaturation);
    case "exponential":
      return (stock) => -coefficient * Math.expm1((-Math.LN2 * stock) / halfSaturation);
  }
}
