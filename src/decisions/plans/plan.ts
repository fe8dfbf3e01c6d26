// Plans for the periods after the table: how much each channel spends and when, and what the table says of spend so far.

import { cadences } from "../../data/panel/index.ts";
import { accepts, planSettings, type ValueOf } from "../../settings/index.ts";
import { sum } from "../../numerics/index.ts";
import type { FittedModel } from "../draws/index.ts";
import { firstOf, lineSpend, periodsOfYear, type PlanLine, planLines, runRateOf, runsInFlights } from "./plan-lines.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { flightingWrong } from "../../problems/plan-problems.ts";

/**
 * How a channel's total is spread over the horizon. "even": the same in every period; "observed": as in the same periods a year
 * before, or, where the table is too short for that, as in its last periods; or a weight for every period.
 */
export type Flighting = ValueOf<typeof planSettings.flighting> | readonly number[];

/** One pattern for all channels, or one by name; channels not named are even. */
export type FlightingByChannel = Flighting | Readonly<Record<string, Flighting>>;

/** Spend of every line (`planLines`: a channel, or a channel in a geo) in every period of the horizon, in the table's own units. */
export interface Plan {
  readonly name: string;
  /** [line][period], at least 0. */
  readonly spend: readonly (readonly number[])[];
}

/** What the table says of the spend of a line. */
export interface ObservedSpend {
  readonly name: string;
  /** Mean of a period over the last 52 weeks (364 days), or over the rows that a geo has where they are fewer; of several geos their sum. */
  readonly runRate: number;
  /** Largest spend of one period in the whole table. */
  readonly largest: number;
  /** Smallest spend of one period in the whole table: 0 for a channel that has paused. */
  readonly smallest: number;
}

/** Periods of a quarter: 13 weeks, or 91 days. */
export function defaultHorizon({ data }: FittedModel): number {
  return cadences[data.cadence].quarter;
}

/** The horizon of settings that are not checked yet: what they say where that can be one, otherwise a quarter. */
export function horizonOf(model: FittedModel, settings: { readonly horizon?: unknown } | undefined): number {
  const horizon = settings?.horizon;
  return typeof horizon === "number" && accepts(planSettings.horizon, horizon) ? horizon : defaultHorizon(model);
}

export function observedSpend(
  model: FittedModel,
  lines: readonly PlanLine[] = planLines(model),
): readonly ObservedSpend[] {
  return lines.map((line) => {
    const spend = lineSpend(model, line);
    return {
      name: line.name,
      runRate: sum(line.geos.map(({ index }) => runRateOf(model, line.channel, index))),
      largest: spend.reduce((most, value) => Math.max(most, value), 0),
      smallest: spend
        .subarray(firstOf(model, line))
        .reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    };
  });
}

export interface FlightingPatterns {
  /** [line][period] Shares of the line's total, which add up to one. */
  readonly shares: readonly (readonly number[])[];
  /** Lines that were to be spread as observed but spent nothing in those periods; they are spread evenly. */
  readonly withoutObservation: readonly string[];
  /** Lines that are spread evenly, though they have run in flights. */
  readonly flightsSpread: readonly string[];
}

/**
 * The share of each line's total in each period.
 * @throws RangeError when weights are not as many as periods, are negative, or are all zero
 */
export function flightingPatterns(
  model: FittedModel,
  horizon: number,
  flighting: FlightingByChannel = "even",
  lines: readonly PlanLine[] = planLines(model),
): FlightingPatterns {
  const withoutObservation: string[] = [];
  const flightsSpread: string[] = [];
  const shares = lines.map((line): readonly number[] => {
    const { name } = line;
    const own = flightingOf(flighting, name);
    if (own === "even") {
      if (horizon > 1 && runsInFlights(model, line)) flightsSpread.push(name);
      return new Array<number>(horizon).fill(1 / horizon);
    }
    const weights = own === "observed" ? observedWeights(model, lineSpend(model, line), horizon) : own;
    if (weights.length !== horizon || weights.some((weight) => !(weight >= 0) || weight === Number.POSITIVE_INFINITY)) {
      throw new CarryoverError([flightingWrong(name, horizon)]);
    }
    const total = sum(weights);
    if (total > 0) return weights.map((weight) => weight / total);
    if (own !== "observed") throw new CarryoverError([flightingWrong(name, horizon)]);
    withoutObservation.push(name);
    return new Array<number>(horizon).fill(1 / horizon);
  });
  return { shares, withoutObservation, flightsSpread };
}

function flightingOf(flighting: FlightingByChannel, name: string): Flighting {
  if (typeof flighting === "string" || Array.isArray(flighting)) return flighting as Flighting;
  const byName = flighting as Readonly<Record<string, Flighting>>;
  return Object.hasOwn(byName, name) ? byName[name] : "even";
}

/** Spend of the periods that lie a year before the horizon; of the table's last periods where it has no such year. */
function observedWeights(model: FittedModel, spend: Float64Array, horizon: number): readonly number[] {
  const year = periodsOfYear(model);
  const hasYear = horizon <= year && spend.length >= year;
  const start = spend.length - (hasYear ? year : Math.min(horizon, spend.length));
  return Array.from({ length: horizon }, (_, period) => spend[start + (period % (spend.length - start))]);
}

/** A plan from the total of each line and its pattern. */
export function planFromTotals(name: string, totals: ArrayLike<number>, shares: FlightingPatterns["shares"]): Plan {
  return { name, spend: shares.map((own, channel) => own.map((share) => share * totals[channel])) };
}

/** Total of each line of a plan. */
export function channelTotals({ spend }: Plan): readonly number[] {
  return spend.map((own) => sum(own));
}

/** A plan's spend one line after another, as a planning response takes it. */
export function flatSpend({ spend }: Plan): Float64Array {
  return Float64Array.from(spend.flat());
}
