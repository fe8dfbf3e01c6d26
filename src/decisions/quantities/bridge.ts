// Why the target of a period differs from that of another: spend, price, effectiveness and everything that is not media. The parts add up
// to the change of the expected target in every draw, and with what the model does not explain to that of the observed one.

import {
  channelDraws,
  checkOptions,
  defaultLevel,
  drivingOf,
  type FittedModel,
  type Interval,
  intervalFinder,
  isLatent,
  type Period,
  periodOf,
  type PeriodRecord,
  periodRecord,
  quantityRules,
  spendDraws,
  spendOf,
} from "../draws/index.ts";
import { type ComponentDraws, type ComponentKind, contributionCollector } from "./contributions.ts";

/** A change, in the target. */
export interface BridgePart {
  readonly name: string;
  readonly kind: ComponentKind;
  readonly change: Interval;
}

/**
 * The change of what a channel contributed. Contribution is spend, times units per unit of spend, times contribution per unit; units are impressions or
 * whatever else drives the channel, or spend itself. Each factor gets its share of the change averaged over all orders in which the three can change
 * (Shapley value), so that the parts add up.
 */
export interface ChannelBridge extends BridgePart {
  /** True for media without spend, whose `spend` is the change by how much there was of what drives them; absent otherwise. */
  readonly organic?: true;
  /** Spent in the earlier and in the later period; of media without spend the amount of what drives them. */
  readonly spent: readonly [number, number];
  readonly spend: Interval;
  /** Units bought for each unit of spend; absent where spend itself drives the channel. */
  readonly price?: Interval;
  /**
   * Contribution of each unit: how far the curve is saturated, how spend is spread over the weeks and the geos, and what carries over into the period from
   * spend before it. Zero where a channel had no units in one of the periods; the change then is that of spend.
   */
  readonly effectiveness: Interval;
}

export interface Bridge {
  readonly target: string;
  readonly level: number;
  /** The later one, which was asked about, and the one that it is compared with. */
  readonly period: PeriodRecord;
  readonly against: PeriodRecord;
  /** Expected target in the earlier and in the later period. */
  readonly expected: readonly [Interval, Interval];
  readonly change: Interval;
  /** Base, trend, season and controls, whose changes add up to `baselineChange`. */
  readonly baseline: readonly BridgePart[];
  readonly baselineChange: Interval;
  readonly channels: readonly ChannelBridge[];
  /** Sums over the channels. Prices change nothing where no channel has units. */
  readonly media: {
    readonly change: Interval;
    readonly spend: Interval;
    readonly price: Interval;
    readonly effectiveness: Interval;
  };
  /** Absent where the target of a row in either period is not known. */
  readonly observed?: {
    readonly totals: readonly [number, number];
    readonly change: number;
    /** Observed less expected change: noise, week effects, and whatever else the model does not have. */
    readonly unexplained: Interval;
  };
}

export interface BridgeOptions {
  /** Default: the whole table. */
  readonly period?: Period;
  /** What it is compared with. */
  readonly against: Period;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number;
}

/** From the target of one period to that of another. Of a panel all geos together; `modelOfGeo` gives one. */
export function bridge(model: FittedModel, options: BridgeOptions): Bridge {
  const { period: ofPeriod, level: ofLevel } = quantityRules(model);
  checkOptions("bridge", options, { period: ofPeriod, against: ofPeriod, level: ofLevel });
  const { data, posterior, spec } = model;
  const { period = periodOf(data), against, level = defaultLevel } = options;
  const find = intervalFinder(posterior.count, level);
  const [before, after] = [against, period].map((of) => totalsOf(model, of, level));
  const changes = after.components.map(({ name, kind, total }, k) => ({
    name,
    kind,
    draws: total.map((value, i) => difference(value, before.components[k].total[i])),
  }));
  const parts = { spend: zeros(posterior.count), price: zeros(posterior.count), effectiveness: zeros(posterior.count) };
  const first = changes.length - spec.channels.length;
  const channels = spec.channels.map(({ organic }, index): ChannelBridge => {
    const own = splitChange(
      model,
      index,
      [against, period],
      [before, after].map(({ components }) => components[first + index].total),
    );
    for (const [key, draws] of Object.entries(parts))
      draws.forEach((_, i) => (draws[i] += own[key as keyof typeof parts][i]));
    const { name, kind, draws } = changes[first + index];
    return {
      name,
      kind,
      ...(organic === true ? { organic } : {}),
      spent: own.spent,
      change: find(draws),
      spend: find(own.spend),
      ...(own.hasPrice ? { price: find(own.price) } : {}),
      effectiveness: find(own.effectiveness),
    };
  });
  const baseline = changes.slice(0, first);
  const change = summed(changes, posterior.count);
  const known = [before, after].every(({ cells, cellsWithTarget }) => cells === cellsWithTarget);
  const moved = after.observed - before.observed;
  return {
    target: data.target.name,
    level,
    period: periodRecord(data, period),
    against: periodRecord(data, against),
    expected: [before.expected, after.expected],
    change: find(change),
    baseline: baseline.map(({ draws, ...rest }) => ({ ...rest, change: find(draws) })),
    baselineChange: find(summed(baseline, posterior.count)),
    channels,
    media: {
      change: find(summed(changes.slice(first), posterior.count)),
      spend: find(parts.spend),
      price: find(parts.price),
      effectiveness: find(parts.effectiveness),
    },
    ...(known
      ? {
          observed: {
            totals: [before.observed, after.observed],
            change: moved,
            unexplained: find(change.map((value) => moved - value)),
          },
        }
      : {}),
  };
}

interface PeriodTotals {
  /** Of a period: base and so on, then the channels. */
  readonly components: readonly ComponentDraws[];
  readonly expected: Interval;
  readonly observed: number;
  readonly cells: number;
  readonly cellsWithTarget: number;
}

function totalsOf(model: FittedModel, period: Period, level: number): PeriodTotals {
  const collector = contributionCollector(model, { period, level, weekly: false });
  for (const draws of channelDraws(model, { period, weekly: false })) collector.add(draws);
  const { expected, observed, cells, cellsWithTarget } = collector.finish();
  return { components: collector.draws, expected, observed, cells, cellsWithTarget };
}

interface SplitChange {
  readonly spent: readonly [number, number];
  readonly hasPrice: boolean;
  readonly spend: Float64Array;
  readonly price: Float64Array;
  readonly effectiveness: Float64Array;
}

/** @param contributions of the earlier and the later period, at each draw */
function splitChange(
  model: FittedModel,
  index: number,
  periods: readonly Period[],
  contributions: readonly Float64Array[],
): SplitChange {
  const { count } = model.posterior;
  const channel = model.data.channels.find(({ column }) => column === model.spec.channels[index].column);
  const organic = model.spec.channels[index].organic === true;
  const units = periods.map((period) => drivingOf(model, index, period));
  const spent = organic ? units : periods.map((period) => spendOf(model, index, period));
  const hasPrice = channel?.driver !== undefined && !organic;
  const drawn = isLatent(model, index) ? periods.map((period) => spendDraws(model, index, period)) : [];
  const [spend, price, effectiveness] = [zeros(count), zeros(count), zeros(count)];
  for (let i = 0; i < count; i++) {
    const s = periods.map((_, k) => drawn[k]?.[i] ?? spent[k]);
    const u = hasPrice ? units : s;
    const c = contributions.map((draws) => draws[i]);
    if (s.some((value) => !(value > 0)) || u.some((value) => !(value > 0))) {
      spend[i] = c[1] - c[0];
      continue;
    }
    const factors = [s, s.map((value, k) => u[k] / value), c.map((value, k) => value / u[k])] as const;
    [spend[i], price[i], effectiveness[i]] = factors.map(([from, to], f) => {
      const [a, b] = factors.filter((_, k) => k !== f);
      return (to - from) * ((a[0] * b[0] + a[1] * b[1]) / 3 + (a[0] * b[1] + a[1] * b[0]) / 6);
    });
  }
  return { spent: [spent[0], spent[1]], hasPrice, spend, price, effectiveness };
}

/** A difference below this share of its terms is the rounding of none. */
const rounding = 1e-12;

function difference(value: number, from: number): number {
  return Math.abs(value - from) <= rounding * Math.abs(from) ? 0 : value - from;
}

function zeros(count: number): Float64Array {
  return new Float64Array(count);
}

function summed(parts: readonly { readonly draws: Float64Array }[], count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => parts.reduce((total, { draws }) => total + draws[i], 0));
}
