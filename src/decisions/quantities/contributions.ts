// What the expected target is made of, in total and week by week: base, trend, season, each control, each channel.

import { geosOf } from "../../data/panel/index.ts";
import { mean, sum } from "../../numerics/index.ts";
import { columnAt } from "../../mmm/response/index.ts";
import type { BaselineKind } from "../../mmm/terms/baseline/index.ts";
import { type BaselinePart, baselineParts, fillPart } from "./contributions-baseline.ts";
import {
  addTo,
  channelDraws,
  type ChannelDraws,
  type FittedModel,
  geosAsked,
  modelOfGeo,
  defaultLevel,
  type Interval,
  append,
  emptySeries,
  type IntervalFinder,
  intervalFinder,
  type IntervalSeries,
  seriesOf,
  type Period,
  periodOf,
  type PeriodRecord,
  periodRecord,
  probabilityBelow,
  checkOptions,
  quantityRules,
  rowsOf,
  shareOf,
} from "../draws/index.ts";
import { fillPredictive } from "./contributions-predictive.ts";

export type ComponentKind = BaselineKind | "channel";

/** A part of the expected target over a period. */
export interface Component {
  readonly name: string;
  readonly kind: ComponentKind;
  /** In the target's unit. */
  readonly total: Interval;
  /** Of the expected target of the period (`shareOf`): estimates add up to 1 as the totals add up to it. */
  readonly share: Interval;
  /** Controls: the value in the column's own units against which the contribution counts (see `baselineParts`). */
  readonly reference?: number;
  /** Trend, season and controls, which go up and down around what they count against: how far in one week (day). */
  readonly swing?: Swing;
  /** The day of the week: what each day brings, in the order of the week; days that the period lacks are left out. */
  readonly pattern?: readonly { readonly name: string; readonly contribution: Interval }[];
  /** Whether the total is zero by construction, so that the swing is all that the part does. */
  readonly cancels?: boolean;
}

/** The weeks (days) of a period in which a part brings least and most. */
export interface Swing {
  readonly lowest: WeekOfSwing;
  readonly highest: WeekOfSwing;
}

export interface WeekOfSwing {
  /** As the table writes it. */
  readonly date: string;
  readonly contribution: Interval;
}

/** Sums of components. */
export interface ComponentSum {
  readonly total: Interval;
  readonly share: Interval;
}

/** One element for each week (day) of the period. */
export interface WeeklyContributions {
  /** As the table writes them. */
  readonly dates: readonly string[];
  /** NaN where the target of a geo that has a row is not known. */
  readonly observed: readonly number[];
  /** Of the expected target. */
  readonly expected: IntervalSeries;
  /** Of a target drawn from the model, noise included. */
  readonly predictive: IntervalSeries;
  /** In the order of `Contributions.components`. */
  readonly components: readonly {
    readonly name: string;
    readonly kind: ComponentKind;
    readonly series: IntervalSeries;
  }[];
  /** All that is not media. */
  readonly baseline: IntervalSeries;
  readonly media: IntervalSeries;
}

/** All that is not media. */
export interface BaselineSum extends ComponentSum {
  /** Probability that the total is below zero, which no business has. */
  readonly probabilityNegative: number;
}

/** Everything in the target's own unit; an interval holds with probability `level`. Of a panel: sums over its geos, draw by draw. */
export interface Contributions extends GeoContributions {
  /** Of each geo of a panel, where that was asked for; their means add up to those of the total. */
  readonly geos?: readonly GeoContributions[];
}

/** The same of one geo, which `period` names. */
export interface GeoContributions {
  readonly target: string;
  readonly level: number;
  readonly period: PeriodRecord;
  /** Base, trend, season, controls, channels, as far as the model has them. They add up to the expected target draw by draw. */
  readonly components: readonly Component[];
  readonly baseline: BaselineSum;
  readonly media: ComponentSum;
  /** Expected target of the whole period. */
  readonly expected: Interval;
  /** Target of the whole period as it was, over the cells in which it is known. */
  readonly observed: number;
  /** Rows of the table in the period, over all geos: what contributions are counted in. */
  readonly cells: number;
  /** Those whose target is known. */
  readonly cellsWithTarget: number;
  readonly weekly?: WeeklyContributions;
}

export interface ContributionOptions {
  /** Default: the whole table. */
  readonly period?: Period;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number;
  /** Also week by week; default true. */
  readonly weekly?: boolean;
  /** Also of each geo of a panel; default false. */
  readonly byGeo?: boolean;
}

/** Sums of one component over the period, a number for each draw. */
export interface ComponentDraws {
  readonly name: string;
  readonly kind: ComponentKind;
  readonly total: Float64Array;
}

/**
 * The decomposition of the expected target of a period: what was earned in its weeks, by whatever spend. Contributions of
 * channels are of the spend up to each week, so that carry-over from before the period is in and what comes after it is not.
 */
export function contributions(model: FittedModel, options: ContributionOptions = {}): Contributions {
  const { period: ofPeriod, level } = quantityRules(model);
  const flag = { kind: "flag", describe: "" } as const;
  checkOptions("contributions", options, { period: ofPeriod, level, weekly: flag, byGeo: flag });
  const { byGeo = false, ...rest } = options;
  const collector = contributionCollector(model, rest);
  const { period, weekly } = collector;
  const names = byGeo ? geosAsked(model) : [];
  if (weekly || names.length === 0) {
    for (const draws of channelDraws(model, { period, weekly })) collector.add(draws);
    const total = collector.finish();
    // By week one geo at a time, so that memory holds the weeks of one.
    return names.length === 0
      ? total
      : { ...total, geos: names.map((name) => contributions(modelOfGeo(model, name), rest)) };
  }
  const channels: ChannelByGeo[] = [];
  for (const draws of channelDraws(model, { period, weekly, byGeo })) {
    collector.add(draws);
    channels.push({ name: draws.name, geos: draws.geos });
  }
  return { ...collector.finish(), geos: contributionsOfGeos(model, channels, rest) };
}

/** What a channel brought in each geo. */
export type ChannelByGeo = Pick<ChannelDraws, "name" | "geos">;

/** Of every geo of a panel, in the order of the table, without weeks, from draws of all channels that are there already. */
export function contributionsOfGeos(
  model: FittedModel,
  channels: readonly ChannelByGeo[],
  options: Pick<ContributionOptions, "period" | "level">,
): readonly GeoContributions[] {
  const weekly = new Float64Array();
  // One geo after another, so that memory holds the parameters of one.
  return geosAsked(model).map((geo, k) => {
    const own = contributionCollector(modelOfGeo(model, geo), { ...options, weekly: false });
    for (const { name, geos } of channels) own.add({ name, weekly, contribution: geos[k].contribution });
    return own.finish();
  });
}

export interface ContributionCollector {
  readonly period: Period;
  readonly weekly: boolean;
  /** Takes the channels in their order. */
  readonly add: (channel: Pick<ChannelDraws, "name" | "contribution" | "weekly">) => void;
  readonly finish: () => Contributions;
  /** Totals so far: all components once every channel was added. */
  readonly draws: readonly ComponentDraws[];
}

/** Gathers contributions while channels go by. */
export function contributionCollector(model: FittedModel, options: ContributionOptions = {}): ContributionCollector {
  const { data, posterior } = model;
  const { period = periodOf(data), level = defaultLevel, weekly = true } = options;
  const { count } = posterior;
  const find = intervalFinder(count, level);
  const rows = period.to - period.from;
  const totals: (ComponentDraws & Pick<Component, "reference" | "swing" | "pattern" | "cancels">)[] = [];
  const series: IntervalSeries[] = [];
  /** [week][draw]: of everything but media; then of all. */
  const expected = new Float64Array(weekly ? rows * count : 0);
  let part = new Float64Array(rows * count);
  const seriesOfRows = (values: Float64Array): IntervalSeries => seriesOf(values, count, find);

  for (const each of baselineParts(model)) {
    fillPart(model, each, period, part);
    const total = new Float64Array(count);
    for (let t = 0; t < rows; t++) addTo(total, part.subarray(t * count, (t + 1) * count));
    const moves = each.kind === "base" ? {} : swingOf(part, total, data.dates.slice(period.from, period.to), find);
    addTo(expected, part);
    totals.push({
      name: each.name,
      kind: each.kind,
      total,
      ...(each.reference === undefined ? {} : { reference: each.reference }),
      ...moves,
      ...(each.cycle === undefined ? {} : { pattern: patternOf(part, each.cycle, period, count, find) }),
    });
    if (weekly) series.push(seriesOfPart(model, each, period, find) ?? seriesOfRows(part));
  }
  const baseline = weekly ? seriesOfRows(expected) : undefined;
  // From here on what is done with it is add up the channels by week.
  part = weekly ? part.fill(0) : new Float64Array(0);
  return {
    period,
    weekly,
    draws: totals,
    add: ({ name, contribution, weekly: own }) => {
      totals.push({ name, kind: "channel", total: contribution });
      if (!weekly) return;
      addTo(part, own);
      series.push(seriesOfRows(own));
    },
    finish: () => {
      const sumOf = (wanted: (kind: ComponentKind) => boolean): Float64Array => {
        const sum = new Float64Array(count);
        for (const { kind, total } of totals) if (wanted(kind)) addTo(sum, total);
        return sum;
      };
      const all = sumOf(() => true);
      const expectedTotal = find(all);
      const summed = (draws: Float64Array): ComponentSum => {
        const total = find(draws);
        return { total, share: shareOf(total, expectedTotal, find(ratio(draws, all))) };
      };
      const ofBaseline = sumOf((kind) => kind !== "channel");
      const { known, rowsKnown, cells, withTarget } = observedTarget(model, period);
      const result: Contributions = {
        target: data.target.name,
        level,
        period: periodRecord(data, period),
        components: totals.map(({ total, ...rest }) => ({ ...rest, ...summed(total) })),
        baseline: { ...summed(ofBaseline), probabilityNegative: probabilityBelow(ofBaseline, 0) },
        media: summed(sumOf((kind) => kind === "channel")),
        expected: expectedTotal,
        observed: sum(known),
        cells,
        cellsWithTarget: withTarget,
      };
      if (baseline === undefined) return result;
      const media = seriesOfRows(part);
      addTo(expected, part);
      fillPredictive(model, period, expected, part);
      const weeks: WeeklyContributions = {
        dates: data.dates.slice(period.from, period.to),
        observed: known.map((value, t) => (rowsKnown[t] ? value : Number.NaN)),
        expected: seriesOfRows(expected),
        predictive: seriesOfRows(part),
        components: totals.map(({ name, kind }, i) => ({ name, kind, series: series[i] })),
        baseline,
        media,
      };
      return { ...result, weekly: weeks };
    },
  };
}

/** The target of a period, over all geos, as far as it is known. */
function observedTarget(
  { data }: FittedModel,
  { from, to }: Period,
): {
  /** [week] Sum over the geos whose target is known. */
  readonly known: number[];
  /** [week] Whether that is every geo that has a row, and there is one. */
  readonly rowsKnown: readonly boolean[];
  readonly cells: number;
  readonly withTarget: number;
} {
  const { values } = data.target;
  const known = new Array<number>(to - from).fill(0);
  const lacking = new Array<number>(to - from).fill(0);
  const there = new Array<number>(to - from).fill(0);
  let [cells, withTarget] = [0, 0];
  geosOf(data).forEach((geo, k) => {
    const rows = rowsOf(geo, { from, to });
    for (let t = rows.from; t < rows.to; t++) {
      const value = values[k * data.rows + t];
      cells++;
      there[t - from]++;
      if (Number.isNaN(value)) {
        lacking[t - from]++;
        continue;
      }
      withTarget++;
      known[t - from] += value;
    }
  });
  const rowsKnown = lacking.map((count, t) => count === 0 && there[t] > 0);
  return { known, rowsKnown, cells, withTarget };
}

/** A part that one parameter makes up has the parameter's interval in every week, scaled; undefined for other parts. */
function seriesOfPart(
  { posterior }: FittedModel,
  { terms, constant, effect }: BaselinePart,
  { from, to }: Period,
  find: IntervalFinder,
): IntervalSeries | undefined {
  if (terms.length !== 1 || effect !== undefined) return undefined;
  const [{ position, row }] = terms;
  const { mean, median, lower, upper, estimate, statistic } = find(columnAt(posterior, position));
  const series = emptySeries();
  for (let t = from; t < to; t++) {
    const ends = [row[t] * lower, row[t] * upper];
    const plus = constant?.[t] ?? 0;
    append(series, {
      estimate: plus + row[t] * estimate,
      statistic,
      mean: plus + row[t] * mean,
      median: plus + row[t] * median,
      lower: plus + Math.min(...ends),
      upper: plus + Math.max(...ends),
    });
  }
  return series;
}

/** A total below this share of what the weeks add up to without their signs is the rounding of one that cancels. */
const rounding = 1e-9;

/** How far a part goes down and up, from its weeks [week][draw] and its total [draw]. */
function swingOf(
  weekly: Float64Array,
  total: Float64Array,
  dates: readonly string[],
  find: IntervalFinder,
): Required<Pick<Component, "swing" | "cancels">> {
  const count = total.length;
  const week = (t: number): Float64Array => weekly.subarray(t * count, (t + 1) * count);
  const means = dates.map((_, t) => mean(week(t)));
  const end = (t: number): WeekOfSwing => ({ date: dates[t], contribution: find(week(t)) });
  const size = sum(means.map(Math.abs));
  return {
    swing: { lowest: end(means.indexOf(Math.min(...means))), highest: end(means.indexOf(Math.max(...means))) },
    cancels: total.every((value) => Math.abs(value) <= rounding * size),
  };
}

/** One cycle of a part that repeats itself, from its weeks [week][draw]. */
function patternOf(
  weekly: Float64Array,
  { names, first }: NonNullable<BaselinePart["cycle"]>,
  { from, to }: Period,
  count: number,
  find: IntervalFinder,
): NonNullable<Component["pattern"]> {
  return names.flatMap((name, place) => {
    const t = (((place - first - from) % names.length) + names.length) % names.length;
    return from + t < to ? [{ name, contribution: find(weekly.subarray(t * count, (t + 1) * count)) }] : [];
  });
}

function ratio(values: Float64Array, by: Float64Array): Float64Array {
  return values.map((value, i) => value / by[i]);
}
