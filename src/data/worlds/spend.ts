// Weekly spend of one channel, drawn from its process.

import type { Random } from "../../numerics/index.ts";
import type { AlwaysOnSpend, FlightedSpend, FollowingSpend, SpendProcess, UniformSpend } from "./recipe.ts";

const weeksPerYear = 52;

/**
 * Spend of weeks 1, 2, ..., in whole cents.
 * @param earlier spend of the channels before this one, by name
 */
export function drawSpend(
  process: SpendProcess,
  weeks: number,
  random: Random,
  earlier: Readonly<Record<string, Float64Array>>,
): Float64Array {
  switch (process.kind) {
    case "uniform":
      return uniform(process, weeks, random);
    case "always-on":
      return alwaysOn(process, weeks, random);
    case "flighted":
      return flighted(process, weeks, random);
    case "following":
      return following(process, earlier, random);
  }
}

/** An amount of money in whole cents. */
export function cents(amount: number): number {
  return Math.round(amount * 100) / 100;
}

function uniform({ low, high }: UniformSpend, weeks: number, random: Random): Float64Array {
  return Float64Array.from({ length: weeks }, () => cents(low + (high - low) * random.uniform()));
}

function alwaysOn(process: AlwaysOnSpend, weeks: number, random: Random): Float64Array {
  const { level, variation, autocorrelation, seasonality, peakWeek } = process;
  // A first-order autoregression with unit variance, started in its stationary distribution.
  let state = random.normal();
  return Float64Array.from({ length: weeks }, (_, index) => {
    if (index > 0) state = autocorrelation * state + Math.sqrt(1 - autocorrelation ** 2) * random.normal();
    const wave = 1 + seasonality * Math.cos((2 * Math.PI * (index + 1 - peakWeek)) / weeksPerYear);
    return cents(level * wave * logNormalFactor(variation, state));
  });
}

function flighted(process: FlightedSpend, weeks: number, random: Random): Float64Array {
  const { level, burstVariation, variation, onWeeks, offWeeks } = process;
  const spend = new Float64Array(weeks);
  const length = ([fewest, most]: readonly [number, number]): number => fewest + random.integer(most - fewest + 1);
  // The table opens somewhere inside the first pause, so that channels do not all start together.
  let week = random.integer(length(offWeeks) + 1);
  while (week < weeks) {
    const end = Math.min(weeks, week + length(onWeeks));
    const size = level * logNormalFactor(burstVariation, random.normal());
    for (; week < end; week++) spend[week] = cents(size * logNormalFactor(variation, random.normal()));
    week += length(offWeeks);
  }
  return spend;
}

function following(
  { channel, share, variation }: FollowingSpend,
  earlier: Readonly<Record<string, Float64Array>>,
  random: Random,
): Float64Array {
  if (!Object.hasOwn(earlier, channel)) throw new RangeError(`No channel before this one is called ${channel}.`);
  return earlier[channel].map((amount) => cents(share * amount * logNormalFactor(variation, random.normal())));
}

/** A log-normal factor with mean 1. */
function logNormalFactor(deviation: number, normal: number): number {
  return Math.exp(deviation * normal - deviation ** 2 / 2);
}
