// Rows after an origin as totals over the geos (a national table is one), and the forecast of them that needs no model.

import { cadences, type MediaData } from "../../data/panel/index.ts";
import { erf } from "../../numerics/special/index.ts";
import { type CellSeries, knownSeries, type Predictions, targetOf } from "../predictions/index.ts";

export interface Totals {
  /** Positions in the calendar, ascending. */
  readonly rows: readonly number[];
  readonly observed: Float64Array;
  /** [row][draw] */
  readonly expected: Float64Array;
  readonly predicted: Float64Array;
}

/** Sums of the geos whose target is known, row by row and draw by draw. */
export function totalsOf(predictions: Predictions, data: MediaData): Totals {
  const { series, count } = predictions;
  const rows = rowsOf(series);
  const place = new Map(rows.map((t, k) => [t, k]));
  const values = targetOf(data, series);
  const observed = new Float64Array(rows.length);
  const expected = new Float64Array(rows.length * count);
  const predicted = new Float64Array(rows.length * count);
  for (const { from, rows: own } of series) {
    own.forEach((t, j) => {
      const k = place.get(t) ?? 0;
      const cell = from + j;
      observed[k] += values[cell];
      for (let i = 0; i < count; i++) {
        expected[k * count + i] += predictions.expected[cell * count + i];
        predicted[k * count + i] += predictions.predicted[cell * count + i];
      }
    });
  }
  return { rows, observed, expected, predicted };
}

function rowsOf(series: readonly CellSeries[]): readonly number[] {
  return [...new Set(series.flatMap(({ rows }) => [...rows]))].sort((a, b) => a - b);
}

/** Fewest differences that a spread is found from. */
const fewestDifferences = 8;

/**
 * CRPS of a normal forecast of each row: the value a year before, with the root mean square of the differences over a year in the rows before `from`; where
 * there are fewer than 8 of these, the last value, with the spread of a random walk.
 */
export function naiveTotals(
  data: MediaData,
  series: readonly CellSeries[],
  rows: readonly number[],
  from: number,
): { readonly isSeasonal: boolean; readonly crps: readonly number[] } {
  const { values } = data.target;
  const { year } = cadences[data.cadence];
  const isSeasonal = from - year >= fewestDifferences;
  const lag = isSeasonal ? year : 1;
  const spread = rootMeanSquare(differences(data, from, lag));
  const forecast = new Map(rows.map((t) => [t, { observed: 0, expected: 0 }]));
  for (const { index, rows: own } of series) {
    const target = values.subarray(index * data.rows, (index + 1) * data.rows);
    const last = target.subarray(0, from).findLast((value) => !Number.isNaN(value)) ?? 0;
    for (const t of own) {
      const total = forecast.get(t);
      if (total === undefined) continue;
      // Beyond a year the last year before the origin is repeated; what is not known of it is the last value that is.
      const before = isSeasonal ? target[t - year * Math.ceil((t - from + 1) / year)] : last;
      total.observed += target[t];
      total.expected += Number.isNaN(before) ? last : before;
    }
  }
  return {
    isSeasonal,
    crps: [...forecast].map(([t, { observed, expected }]) =>
      crpsOfNormal(observed - expected, spread * (isSeasonal ? 1 : Math.sqrt(t - from + 1))),
    ),
  };
}

/** Changes of the total over `lag` rows before `from`, of the geos that are known in both. */
function differences(data: MediaData, from: number, lag: number): readonly number[] {
  const { values } = data.target;
  const sums = new Map<number, number>();
  for (const { index, rows } of knownSeries(data)) {
    for (const t of rows) {
      const before = t >= lag && t < from ? values[index * data.rows + t - lag] : Number.NaN;
      if (!Number.isNaN(before)) sums.set(t, (sums.get(t) ?? 0) + values[index * data.rows + t] - before);
    }
  }
  return [...sums.values()];
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((total, value) => total + value ** 2 / values.length, 0));
}

/** CRPS of a normal forecast that is off by `error`. Source: Gneiting and Raftery (2007), JASA 102, equation 21. */
export function crpsOfNormal(error: number, sd: number): number {
  if (!(sd > 0)) return Math.abs(error);
  const z = error / sd;
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  return sd * (z * erf(z / Math.SQRT2) + 2 * density - 1 / Math.sqrt(Math.PI));
}
