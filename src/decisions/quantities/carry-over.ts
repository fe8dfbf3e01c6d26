// How advertising pressure is spread over the weeks after it was paid for.

import { columnOf } from "../../mmm/response/index.ts";
import type { ResolvedChannel } from "../../mmm/specification/index.ts";
import {
  type FittedModel,
  defaultLevel,
  type Interval,
  append,
  emptySeries,
  intervalFinder,
  type IntervalSeries,
} from "../draws/index.ts";

/** Lags up to this one are always given, */
const lagsShown = 8;
/** more until this much of the pressure is out on average over the draws, */
const shownUntil = 0.99;
/** but none beyond this one. */
const longestLag = { weekly: 104, daily: 364 };

/**
 * The spread of one channel. Shares are of the adstock, which the saturation curve then bends: they say when pressure is felt, and
 * so when effects come as far as the curve is straight.
 */
export interface ChannelCarryOver {
  readonly name: string;
  readonly adstock: "geometric" | "none";
  /** Last lag that counts; absent when there is none. */
  readonly window?: number;
  /** Periods until half of the stock is left, log(1/2) / log(decay); absent without carry-over. */
  readonly halfLife?: Interval;
  /** Mean lag, in periods. */
  readonly meanLag: Interval;
  /** Share that is felt after the period of the spend. */
  readonly later: Interval;
  /** Share felt at each lag, from 0 on, and up to and including each lag. */
  readonly share: IntervalSeries;
  readonly cumulative: IntervalSeries;
}

export interface CarryOver {
  readonly level: number;
  /** What lags are counted in. */
  readonly unit: "week" | "day";
  readonly channels: readonly ChannelCarryOver[];
}

/** Carry-over of every channel. @param level probability of the intervals, default 0.9 */
export function carryOver(model: FittedModel, { level = defaultLevel }: { readonly level?: number } = {}): CarryOver {
  const { data, spec } = model;
  return {
    level,
    unit: data.cadence === "weekly" ? "week" : "day",
    channels: spec.channels.map((channel) => carryOverOf(model, channel, level)),
  };
}

function carryOverOf(
  { data, posterior }: FittedModel,
  { name, adstock }: ResolvedChannel,
  level: number,
): ChannelCarryOver {
  const { count } = posterior;
  const find = intervalFinder(count, level);
  const decay =
    adstock.kind === "geometric" ? columnOf(posterior, "decay", { channel: name }) : new Float64Array(count);
  const window = adstock.kind === "none" ? 0 : adstock.window === "infinite" ? undefined : adstock.window;
  /** What the weight decay^lag is divided by, so that weights add up to 1. */
  const whole = decay.map((rate) => weightsUpTo(rate, window));
  const weight = Float64Array.from({ length: count }, () => 1);
  const share = new Float64Array(count);
  const out = new Float64Array(count);
  const lag = new Float64Array(count);
  const [shares, cumulative] = [emptySeries(), emptySeries()];
  const last = Math.min(window ?? Number.POSITIVE_INFINITY, longestLag[data.cadence]);
  for (let k = 0; k <= Math.max(last, lagsShown); k++) {
    for (let i = 0; i < count; i++) {
      share[i] = k <= last ? weight[i] / whole[i] : 0;
      out[i] = k >= last && window !== undefined ? 1 : out[i] + share[i];
      weight[i] *= decay[i];
    }
    append(shares, find(share));
    append(cumulative, find(out));
    if (k >= lagsShown && cumulative.mean[k] >= shownUntil) break;
  }
  for (let i = 0; i < count; i++) lag[i] = meanLag(decay[i], window);
  return {
    name,
    adstock: adstock.kind,
    ...(window === undefined || adstock.kind === "none" ? {} : { window }),
    ...(adstock.kind === "none" ? {} : { halfLife: find(decay.map((rate) => Math.log(0.5) / Math.log(rate))) }),
    meanLag: find(lag),
    later: find(whole.map((sum) => 1 - 1 / sum)),
    share: shares,
    cumulative,
  };
}

/** 1 + decay + ... + decay^window; without a window 1 / (1 - decay). */
function weightsUpTo(decay: number, window: number | undefined): number {
  if (window === undefined) return 1 / (1 - decay);
  let total = 1;
  for (let lag = 1, weight = decay; lag <= window; lag++, weight *= decay) total += weight;
  return total;
}

function meanLag(decay: number, window: number | undefined): number {
  if (window === undefined) return decay / (1 - decay);
  let [total, weighted] = [1, 0];
  for (let lag = 1, weight = decay; lag <= window; lag++, weight *= decay) {
    total += weight;
    weighted += lag * weight;
  }
  return weighted / total;
}
