// How advertising pressure is spread over the weeks after it was paid for.

import { cadences, type RowPeriod, periodOf } from "../../data/panel/index.ts";
import * as g from "../../graph/index.ts";
import type { Node, Operand } from "../../graph/index.ts";
import { adstockOf, type ResolvedChannel } from "../../mmm/specification/index.ts";
import { valuesOf } from "../../mmm/terms/index.ts";
import {
  channelFigures,
  type FittedModel,
  defaultLevel,
  type Interval,
  append,
  emptySeries,
  intervalFinder,
  type IntervalSeries,
  checkOptions,
  quantityRules,
} from "../draws/index.ts";

/** Lags up to this one are always given, */
const lagsShown = 8;
/** more until this much of the pressure is out on average over the draws, */
const shownUntil = 0.99;
/** but none beyond the longest that is followed at the cadence of the table. */

/**
 * The spread of one channel. Shares are of the adstock, which the saturation curve then bends: they say when pressure is felt, and
 * so when effects come as far as the curve is straight.
 */
export interface ChannelCarryOver {
  readonly name: string;
  /** The kind of adstock. */
  readonly adstock: string;
  /** Last lag that counts; absent when there is none. */
  readonly window?: number;
  /** Periods in which the weights halve; absent where that is not the same at every lag. */
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
  readonly unit: RowPeriod;
  readonly channels: readonly ChannelCarryOver[];
}

/** Carry-over of every channel. @param level probability of the intervals, default 0.9 */
export function carryOver(model: FittedModel, options: { readonly level?: number } = {}): CarryOver {
  checkOptions("carryOver", options, { level: quantityRules(model).level });
  const { level = defaultLevel } = options;
  const { data, spec } = model;
  return {
    level,
    unit: periodOf(data.cadence),
    channels: spec.channels.map((channel) => carryOverOf(model, channel, level)),
  };
}

function carryOverOf(model: FittedModel, channel: ResolvedChannel, level: number): ChannelCarryOver {
  const { data, posterior } = model;
  const { name, adstock } = channel;
  const kind = adstockOf(adstock);
  const find = intervalFinder(posterior.count, level);
  const window = kind.window(adstock);
  const last =
    window === "infinite" ? cadences[data.cadence].longestLag : Math.min(window, cadences[data.cadence].longestLag);
  const draws = channelFigures(model, channel, ({ alone, group, of }) => {
    const values = valuesOf(alone, group, kind.parameters, of);
    const vector = (node: Operand): Node => g.broadcastTo(node, [1]);
    const halfLife = kind.halfLife?.(values);
    return {
      share: g.divide(kind.weights(last, values, adstock), g.expand(vector(kind.total(values, adstock)), 1)),
      later: kind.later([0], values, adstock),
      meanLag: vector(kind.meanLag(values, adstock)),
      halfLife: halfLife ?? g.constant(new Float64Array()),
    };
  });
  const [shares, cumulative] = [emptySeries(), emptySeries()];
  const none = new Float64Array(posterior.count);
  let out = none;
  for (let k = 0; k <= Math.max(last, lagsShown); k++) {
    const share = draws.share[k] ?? none;
    const before = out;
    out = window !== "infinite" && k >= window ? none.map(() => 1) : before.map((sum, i) => sum + share[i]);
    append(shares, find(share));
    append(cumulative, find(out));
    if (k >= lagsShown && cumulative.mean[k] >= shownUntil) break;
  }
  return {
    name,
    adstock: kind.name,
    ...(window === "infinite" || window === 0 ? {} : { window }),
    ...(draws.halfLife.length === 0 ? {} : { halfLife: find(draws.halfLife[0]) }),
    meanLag: find(draws.meanLag[0]),
    later: find(draws.later[0]),
    share: shares,
    cumulative,
  };
}
