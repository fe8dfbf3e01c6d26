// Why the target of a period differs from that of another: spend, price, effectiveness and everything that is not media. The parts add up
// to the change of the expected target in every draw, and with what the model does not explain to that of the observed one.

import type { Problem } from "../../problems/problem.ts";
import {
  channelDraws,
  checkOptions,
  defaultLevel,
  drivingOf,
  type FittedModel,
  type Interval,
  intervalFinder,
  isLatent,
  modelGeos,
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
  /**
   * True where the comparison is with a plan for the same period: spend as planned, units at the average price of the table, everything else as it was;
   * absent otherwise. What is called earlier then is that of the plan.
   */
  readonly plan?: true;
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
    /** Of the later period, and of the earlier one with its change; a plan has none. */
    readonly total: number;
    readonly before?: number;
    readonly change?: number;
    /** Observed less expected change (with a plan, observed less expected target): noise, week effects, and whatever else the model does not have. */
    readonly unexplained: Interval;
  };
}

export interface BridgeOptions {
  /** Default: the whole table. */
  readonly period?: Period;
  /** What it is compared with: a period, or planned spend of the same period, [channel][geo][row of the period], in the table's own units. */
  readonly against: Period | Float64Array;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number;
}

/** From the target of one period to that of another. Of a panel all geos together; `modelOfGeo` gives one. */
export function bridge(model: FittedModel, options: BridgeOptions): Bridge {
  const { period: ofPeriod, level: ofLevel } = quantityRules(model);
  const isPlan = options.against instanceof Float64Array;
  const ofAgainst = isPlan ? (): readonly Problem[] => [] : ofPeriod;
  checkOptions("bridge", options, { period: ofPeriod, against: ofAgainst, level: ofLevel });
  const { data, posterior, spec } = model;
  const { period = periodOf(data), level = defaultLevel } = options;
  const [earlier, against] =
    options.against instanceof Float64Array
      ? [plannedModel(model, period, options.against), period]
      : [model, options.against];
  const find = intervalFinder(posterior.count, level);
  const sides = [
    { model: earlier, period: against },
    { model, period },
  ];
  const [before, after] = sides.map((side) => totalsOf(side.model, side.period, level));
  const changes = after.components.map(({ name, kind, total }, k) => ({
    name,
    kind,
    draws: total.map((value, i) => difference(value, before.components[k].total[i])),
  }));
  const parts = { spend: zeros(posterior.count), price: zeros(posterior.count), effectiveness: zeros(posterior.count) };
  const first = changes.length - spec.channels.length;
  const channels = spec.channels.map(({ organic }, index): ChannelBridge => {
    const own = splitChange(
      index,
      sides,
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
    ...(isPlan ? { plan: true } : {}),
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
          observed: isPlan
            ? { total: after.observed, unexplained: find(after.draws.map((value) => after.observed - value)) }
            : {
                total: after.observed,
                before: before.observed,
                change: moved,
                unexplained: find(change.map((value) => moved - value)),
              },
        }
      : {}),
  };
}

/** The model with other spend in a period, [channel][geo][row of the period]; media without spend stay as they are. */
function plannedModel(model: FittedModel, { from, to }: Period, planned: Float64Array): FittedModel {
  const { spec, data, design, latentSpend } = model;
  const rows = to - from;
  const geos = modelGeos(model);
  const media = design.media.slice();
  const latent = latentSpend?.slice();
  const spends = new Map(data.channels.map(({ column, spend }) => [column, spend.slice()]));
  const cells = spec.channels.length * geos.length * data.rows;
  spec.channels.forEach(({ column, organic }, index) => {
    if (organic === true) return;
    for (const geo of geos) {
      const own = (index * geos.length + geo.index) * rows;
      for (let t = from; t < to; t++) {
        const amount = planned[own + t - from];
        const cell = geo.index * data.rows + t;
        const place = index * geos.length * data.rows + cell;
        (spends.get(column) as Float64Array)[cell] = amount;
        media[place] = amount / geo.people / design.mediaScales[index].scale;
        if (latent === undefined || !isLatent(model, index)) continue;
        for (let k = place; k < latent.length; k += cells) latent[k] = amount;
      }
    }
  });
  const channels = data.channels.map((channel) => ({ ...channel, spend: spends.get(channel.column) ?? channel.spend }));
  return {
    ...model,
    data: { ...data, channels },
    design: { ...design, media },
    ...(latent === undefined ? {} : { latentSpend: latent }),
  };
}

interface PeriodTotals {
  /** Of a period: base and so on, then the channels. */
  readonly components: readonly ComponentDraws[];
  readonly expected: Interval;
  readonly draws: Float64Array;
  readonly observed: number;
  readonly cells: number;
  readonly cellsWithTarget: number;
}

function totalsOf(model: FittedModel, period: Period, level: number): PeriodTotals {
  const collector = contributionCollector(model, { period, level, weekly: false });
  for (const draws of channelDraws(model, { period, weekly: false })) collector.add(draws);
  const { expected, observed, cells, cellsWithTarget } = collector.finish();
  const components = collector.draws;
  const draws = summed(
    components.map(({ total }) => ({ draws: total })),
    model.posterior.count,
  );
  return { components, expected, draws, observed, cells, cellsWithTarget };
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
  index: number,
  sides: readonly { readonly model: FittedModel; readonly period: Period }[],
  contributions: readonly Float64Array[],
): SplitChange {
  const [{ model }] = sides;
  const { count } = model.posterior;
  const organic = model.spec.channels[index].organic === true;
  const units = sides.map((side) => drivingOf(side.model, index, side.period));
  const spent = organic ? units : sides.map((side) => spendOf(side.model, index, side.period));
  const channel = model.data.channels.find(({ column }) => column === model.spec.channels[index].column);
  const hasPrice = channel?.driver !== undefined && !organic;
  const drawn = isLatent(model, index) ? sides.map((side) => spendDraws(side.model, index, side.period)) : [];
  const [spend, price, effectiveness] = [zeros(count), zeros(count), zeros(count)];
  for (let i = 0; i < count; i++) {
    const s = sides.map((_, k) => drawn[k]?.[i] ?? spent[k]);
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
