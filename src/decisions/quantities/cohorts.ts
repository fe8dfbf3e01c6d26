// What the spend of each week brought at once and later, how long it takes to come, and what would be lacking without a channel or without all media.

import {
  addTo,
  channelDraws,
  checkOptions,
  cohortDraws,
  cohortLags,
  defaultLevel,
  type FittedModel,
  type Interval,
  type IntervalFinder,
  intervalFinder,
  type IntervalSeries,
  type Period,
  periodOf,
  type PeriodRecord,
  periodRecord,
  quantityRules,
  seriesOf,
  spendOf,
  spendRow,
} from "../draws/index.ts";

/** When it came, all in the target. The three parts add up to `total`, draw by draw. */
export interface CohortParts {
  /** In the week (day) of the spend. */
  readonly now: Interval;
  /** After that, up to the last row of the table. */
  readonly laterInTable: Interval;
  /** After the table, when nothing more is spent. */
  readonly afterTable: Interval;
  readonly total: Interval;
}

/** What the spend of one week (day) brought: the expected target with it, less that without it, all other spend as it was. */
export interface Cohort extends CohortParts {
  /** As the table writes it. */
  readonly date: string;
  /** Of media without spend, 0; where spend is unknown, its posterior mean. */
  readonly spend: number;
  /** [lag] In the week of the spend and in each later one, whether or not the table still has it. Lags beyond the last are in `total` alone. */
  readonly byLag: IntervalSeries;
}

/** Weeks (days) from the start of that of the spend until a part of the effect has come, within a week in proportion. NaN where there is no effect. */
export interface Payback {
  readonly half: Interval;
  readonly ninetyPercent: Interval;
}

export interface ChannelCohorts {
  readonly name: string;
  /** True for media without spend; absent otherwise. */
  readonly organic?: true;
  readonly spend: number;
  /** Sums over the weeks of the period, the spend of each removed alone. */
  readonly eachWeekAlone: CohortParts;
  /** Of the sum over the weeks, up to `lags`. */
  readonly payback: Payback;
  /** Last lag of `cumulative` and of `byLag`. */
  readonly lags: number;
  /** [lag] Part of the effect up to `lags` that has come up to and including each lag. */
  readonly cumulative: IntervalSeries;
  /**
   * Unilateral incrementality: the expected target less that without any of the channel's spend of the period, other channels as they
   * were, with what comes after the table. With a curve it differs from `eachWeekAlone.total`, because the weeks share one curve.
   */
  readonly removedAlone: Interval;
  readonly weeks: readonly Cohort[];
}

export interface Cohorts {
  readonly target: string;
  readonly level: number;
  readonly period: PeriodRecord;
  readonly channels: readonly ChannelCohorts[];
  readonly media: {
    /** Unilateral incrementality of the channels, summed. */
    readonly eachRemovedAlone: Interval;
    /** Joint incrementality: the expected target less that without any media in the period. */
    readonly removedTogether: Interval;
    /** Whether the two are the same in every draw: channels add up in the model, whatever their curves, so they are. */
    readonly additive: true;
  };
}

export interface CohortOptions {
  /** Weeks whose spend is asked about; default the whole table. */
  readonly period?: Period;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number;
}

/**
 * Cohorts of spend: for each channel and each week of the period what that week's spend brought in each later week, after the table too. Of a panel all
 * geos together; `modelOfGeo` gives one.
 */
export function cohorts(model: FittedModel, options: CohortOptions = {}): Cohorts {
  const { period: ofPeriod, level: ofLevel } = quantityRules(model);
  checkOptions("cohorts", options, { period: ofPeriod, level: ofLevel });
  const { data, posterior } = model;
  const { period = periodOf(data), level = defaultLevel } = options;
  const find = intervalFinder(posterior.count, level);
  const all = new Float64Array(posterior.count);
  const channels: ChannelCohorts[] = [];
  for (const { index, withCarryOver } of channelDraws(inTarget(model), { period, weekly: false })) {
    addTo(all, withCarryOver);
    channels.push({ ...cohortsOfChannel(model, index, period, find), removedAlone: find(withCarryOver) });
  }
  const removed = find(all);
  return {
    target: data.target.name,
    level,
    period: periodRecord(data, period),
    channels,
    media: { eachRemovedAlone: removed, removedTogether: removed, additive: true },
  };
}

/** The model without what each conversion is worth, so that everything is counted in the target. */
function inTarget(model: FittedModel): FittedModel {
  const { worth: _, ...target } = model.data.target;
  return { ...model, data: { ...model.data, target } };
}

function cohortsOfChannel(
  model: FittedModel,
  index: number,
  period: Period,
  find: IntervalFinder,
): Omit<ChannelCohorts, "removedAlone"> {
  const { data, posterior, spec } = model;
  const { count } = posterior;
  const { name, organic } = spec.channels[index];
  const lags = cohortLags(model, index);
  const spend = organic === true ? undefined : spendRow(model, index);
  /** [lag][draw] */
  const byLag = new Float64Array((lags + 1) * count);
  const [inTable, total] = [new Float64Array(count), new Float64Array(count)];
  const now = byLag.subarray(0, count);
  const cells = new Float64Array(byLag.length);
  const weeks: Cohort[] = [];
  for (const cohort of cohortDraws(model, index, period)) {
    cohort.byLag.forEach((draws, lag) => cells.set(draws, lag * count));
    addTo(byLag, cells);
    addTo(inTable, cohort.inTable);
    addTo(total, cohort.total);
    weeks.push({
      date: data.dates[cohort.week],
      spend: spend?.[cohort.week] ?? 0,
      ...partsOf(cohort.byLag[0], cohort.inTable, cohort.total, find),
      byLag: seriesOf(cells, count, find),
    });
  }
  const parts = partsOf(now, inTable, total, find);
  const share = cumulativeShares(byLag, count);
  return {
    name,
    ...(organic === true ? { organic } : {}),
    spend: spend === undefined ? 0 : spendOf(model, index, period),
    eachWeekAlone: parts,
    payback: { half: find(timeTo(0.5, share, count)), ninetyPercent: find(timeTo(0.9, share, count)) },
    lags,
    cumulative: seriesOf(share, count, find),
    weeks,
  };
}

function partsOf(now: Float64Array, inTable: Float64Array, total: Float64Array, find: IntervalFinder): CohortParts {
  return {
    now: find(now),
    laterInTable: find(inTable.map((value, i) => value - now[i])),
    afterTable: find(total.map((value, i) => value - inTable[i])),
    total: find(total),
  };
}

/** [lag][draw] Sums up to each lag over the sum of all; NaN in draws without an effect. */
function cumulativeShares(byLag: Float64Array, count: number): Float64Array {
  const share = Float64Array.from(byLag);
  for (let k = count; k < share.length; k++) share[k] += share[k - count];
  const total = share.slice(share.length - count);
  for (let k = 0; k < share.length; k++) share[k] = total[k % count] > 0 ? share[k] / total[k % count] : Number.NaN;
  return share;
}

/** [draw] Rows from the start of that of the spend until a part has come, linear within a row. */
function timeTo(part: number, share: Float64Array, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => {
    let before = 0;
    for (let lag = 0; lag * count < share.length; lag++) {
      const upTo = share[lag * count + i];
      if (upTo >= part) return lag + (part - before) / (upTo - before);
      before = upTo;
    }
    return Number.NaN;
  });
}
