// The last rows of the table held out: the model is fitted without them and predicts them, scored beside forecasts that need no model.

import { type MediaData, cadences } from "../../data/panel/index.ts";
import { fitMediaMix, type FitOptions } from "../../mmm/fit/index.ts";
import type { Resolution } from "../../mmm/specification/index.ts";
import { columnOf } from "./holdout-columns.ts";
import * as wording from "../../problems/check-problems.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { type FitForDecisions, type FittedModel, fittedModel, refusePanel } from "../draws/index.ts";
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
  readonly method: "same week last year" | "mean of the training rows" | "last training row";
  /** R squared is about the mean of the rows held out, so that a constant forecast is at most 0. */
  readonly scores: PointScores;
}

export interface Holdout {
  /** Rows held out, and rows fitted. */
  readonly rows: number;
  readonly trainingRows: number;
  /** Of the rows held out; R squared is about their own mean. */
  readonly scores: PredictiveScores;
  readonly naive: readonly NaiveForecast[];
  /** 1 - mean |error| / that of the best naive forecast: above 0 the model is better. */
  readonly skill: number;
  readonly bands: PredictiveBands;
  /** False: the fit without those rows has not converged, and nothing here may be relied on. */
  readonly converged: boolean;
}

/** Fewest rows to fit: as few as a table may have at all. */
const fewestTrainingRows = 20;

/**
 * The first rows of `data`, without the last `rows`.
 * @throws CarryoverError when too few are left, or a column of the model does not change in them
 */
export function trainingData(data: MediaData, { spec }: Pick<Resolution, "spec">, rows: number): MediaData {
  refusePanel(data, "Holdouts");
  const kept = data.rows - rows;
  if (!(Number.isInteger(rows) && rows >= 1 && kept >= fewestTrainingRows)) {
    throw new CarryoverError([wording.holdoutTooLong(rows, data.rows, Math.max(0, data.rows - fewestTrainingRows))]);
  }
  const head = (values: Float64Array): Float64Array => values.slice(0, kept);
  const { dayOfYear } = data;
  const result: MediaData = {
    ...data,
    rows: kept,
    dates: data.dates.slice(0, kept),
    weekIndex: head(data.weekIndex),
    ...(dayOfYear === undefined ? {} : { dayOfYear: head(dayOfYear) }),
    channels: data.channels.map(({ driver, spend, ...rest }) => ({
      ...rest,
      spend: head(spend),
      ...(driver === undefined ? {} : { driver: { ...driver, values: head(driver.values) } }),
    })),
    target: { ...data.target, values: head(data.target.values) },
    controls: data.controls.map(({ name, values }) => ({ name, values: head(values) })),
  };
  const problems: Problem[] = [];
  for (const { column } of spec.channels) {
    if (columnOf(result, column).every((value) => value === 0)) {
      problems.push(wording.noSpendInTraining(column, kept));
    }
  }
  for (const name of [...spec.controls, spec.target]) {
    const values = columnOf(result, name);
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
  const observed = data.target.values.subarray(from);
  const predictions = predictionsOf(trained, { data, from });
  const scores = predictiveScores(predictions, observed);
  const naive = naiveForecasts(data, from);
  const best = Math.min(...naive.map((forecast) => forecast.scores.mae));
  return {
    rows: observed.length,
    trainingRows: from,
    scores,
    naive,
    skill: 1 - scores.mae / best,
    bands: predictiveBands(predictions, observed, data.dates.slice(from)),
    converged: trained.converged,
  };
}

/** Forecasts of the rows from `from` on that use no model; that of last year only where the training rows reach back a year. */
export function naiveForecasts(data: MediaData, from: number): readonly NaiveForecast[] {
  const values = data.target.values;
  const observed = values.subarray(from);
  const year = cadences[data.cadence].year;
  let mean = 0;
  for (let t = 0; t < from; t++) mean += values[t] / from;
  const scored = (method: NaiveForecast["method"], of: (t: number) => number): NaiveForecast => ({
    method,
    scores: pointScores(
      observed,
      Array.from(observed, (_, k) => of(from + k)),
    ),
  });
  return [
    // Beyond a year the last training year is repeated.
    ...(from >= year
      ? [scored("same week last year", (t) => values[t - year * Math.ceil((t - from + 1) / year)])]
      : []),
    scored("mean of the training rows", () => mean),
    scored("last training row", () => values[from - 1]),
  ];
}
