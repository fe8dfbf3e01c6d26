// Geos of a panel held out: the model is fitted without their targets and predicts them from what geos have in common, scored beside forecasts
// that know the other geos alone.

import type { MediaData } from "../../data/panel/index.ts";
import type { Resolution } from "../../mmm/specification/index.ts";
import * as wording from "../../problems/check-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { noGeos, unknownGeo } from "../../problems/period-problems.ts";
import { type FitForDecisions, fittedModel, intervalOf, modelGeos } from "../draws/index.ts";
import { type CellSeries, knownSeries, rowLabels, targetOf } from "./cells.ts";
import type { GeoTotal, Holdout, NaiveForecast } from "./holdout.ts";
import { columnOf } from "./holdout-columns.ts";
import { predictiveBands } from "./predictive-bands.ts";
import { type Predictions, predictionsOf } from "./predictive.ts";
import { pointScores } from "./scores.ts";
import { predictiveScores } from "./scores-predictive.ts";

/** Fewest geos that are fitted: what geos have in common cannot be told from one. */
const fewestGeos = 2;

/**
 * The table without the targets of some geos: their cells are left out of the likelihood, as those whose target is not known. Their spend and
 * controls stay.
 * @throws CarryoverError when the table is no panel or lacks a geo, too few geos are left, parameters of a geo would be known from its prior alone,
 * or a column of the model does not change in the others
 */
export function trainingGeos(data: MediaData, { spec }: Pick<Resolution, "spec">, held: readonly string[]): MediaData {
  if (data.geos === undefined) throw new CarryoverError([noGeos()], exitCodes.usage);
  const names = data.geos.map(({ name }) => name);
  const unknown = held.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new CarryoverError([unknownGeo(unknown, names)], exitCodes.usage);
  const left = names.filter((name) => !held.includes(name));
  if (held.length === 0 || left.length < fewestGeos) {
    throw new CarryoverError([wording.tooManyGeosHeldOut(held, names.length, fewestGeos)], exitCodes.usage);
  }
  const alone = Object.entries(spec.pooling ?? {}).flatMap(([name, pooling]) => (pooling === "none" ? [name] : []));
  const problems: Problem[] = alone.length === 0 ? [] : [wording.heldOutGeoNotPooled(alone)];
  const isHeld = names.map((name) => held.includes(name));
  const others = (values: Float64Array): Float64Array =>
    values.filter((value, k) => !isHeld[Math.floor(k / data.rows)] && !Number.isNaN(value));
  const withoutTarget = data.target.values.map((value, k) => (isHeld[Math.floor(k / data.rows)] ? Number.NaN : value));
  for (const { column } of spec.channels) {
    if (others(columnOf(data, column)).every((value) => value === 0)) {
      problems.push(wording.noSpendInOtherGeos(column, held));
    }
  }
  for (const name of [...spec.controls, ...Object.keys(spec.treatments ?? {}), spec.target]) {
    const values = others(columnOf(data, name));
    if (values.every((value) => value === values[0])) problems.push(wording.constantInOtherGeos(name, held));
  }
  if (problems.length > 0) throw new CarryoverError(problems);
  return { ...data, target: { ...data.target, values: withoutTarget } };
}

/** Scores a fit of `trainingGeos` on the geos that were held out. */
export function scoreGeoHoldout(fit: FitForDecisions, data: MediaData, held: readonly string[]): Holdout {
  const trained = fittedModel(fit);
  const predictions = ofGeos(predictionsOf({ ...trained, data }), held);
  const { series } = predictions;
  const observed = targetOf(data, series);
  const scores = predictiveScores(predictions, observed);
  const naive = forecastsFromOthers(data, series, held);
  return {
    geos: held,
    totals: totalsOf(predictions, observed),
    rows: data.rows,
    trainingRows: data.rows,
    scores,
    naive,
    skill: 1 - scores.mae / Math.min(...naive.map((forecast) => forecast.scores.mae)),
    bands: predictiveBands(predictions, observed, rowLabels(data, series)),
    converged: trained.converged,
  };
}

function totalsOf({ series, predicted, count }: Predictions, observed: Float64Array): readonly GeoTotal[] {
  return series.map(({ geo, from, to }): GeoTotal => {
    const sums = new Float64Array(count);
    for (let k = from; k < to; k++) for (let i = 0; i < count; i++) sums[i] += predicted[k * count + i];
    const total = observed.subarray(from, to).reduce((sum, value) => sum + value, 0);
    const below = sums.filter((value) => value < total).length;
    const tail = Math.min(below, count - below);
    return { geo, observed: total, predicted: intervalOf(sums), pValue: Math.min(1, (2 * (tail + 1)) / (count + 1)) };
  });
}

/** Predictions of the rows of some geos. */
function ofGeos(predictions: Predictions, names: readonly string[]): Predictions {
  const { count, withoutTarget: _, ...all } = predictions;
  let weeks = 0;
  const chosen = all.series.filter(({ geo }) => names.includes(geo));
  const series = chosen.map((own): CellSeries => {
    const from = weeks;
    weeks += own.rows.length;
    return { ...own, from, to: weeks };
  });
  const rowsOfThem = (values: Float64Array): Float64Array => {
    const own = new Float64Array(weeks * count);
    chosen.forEach(({ from, to }, k) => own.set(values.subarray(from * count, to * count), series[k].from * count));
    return own;
  };
  return {
    ...all,
    count,
    weeks,
    series,
    expected: rowsOfThem(all.expected),
    media: rowsOfThem(all.media),
    predicted: rowsOfThem(all.predicted),
  };
}

/** Forecasts of some geos from the targets per head of the others: those of the same week, and their mean. */
function forecastsFromOthers(
  data: MediaData,
  series: readonly CellSeries[],
  held: readonly string[],
): readonly NaiveForecast[] {
  const people = modelGeos({ data }).map((geo) => geo.people);
  const totals = { target: new Float64Array(data.rows), people: new Float64Array(data.rows) };
  for (const { geo, index, rows } of knownSeries(data)) {
    if (held.includes(geo)) continue;
    for (const t of rows) {
      totals.target[t] += data.target.values[index * data.rows + t];
      totals.people[t] += people[index];
    }
  }
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const mean = sum(totals.target) / sum(totals.people);
  const observed = targetOf(data, series);
  const scored = (method: NaiveForecast["method"], perHead: (t: number) => number): NaiveForecast => {
    const forecast = series.flatMap(({ index, rows }) => Array.from(rows, (t) => people[index] * perHead(t)));
    return { method, scores: pointScores(observed, forecast, series) };
  };
  return [
    // A week in which no other geo has a target has the mean.
    scored("same week in the other geos, per head", (t) =>
      totals.people[t] > 0 ? totals.target[t] / totals.people[t] : mean,
    ),
    scored("mean of the other geos, per head", () => mean),
  ];
}
