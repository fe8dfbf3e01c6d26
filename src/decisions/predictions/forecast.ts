// The whole target of rows to come: base, trend, season, controls and media with what is carried in, as bands by week, by geo and in total.

import { cadences, type MediaData, periodOf } from "../../data/panel/index.ts";
import { noiseOf } from "../../mmm/specification/index.ts";
import { kindOfTrend, type TrendKind } from "../../mmm/terms/baseline/index.ts";
import { sum } from "../../numerics/index.ts";
import { quantitySettings } from "../../settings/index.ts";
import {
  checkOptions,
  defaultLevel,
  type FittedModel,
  type Interval,
  intervalFinder,
  type IntervalFinder,
  type IntervalSeries,
  seriesOf,
  worthOfCells,
} from "../draws/index.ts";
import type { CellSeries } from "./cells.ts";
import type { FutureScenario } from "./future.ts";
import { type PredictedRows, predictionsOf } from "./predictive.ts";

/** Draws of rows to come: those of the same place are of the same draw of the posterior in all lists and all scenarios. */
export interface FutureDraws extends Omit<PredictedRows, "weeks"> {
  /** Rows of all geos. */
  readonly rows: number;
  readonly count: number;
  /** Of a panel of very many rows: positions in the posterior of the draws that are taken. */
  readonly taken?: readonly number[];
}

/**
 * The target of the rows that `data` has after the table of the run, at every draw. Trends and week effects go on as their priors say, drawn for each
 * draw; the same for every table of the same length, so that differences between two of them are of what is in them alone.
 * @param data the table of the run with rows after it (`withRowsAfter`)
 */
export function futureDraws(model: FittedModel, data: MediaData): FutureDraws {
  const { withoutTarget, ...predictions } = predictionsOf(model, { data, from: model.data.rows });
  const { weeks, series, expected, media, predicted } = withoutTarget ?? predictions;
  const { count, taken } = predictions;
  return { rows: weeks, series, expected, media, predicted, count, ...(taken === undefined ? {} : { taken }) };
}

/** Figures of the sum over all rows to come. */
export interface ForecastTotal {
  /** Expected target: everything the model explains. */
  readonly expected: Interval;
  /** What will be in the table: with the noise of the likelihood, and that of publication where the target has one. */
  readonly predicted: Interval;
  /** What media bring of the expected target in these rows, with what is carried in and without what is carried out. */
  readonly media: Interval;
  readonly baseline: Interval;
  /** The expected target in revenue, where the table says what each conversion is worth. */
  readonly revenue?: Interval;
}

/** By week (day, month, quarter). */
export interface ForecastWeekly {
  readonly expected: IntervalSeries;
  readonly predicted: IntervalSeries;
  readonly media: IntervalSeries;
  readonly baseline: IntervalSeries;
}

export interface ForecastPart {
  readonly total: ForecastTotal;
  readonly weekly: ForecastWeekly;
  /** Observed in the same rows a year before, where the table has them all. */
  readonly yearBefore?: number;
  /** Spend of all channels in these rows. */
  readonly spend: number;
}

export interface GeoForecast extends ForecastPart {
  readonly geo: string;
}

export interface ScenarioForecast extends ForecastPart {
  readonly name: string;
  readonly source: string;
  /** Of a panel every geo; the others are sums over them, draw by draw. */
  readonly geos?: readonly GeoForecast[];
}

/** What one scenario brings more than the first, of the same draws. */
export interface ForecastDifference {
  readonly scenario: string;
  readonly over: string;
  readonly expected: Interval;
  /** Probability that it is more. */
  readonly probability: number;
}

export interface Forecast {
  /** The target's column. */
  readonly target: string;
  readonly kind: MediaData["target"]["kind"];
  readonly unit: ReturnType<typeof periodOf>;
  /** First and last date (or week number) of the rows to come. */
  readonly from: string;
  readonly to: string;
  readonly rows: number;
  readonly dates: readonly string[];
  /** Probability of the intervals. */
  readonly level: number;
  readonly draws: number;
  readonly scenarios: readonly ScenarioForecast[];
  /** Of the others over the first; empty where there is one scenario. */
  readonly differences: readonly ForecastDifference[];
  /** How the trend goes on, in a sentence, and what is to be known of the bands. */
  readonly assumptions: readonly string[];
  /** The end of the table, of all geos together; NaN where the target of a geo is not known. */
  readonly history: { readonly dates: readonly string[]; readonly observed: readonly number[] };
}

export interface ForecastOptions {
  /** Probability of the intervals, 0.9 by default. */
  readonly level?: number | undefined;
}

/** How each trend goes on after the rows that were fitted. */
const continuations: Readonly<Record<TrendKind, string>> = {
  none: "The model has no trend: the base stays where it is, without uncertainty about that.",
  linear: "The linear trend goes on with the same slope.",
  knots:
    "After the last knot the trend stays at its last level on average; it may move further from it every {unit}, by as much as it moved between the knots.",
  local_level:
    "The local level stays where it is on average; it may move further from it every {unit}, by as much as it moved in the table.",
  hsgp: "The smooth trend goes on as the Gaussian process given its path in the table: it first keeps its direction, then returns to its mean over some length scales, with growing uncertainty.",
};

/** Rows of history that come with a forecast, in years. */
const historyYears = 1;

/**
 * Forecasts of scenarios, side by side.
 * @throws CarryoverError (wrong usage) for a level that is none
 */
export function forecast(
  model: FittedModel,
  scenarios: readonly [FutureScenario, ...FutureScenario[]],
  options: ForecastOptions = {},
): Forecast {
  checkOptions("forecast", options, { level: quantitySettings.level });
  const { level = defaultLevel } = options;
  const { data } = model;
  const from = data.rows;
  const [{ data: first }] = scenarios;
  const unit = periodOf(data.cadence);
  const differences: ForecastDifference[] = [];
  const told: ScenarioForecast[] = [];
  let base: Float64Array | undefined;
  let draws = 0;
  for (const { name, source, data: own } of scenarios) {
    const future = futureDraws(model, own);
    draws = future.count;
    const find = intervalFinder(draws, level);
    const worth = worthOfCells({ spec: model.spec, data: own });
    const part = (series: readonly CellSeries[]): ForecastPart & { readonly expectedTotal: Float64Array } =>
      partOf(model, own, future, series, find, worth);
    const { expectedTotal, ...whole } = part(future.series);
    const geos =
      data.geos === undefined
        ? undefined
        : future.series.map((series): GeoForecast => {
            const { expectedTotal: _, ...of } = part([series]);
            return { geo: series.geo, ...of };
          });
    told.push({ name, source, ...whole, ...(geos === undefined ? {} : { geos }) });
    if (base === undefined) {
      base = expectedTotal;
      continue;
    }
    const over = base;
    const difference = expectedTotal.map((value, i) => value - over[i]);
    const more = difference.reduce((count, value) => count + (value > 0 ? 1 : value === 0 ? 0.5 : 0), 0);
    differences.push({
      scenario: name,
      over: scenarios[0].name,
      expected: find(difference),
      probability: more / draws,
    });
  }
  return {
    target: data.target.name,
    kind: data.target.kind,
    unit,
    from: first.dates[from],
    to: first.dates[first.rows - 1],
    rows: first.rows - from,
    dates: first.dates.slice(from),
    level,
    draws,
    scenarios: told,
    differences,
    assumptions: assumptionsOf(model, unit),
    history: historyOf(
      data,
      told[0].geos?.map(({ geo }) => geo),
    ),
  };
}

/** Sums over geos, draw by draw, of rows to come. */
function partOf(
  model: FittedModel,
  data: MediaData,
  { count, expected, predicted, media }: FutureDraws,
  series: readonly CellSeries[],
  find: IntervalFinder,
  worth: Float64Array | undefined,
): ForecastPart & { readonly expectedTotal: Float64Array } {
  const from = model.data.rows;
  const rows = data.rows - from;
  const weekly = {
    expected: new Float64Array(rows * count),
    predicted: new Float64Array(rows * count),
    media: new Float64Array(rows * count),
  };
  const revenue = worth === undefined ? undefined : new Float64Array(count);
  for (const { from: start, rows: own, index } of series) {
    own.forEach((t, k) => {
      const into = (t - from) * count;
      const place = (start + k) * count;
      const value = worth?.[index * data.rows + t] ?? 0;
      for (let i = 0; i < count; i++) {
        weekly.expected[into + i] += expected[place + i];
        weekly.predicted[into + i] += predicted[place + i];
        weekly.media[into + i] += media[place + i];
        if (revenue !== undefined) revenue[i] += value * expected[place + i];
      }
    });
  }
  const baseline = weekly.expected.map((value, k) => value - weekly.media[k]);
  const totalOf = (draws: Float64Array): Float64Array => {
    const total = new Float64Array(count);
    for (let k = 0; k < draws.length; k++) total[k % count] += draws[k];
    return total;
  };
  const expectedTotal = totalOf(weekly.expected);
  const before = yearBefore(model.data, series, rows);
  return {
    expectedTotal,
    total: {
      expected: find(expectedTotal),
      predicted: find(totalOf(weekly.predicted)),
      media: find(totalOf(weekly.media)),
      baseline: find(totalOf(baseline)),
      ...(revenue === undefined ? {} : { revenue: find(revenue) }),
    },
    weekly: {
      expected: seriesOf(weekly.expected, count, find),
      predicted: seriesOf(weekly.predicted, count, find),
      media: seriesOf(weekly.media, count, find),
      baseline: seriesOf(baseline, count, find),
    },
    ...(before === undefined ? {} : { yearBefore: before }),
    spend: spendOf(model, data, series),
  };
}

function spendOf({ spec, data: { rows: from } }: FittedModel, data: MediaData, series: readonly CellSeries[]): number {
  const columns = new Set(spec.channels.map(({ column }) => column));
  const channels = data.channels.filter(({ column }) => columns.has(column));
  return sum(
    channels.map(({ spend }) =>
      sum(series.map(({ index }) => sum(spend.subarray(index * data.rows + from, (index + 1) * data.rows)))),
    ),
  );
}

/** What was observed in the same rows a year before; undefined where the table lacks any. */
function yearBefore(data: MediaData, series: readonly CellSeries[], rows: number): number | undefined {
  const year = yearRows(data);
  if (rows > year || data.rows < year) return undefined;
  const first = data.rows - year;
  const total = sum(
    series.map(({ index }) => {
      const start = index * data.rows + first;
      return sum(data.target.values.subarray(start, start + rows));
    }),
  );
  return Number.isNaN(total) ? undefined : total;
}

const yearRows = ({ cadence }: Pick<MediaData, "cadence">): number => cadences[cadence].year;

function historyOf(data: MediaData, geos: readonly string[] | undefined): Forecast["history"] {
  const rows = Math.min(data.rows, historyYears * yearRows(data));
  const from = data.rows - rows;
  const own = geos === undefined ? [0] : geos.map((name) => (data.geos ?? []).findIndex((geo) => geo.name === name));
  return {
    dates: data.dates.slice(from),
    observed: Array.from({ length: rows }, (_, t) =>
      sum(own.map((index) => data.target.values[index * data.rows + from + t])),
    ),
  };
}

function assumptionsOf({ spec, latentSpend }: FittedModel, unit: string): readonly string[] {
  const noise = noiseOf(spec, spec.target);
  return [
    continuations[kindOfTrend(spec.trend)].replace("{unit}", unit),
    ...(spec.week_effects === "independent" ? [`The effects of ${unit}s on all geos are drawn anew.`] : []),
    "Spend and controls are taken as known; how media and controls act is assumed to stay the same.",
    ...(noise === undefined
      ? []
      : [
          "The target was published with noise: the predicted interval is of the published figure, the expected one of the true target.",
        ]),
    ...(latentSpend === undefined
      ? []
      : [`Spend of the ${unit}s to come is taken as it is in the file, without noise.`]),
  ];
}
