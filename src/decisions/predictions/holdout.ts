// The last rows of the table held out: the model is fitted without them and predicts them, scored beside forecasts that need no model.

import { type MediaData, cadences } from "../../data/panel/index.ts";
import { fitMediaMix, type FitOptions } from "../../mmm/fit/index.ts";
import type { Resolution } from "../../mmm/specification/index.ts";
import { columnOf } from "./holdout-columns.ts";
import * as wording from "../../problems/check-problems.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { type FitForDecisions, type FittedModel, fittedModel, type Interval } from "../draws/index.ts";
import { knownSeries, rowLabels, targetOf } from "./cells.ts";
import { type PredictiveBands, predictiveBands } from "./predictive-bands.ts";
import { predictionsOf } from "./predictive.ts";
import { type PointScores, pointScores } from "./scores.ts";
import { type PredictiveScores, predictiveScores } from "./scores-predictive.ts";

/** A fit of the first rows of a table, and the whole table. */
export interface HoldoutRows {
  /** Scales, priors and trend are those of the rows it was fitted to. */
  readonly trained: FittedModel;
  /** The whole table. */
  readonly data: MediaData;
  /** First row held out. */
  readonly from: number;
}

export interface NaiveForecast {
  /** "same week last year" repeats the rows a year (52 weeks, 364 days) before; the others are constant. */
  readonly method:
    | "same week last year"
    | "mean of the training rows"
    | "last training row"
    | "same week in the other geos, per head"
    | "mean of the other geos, per head";
  /** R squared is about the mean of the rows held out, so that a constant forecast is at most 0. */
  readonly scores: PointScores;
}

/** The target of a geo that was held out, over all rows in which it is known. */
export interface GeoTotal {
  readonly geo: string;
  readonly observed: number;
  readonly predicted: Interval;
  /** Probability of a total at least as far out in the predictive distribution, on either side. */
  readonly pValue: number;
}

export interface Holdout {
  /** Where geos were held out with all their rows: which; absent where the last rows were. */
  readonly geos?: readonly string[];
  /** With `geos`: the sum of each over its rows. Errors of one geo's rows hang together, so geos are judged by it. */
  readonly totals?: readonly GeoTotal[];
  /** Rows (of a panel: of each geo) held out, and rows fitted; where geos were held out, both are those of the table. */
  readonly rows: number;
  readonly trainingRows: number;
  /** Of the rows held out, in panels those of all geos; R squared is about their own mean, in panels that of each geo. */
  readonly scores: PredictiveScores;
  readonly naive: readonly NaiveForecast[];
  /** 1 - mean |error| / that of the best naive forecast: above 0 the model is better. */
  readonly skill: number;
  readonly bands: PredictiveBands;
  /** False: the fit without those rows has not converged, and nothing here may be relied on. */
  readonly converged: boolean;
}

/** Fewest rows to fit: as few as a table may have at all. */
export const fewestTrainingRows = 20;

/**
 * The first rows of `data`, without the last `rows`, of all geos of a panel.
 * @throws CarryoverError when too few are left, a geo has none of them, or a column of the model does not change in them
 */
export function trainingData(data: MediaData, { spec }: Pick<Resolution, "spec">, rows: number): MediaData {
  const kept = data.rows - rows;
  if (!(Number.isInteger(rows) && rows >= 1 && kept >= fewestTrainingRows)) {
    throw new CarryoverError([wording.holdoutTooLong(rows, data.rows, Math.max(0, data.rows - fewestTrainingRows))]);
  }
  const { dayOfYear, geos } = data;
  const late = (geos ?? []).filter(({ first }) => first >= kept).map(({ name }) => name);
  if (late.length > 0) throw new CarryoverError([wording.geosNotInTraining(late, data.dates[kept])]);
  const head = (values: Float64Array): Float64Array => values.slice(0, kept);
  const heads = (values: Float64Array): Float64Array => {
    if (values.length === data.rows) return head(values);
    const own = new Float64Array((values.length / data.rows) * kept);
    for (let k = 0; k < own.length; k += kept) {
      own.set(values.subarray((k / kept) * data.rows, (k / kept) * data.rows + kept), k);
    }
    return own;
  };
  const result: MediaData = {
    ...data,
    rows: kept,
    ...(geos === undefined ? {} : { geos: geos.map((geo) => ({ ...geo, end: Math.min(geo.end, kept) })) }),
    dates: data.dates.slice(0, kept),
    weekIndex: head(data.weekIndex),
    ...(dayOfYear === undefined ? {} : { dayOfYear: head(dayOfYear) }),
    channels: data.channels.map(({ driver, spend, ...rest }) => ({
      ...rest,
      spend: heads(spend),
      ...(driver === undefined ? {} : { driver: { ...driver, values: heads(driver.values) } }),
    })),
    target: {
      ...data.target,
      values: heads(data.target.values),
      ...(data.target.worth === undefined
        ? {}
        : { worth: { ...data.target.worth, values: heads(data.target.worth.values) } }),
    },
    controls: data.controls.map(({ name, values }) => ({ name, values: heads(values) })),
  };
  const problems: Problem[] = [];
  for (const { column } of spec.channels) {
    if (columnOf(result, column).every((value) => value === 0)) {
      problems.push(wording.noSpendInTraining(column, kept));
    }
  }
  for (const name of [...spec.controls, ...Object.keys(spec.treatments ?? {}), spec.target]) {
    const values = columnOf(result, name).filter((value) => !Number.isNaN(value));
    if (values.every((value) => value === values[0])) problems.push(wording.constantInTraining(name, kept));
  }
  if (problems.length > 0) throw new CarryoverError(problems);
  return result;
}

/**
 * Refits without the last `rows` rows of `data` and scores the predictions of these. The priors are those of the specification; the
 * scales they refer to are the training rows' own, so nothing of the rows held out is used but their spend, controls and dates.
 * Advertising is carried over from the training rows. Where spend was published with noise, that of the rows held out is taken as it was
 * published: what was spent in them the model could only learn by being fitted to them.
 * @throws CarryoverError as `trainingData`, and as `fitMediaMix`
 */
export async function holdout(
  data: MediaData,
  resolution: Resolution,
  rows: number,
  options: FitOptions = {},
): Promise<{ readonly holdout: Holdout; readonly heldOut: HoldoutRows }> {
  const training = trainingData(data, resolution, rows);
  const fit = await fitMediaMix(training, resolution, { pointwise: false, ...options });
  return scoreHoldout(fit, data);
}

/** Scores a fit of the first rows of `data` on the rest. */
export function scoreHoldout(
  fit: FitForDecisions,
  data: MediaData,
): { readonly holdout: Holdout; readonly heldOut: HoldoutRows } {
  const heldOut = { trained: fittedModel(fit), data, from: fit.data.rows };
  return { holdout: scoresOf(heldOut), heldOut };
}

function scoresOf({ trained, data, from }: HoldoutRows): Holdout {
  const predictions = predictionsOf(trained, { data, from });
  const { series } = predictions;
  const observed = targetOf(data, series);
  const scores = predictiveScores(predictions, observed);
  const naive = naiveForecasts(data, from);
  const best = Math.min(...naive.map((forecast) => forecast.scores.mae));
  return {
    rows: data.rows - from,
    trainingRows: from,
    scores,
    naive,
    skill: 1 - scores.mae / best,
    bands: predictiveBands(predictions, observed, rowLabels(data, series)),
    converged: trained.converged,
  };
}

/**
 * Forecasts of the rows from `from` on that use no model, in a panel each geo from its own rows; that of last year only where the training rows reach
 * back a year.
 */
export function naiveForecasts(data: MediaData, from: number): readonly NaiveForecast[] {
  const { values } = data.target;
  const series = knownSeries(data, from);
  const observed = targetOf(data, series);
  const year = cadences[data.cadence].year;
  const scored = (method: NaiveForecast["method"], of: (t: number, geo: TrainingTarget) => number): NaiveForecast => {
    const forecast = series.flatMap(({ index, rows }) => {
      const geo = trainingTarget(values.subarray(index * data.rows, index * data.rows + from));
      return Array.from(rows, (t) => of(t, geo));
    });
    return { method, scores: pointScores(observed, forecast, series) };
  };
  return [
    // Beyond a year the last training year is repeated; what is not known of it has the mean.
    ...(from >= year
      ? [
          scored("same week last year", (t, { own, mean }) => {
            const before = own[t - year * Math.ceil((t - from + 1) / year)];
            return Number.isNaN(before) ? mean : before;
          }),
        ]
      : []),
    scored("mean of the training rows", (_, { mean }) => mean),
    scored("last training row", (_, { last }) => last),
  ];
}

/** The target of a geo in the training rows. */
interface TrainingTarget {
  readonly own: Float64Array;
  readonly mean: number;
  readonly last: number;
}

function trainingTarget(own: Float64Array): TrainingTarget {
  const known = own.filter((value) => !Number.isNaN(value));
  return { own, mean: known.reduce((total, value) => total + value / known.length, 0), last: known.at(-1) ?? 0 };
}
