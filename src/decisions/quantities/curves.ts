// Response curves: what constant spend brings in the long run, and what the spend of a period would have brought at other sizes.

import { drivingUnit, outcomeOf } from "../../data/panel/index.ts";
import {
  averageWorth,
  channelDraws,
  coveredRows,
  heightDraws,
  sharesOfGeos,
  type ChannelDraws,
  type LevelsOf,
  type FittedModel,
  defaultLevel,
  append,
  certain,
  emptySeries,
  type Interval,
  intervalFinder,
  type IntervalFinder,
  type IntervalSeries,
  type Period,
  periodOf,
  type PeriodRecord,
  periodRecord,
  amountOf,
  drivingRow,
  geosAsked,
  modelOfGeo,
  checkOptions,
  quantityRules,
} from "../draws/index.ts";
import { saturationOf } from "../../mmm/specification/index.ts";
import { columnOf } from "../../mmm/response/index.ts";
import { ceilingOf, steadyStock } from "../../mmm/terms/index.ts";
import { type ChannelPosition, positionOf } from "./curves-position.ts";

/** Points of a curve, no spend being the first. */
const points = 41;
/** A steady curve goes up to this many times the largest spend of a week in the table. */
const beyondLargest = 1.5;
/** A curve at current flighting goes up to this many times the spend of the period. */
const largestFactor = 2;

/** One element for each point. */
interface CurvePoints {
  readonly spend: readonly number[];
  /** In the target's unit; 0 at no spend. */
  readonly response: IntervalSeries;
  /**
   * Response to one more unit of spend. At no spend, NaN where a curve may be infinitely steep at some draw, and for observed spend
   * times a factor.
   */
  readonly marginal: IntervalSeries;
  /** Which point is the spend as it was. */
  readonly current: number;
}

/** Contribution of a week in the long run, to constant spend per week; `current` is the average of the period. */
export type SteadyCurve = CurvePoints;

/**
 * All that the spend of the period brings, carry-over after the table included, against no spend in the period, when the
 * spend of each of its weeks is multiplied by the same factor: `spend` is of the whole period, and at factor 1 response and marginal
 * are those of `ChannelReturn.roiWithCarryOver` and `marginalRoi`.
 */
export interface FlightingCurve extends CurvePoints {
  readonly factor: readonly number[];
}

export interface ChannelCurves {
  readonly name: string;
  /**
   * What everything here that is called spend is counted in: "spend" (of a channel that another column drives, what of it the spend buys at
   * its average price over the table), or of media without spend the column that drives them.
   */
  readonly unit: string;
  /**
   * Smallest, largest and average spend of a week in the table: beyond these a curve is an extrapolation. Of the posterior means of the
   * weeks where spend is unknown, as everything here that is spend.
   */
  readonly observed: { readonly smallest: number; readonly largest: number; readonly average: number };
  readonly steady: SteadyCurve;
  /** Share of the ceiling at the points of the steady curve, 0 to 1; absent for channels whose curve has no ceiling. */
  readonly shareOfCeiling?: IntervalSeries;
  readonly flighting: FlightingCurve;
  readonly position: ChannelPosition;
}

export interface ResponseCurves {
  readonly target: string;
  readonly level: number;
  readonly period: PeriodRecord;
  readonly channels: readonly ChannelCurves[];
  /** The same of each geo of a panel by itself, where that was asked for: its own spend, and what that brings there. */
  readonly geos?: readonly GeoCurves[];
}

/** Curves in one geo of a panel. */
export interface GeoCurves extends Pick<ResponseCurves, "channels"> {
  readonly geo: string;
}

export interface CurveOptions {
  /** Default: the whole table. */
  readonly period?: Period;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number;
  /** Also of each geo of a panel; default false. */
  readonly byGeo?: boolean;
}

/** Factors of a curve at current flighting above 0; 1 is among them. */
export const flightingFactors: readonly number[] = Array.from(
  { length: points - 1 },
  (_, k) => ((k + 1) * largestFactor) / (points - 1),
);

/** Levels of a steady curve above 0; the average of the period stands in place of the even level nearest to it. */
export function steadyLevels(model: FittedModel, period: Period): LevelsOf {
  return (channel) => {
    const { largest } = observedSpend(model, channel, periodOf(model.data));
    const { average } = observedSpend(model, channel, period);
    const step = (beyondLargest * largest) / (points - 1);
    const levels = Array.from({ length: points - 1 }, (_, k) => (k + 1) * step);
    if (average > 0) levels[Math.max(0, Math.round(average / step) - 1)] = average;
    return levels;
  };
}

/** Both curves and the position on them, of every channel. */
export function responseCurves(model: FittedModel, options: CurveOptions = {}): ResponseCurves {
  const rules = quantityRules(model);
  const byGeo = { kind: "flag", describe: "" } as const;
  checkOptions("responseCurves", options, { period: rules.period, level: rules.level, byGeo });
  const { period = periodOf(model.data), level = defaultLevel } = options;
  const geos = options.byGeo === true ? geosAsked(model) : undefined;
  const levels = steadyLevels(model, period);
  const channels: ChannelCurves[] = [];
  const find = intervalFinder(model.posterior.count, level);
  for (const draws of channelDraws(model, { period, weekly: false, factors: flightingFactors, levels })) {
    channels.push(curvesOf(model, draws, period, levels(draws.index), find));
  }
  return {
    target: outcomeOf(model.data).name,
    level,
    period: periodRecord(model.data, period),
    channels,
    ...(geos === undefined
      ? {}
      : {
          geos: geos.map((geo) => ({
            geo,
            channels: responseCurves(modelOfGeo(model, geo), { period, level }).channels,
          })),
        }),
  };
}

/** The curves of a channel from draws that have `flightingFactors` and these levels. */
export function curvesOf(
  model: FittedModel,
  draws: ChannelDraws,
  period: Period,
  levels: readonly number[],
  find: IntervalFinder,
): ChannelCurves {
  const { count } = model.posterior;
  const { average } = observedSpend(model, draws.index, period);
  return {
    name: draws.name,
    unit: drivingUnit(model.spec.channels[draws.index]),
    observed: observedSpend(model, draws.index, periodOf(model.data)),
    steady: {
      spend: [0, ...levels],
      response: fromNothing(draws.steady, 0, count, find),
      marginal: fromNothing(draws.steadyMarginal, slopeAtNothing(model, draws.index, period, find), count, find),
      current: average > 0 ? levels.indexOf(average) + 1 : 0,
    },
    ...ceilingShares(model, draws, find),
    flighting: {
      factor: [0, ...flightingFactors],
      spend: [0, ...flightingFactors.map((factor) => factor * amountOf(model, draws.index, period))],
      response: fromNothing(draws.planned, 0, count, find),
      marginal: fromNothing(draws.plannedMarginal, Number.NaN, count, find),
      current: flightingFactors.indexOf(1) + 1,
    },
    position: positionOf(model, draws, period, find),
  };
}

/** What constant spend brings as a share of the most that the channel can bring, draw by draw. */
function ceilingShares(
  model: FittedModel,
  { index, steady }: Pick<ChannelDraws, "index" | "steady">,
  find: IntervalFinder,
): Pick<ChannelCurves, "shareOfCeiling"> {
  if (!saturationOf(model.spec.channels[index].saturation).ceiling) return {};
  const { count } = model.posterior;
  const ceiling = heightDraws(
    model,
    index,
    ({ alone, group, of }) => ceilingOf(alone, group, of) ?? Number.NaN,
    // In what the response is in.
    (geo) => geo.people * averageWorth(model, geo),
  );
  const shares = steady.map((response, i) => response / (ceiling[i % count] * model.design.targetScale.scale));
  return { shareOfCeiling: fromNothing(shares, 0, count, find) };
}

/** What one more unit of constant spend per week brings in the long run at no spend; NaN where that is without limit at some draw. */
function slopeAtNothing(model: FittedModel, index: number, period: Period, find: IntervalFinder): Interval | number {
  const { spec, design, posterior } = model;
  const channel = spec.channels[index];
  const { name, saturation } = channel;
  const kind = saturationOf(saturation);
  const columns = kind.parameters.map(
    (parameter) => [parameter.name, columnOf(posterior, parameter.name, { channel: name })] as const,
  );
  // Each geo has its share of one more unit of spend; how many people share it does not matter where curves are straight.
  const shares = sharesOfGeos(model, index, period);
  const height = heightDraws(
    model,
    index,
    ({ alone, group, of }) => steadyStock(alone, group, of),
    (geo) => shares[geo.index] * averageWorth(model, geo),
  );
  const unit = design.targetScale.scale / design.mediaScales[index].scale;
  const slopes = height.map(
    (value, i) =>
      unit *
      value *
      kind.slopeAtZero(Object.fromEntries(columns.map(([parameter, column]) => [parameter, column[i]])), saturation),
  );
  return slopes.every(Number.isFinite) ? find(slopes) : Number.NaN;
}

/** Intervals of rows of draws, after that of no spend. */
function fromNothing(
  rows: Float64Array,
  first: Interval | number,
  count: number,
  find: IntervalFinder,
): IntervalSeries {
  const series = emptySeries();
  append(series, typeof first === "number" ? certain(first) : first);
  for (let start = 0; start < rows.length; start += count) append(series, find(rows.subarray(start, start + count)));
  return series;
}

/** What drives a channel in a week of a period, in the unit of its curves. */
function observedSpend(model: FittedModel, channel: number, period: Period): ChannelCurves["observed"] {
  const { from, to } = coveredRows(model.data, period);
  const spend = drivingRow(model, channel).subarray(from, to);
  let [smallest, largest, total] = [Number.POSITIVE_INFINITY, 0, 0];
  for (let t = 0; t < spend.length; t++) {
    smallest = Math.min(smallest, Math.max(0, spend[t]));
    largest = Math.max(largest, spend[t]);
    total += spend[t];
  }
  return { smallest, largest, average: total / spend.length };
}
