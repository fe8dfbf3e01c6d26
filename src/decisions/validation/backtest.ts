// Backtests: refits of the first rows of a table, up to several origins, scored on the rows that follow each.

import { cadences, type MediaData } from "../../data/panel/index.ts";
import { backtestTooLong } from "../../problems/check-problems.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { type FitForDecisions, type FittedModel, fittedModel, type Interval } from "../draws/index.ts";
import {
  crpsOfSorted,
  fewestTrainingRows,
  meanExpected,
  pointScores,
  predictionsOf,
  predictiveCoverage,
  sortedWeeks,
} from "../predictions/index.ts";
import { returns } from "../quantities/index.ts";
import { naiveTotals, totalsOf } from "./totals.ts";

/** The first rows after the origins, as many of each as the horizon has. */
export interface BacktestHorizon {
  readonly weeks: number;
  /** Origins that the table goes on after for so long. */
  readonly origins: number;
  /** Rows scored, of all these origins; in panels each is the total of the geos. */
  readonly rows: number;
  /** Mean |error| / |observed| of the posterior mean; a share. */
  readonly mape: number;
  /** Mean continuous ranked probability score, in units of the target. */
  readonly crps: number;
  /** That of the naive forecast. */
  readonly naiveCrps: number;
  /** 1 - crps / naiveCrps: above 0 the model is better. */
  readonly skill: number;
  /** Rows inside their 90% predictive interval, and their share. */
  readonly inside: number;
  readonly coverage: number;
}

/** The return of a channel, as it was known at each origin. */
export interface BacktestChannel {
  readonly name: string;
  /** One for each origin, from the first on, and the last from the whole table. */
  readonly roi: readonly Interval[];
  /**
   * Largest change of the estimate from one of them to the next, in standard deviations of the former (width of its 90% interval / 3.29). About 1 or less
   * is what new rows are expected to do.
   */
  readonly largestShift: number;
}

export interface Backtest {
  /** Rows fitted up to each origin, ascending. */
  readonly origins: readonly number[];
  /** Origins whose refit has not converged; their scores are counted and may not be relied on. */
  readonly unconverged: number;
  /** Origins of which the naive forecast is the last value, because fewer than 8 rows before them have a row a year earlier. */
  readonly lastValueOrigins: number;
  readonly horizons: readonly BacktestHorizon[];
  readonly channels: readonly BacktestChannel[];
}

/** What is kept of the refit of one origin; all arrays have one entry for each row after it. */
export interface OriginScores {
  readonly from: number;
  readonly converged: boolean;
  readonly isSeasonal: boolean;
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  readonly crps: readonly number[];
  readonly naiveCrps: readonly number[];
  readonly isInside: readonly boolean[];
  readonly roi: ReadonlyMap<string, Interval>;
}

const horizonWeeks = [4, 13, 26] as const;

export const defaultOrigins = 4;

/** Width of the central 90% interval of a normal distribution, in standard deviations. */
const widthOfNormal = 3.289707253902945;

/**
 * Rows before each of `count` origins: evenly apart in the second half of the table, 4 to 13 weeks from each other and from the end.
 * @throws CarryoverError when the table is too short for so many
 */
export function backtestOrigins(
  { rows, cadence }: Pick<MediaData, "rows" | "cadence">,
  count: number,
): readonly number[] {
  const room = rows - Math.max(fewestTrainingRows, Math.ceil(rows / 2));
  const shortest = Math.max(1, rowsOfWeeks(cadence, horizonWeeks[0]));
  const step = Math.min(rowsOfWeeks(cadence, horizonWeeks[1]), Math.floor(room / count));
  if (step < shortest) {
    throw new CarryoverError([backtestTooLong(count, rows, Math.max(0, Math.floor(room / shortest)))]);
  }
  return Array.from({ length: count }, (_, k) => rows - (count - k) * step);
}

/** Rows of so many weeks, to the nearest: none for 4 weeks of a quarterly table. */
function rowsOfWeeks(cadence: MediaData["cadence"], weeks: number): number {
  return Math.round((weeks * cadences[cadence].year) / 52);
}

/** Scores a fit of the first rows of `data` on all that follow; spend, controls and dates of these are taken as known. */
export function scoreOrigin(fit: FitForDecisions, data: MediaData): OriginScores {
  const trained = fittedModel(fit);
  const from = fit.data.rows;
  const predictions = predictionsOf(trained, { data, from });
  const { series, count } = predictions;
  const { rows, observed, expected, predicted } = totalsOf(predictions, data);
  const sorted = sortedWeeks(predicted, rows.length, count);
  const naive = naiveTotals(data, series, rows, from);
  return {
    from,
    converged: trained.converged,
    isSeasonal: naive.isSeasonal,
    observed,
    expected: meanExpected(expected, rows.length, count),
    crps: sorted.map((draws, k) => crpsOfSorted(draws, observed[k])),
    naiveCrps: naive.crps,
    isInside: sorted.map((draws, k) => predictiveCoverage([draws], [observed[k]], 0.9).inside === 1),
    roi: roiOf(trained),
  };
}

function roiOf(model: FittedModel): ReadonlyMap<string, Interval> {
  const { channels } = returns(model, { level: 0.9 });
  return new Map(channels.filter(({ organic }) => organic === undefined).map(({ name, roi }) => [name, roi]));
}

/**
 * The backtest that scores of several origins add up to.
 * @param model the fit of the whole table
 */
export function backtestOf(model: FittedModel, scores: readonly OriginScores[]): Backtest {
  return {
    origins: scores.map(({ from }) => from),
    unconverged: scores.filter(({ converged }) => !converged).length,
    lastValueOrigins: scores.filter(({ isSeasonal }) => !isSeasonal).length,
    horizons: horizonWeeks.flatMap((weeks) => horizonOf(scores, weeks, rowsOfWeeks(model.data.cadence, weeks))),
    channels: [...roiOf(model)].map(([name, last]) => {
      const roi = [...scores.flatMap((origin) => origin.roi.get(name) ?? []), last];
      return { name, roi, largestShift: largestShift(roi) };
    }),
  };
}

/** None where the table does not go on for so long after any origin. */
export function horizonOf(scores: readonly OriginScores[], weeks: number, length: number): readonly BacktestHorizon[] {
  const reached = scores.filter(({ observed }) => observed.length >= length);
  if (length < 1 || reached.length === 0) return [];
  const all = <T>(of: (origin: OriginScores) => Iterable<T>): readonly T[] =>
    reached.flatMap((origin) => [...of(origin)].slice(0, length));
  const mean = (values: readonly number[]) => values.reduce((total, value) => total + value, 0) / values.length;
  const observed = all((origin) => origin.observed);
  const crps = mean(all((origin) => origin.crps));
  const naiveCrps = mean(all((origin) => origin.naiveCrps));
  const inside = all((origin) => origin.isInside).filter(Boolean).length;
  const { rows, mape } = pointScores(
    observed,
    all((origin) => origin.expected),
  );
  const skill = 1 - crps / naiveCrps;
  return [{ weeks, origins: reached.length, rows, mape, crps, naiveCrps, skill, inside, coverage: inside / rows }];
}

/** Largest change from one estimate to the next, in standard deviations of the former. */
export function largestShift(roi: readonly Interval[]): number {
  const shifts = roi.slice(1).map(({ estimate }, k) => {
    const { estimate: former, lower, upper } = roi[k];
    return Math.abs(estimate - former) / ((upper - lower) / widthOfNormal);
  });
  return Math.max(0, ...shifts);
}
