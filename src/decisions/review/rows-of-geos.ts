// Series [geo][week] at the rows that checks look at: those whose target is known; of a panel per head, since its model is.

import { atCells, type CellSeries, withinGeos } from "../predictions/index.ts";
import { drivingCells, type FittedModel, modelGeos } from "../draws/index.ts";

/** [geo][week] What drives a channel, negative values of weak noise as 0; in panels per head. */
export function drivingPerHead(model: FittedModel, channel: number): Float64Array {
  return perHead(
    model,
    drivingCells(model, channel).map((value) => Math.max(value, 0)),
  );
}

/** [geo][week] divided by the people of each geo; a national table as it is. */
export function perHead({ data }: Pick<FittedModel, "data">, values: Float64Array): Float64Array {
  if (data.geos === undefined) return values;
  const people = modelGeos({ data }).map((geo) => geo.people);
  return values.map((value, k) => value / people[Math.floor(k / data.rows)]);
}

/** Rounds in which means of geos and weeks are taken off in turn: a table without gaps needs one, and one with gaps few. */
const rounds = 20;

/**
 * What of a series [geo][week] a model can tell from its baseline: of a national table the series itself, of a panel what differs from the mean of its
 * geo and, where the model has week effects, of its week. A series that is the same in all geos is 0 then.
 */
export function tellingPart(
  { data, spec }: FittedModel,
  values: Float64Array,
  series: readonly CellSeries[],
): Float64Array {
  if (data.geos === undefined) return values;
  const own = atCells(values, series, data.rows);
  const size = own.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  let rest = withinGeos(own, series);
  if (spec.week_effects === "independent") {
    for (let round = 0; round < rounds; round++) rest = withinGeos(withinWeeks(rest, series, data.rows), series);
  }
  // A remainder of rounding size is none.
  return rest.map((value) => (Math.abs(value) > 1e-9 * size ? value : 0));
}

function withinWeeks(values: Float64Array, series: readonly CellSeries[], weeks: number): Float64Array {
  const totals = new Float64Array(weeks);
  const counts = new Float64Array(weeks);
  for (const { from, rows } of series) {
    rows.forEach((t, k) => {
      totals[t] += values[from + k];
      counts[t]++;
    });
  }
  const rest = values.slice();
  for (const { from, rows } of series) {
    rows.forEach((t, k) => {
      rest[from + k] -= totals[t] / counts[t];
    });
  }
  return rest;
}

/** People behind each row of a panel; undefined for a national table, and where the panel has no population. */
export function peopleOfRows(
  { data }: Pick<FittedModel, "data">,
  series: readonly CellSeries[],
): Float64Array | undefined {
  if (data.geos?.[0].population === undefined) return undefined;
  const people = modelGeos({ data }).map((geo) => geo.people);
  return Float64Array.from(series.flatMap(({ index, rows }) => Array.from(rows, () => people[index])));
}
