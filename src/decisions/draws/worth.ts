// What one of a counted target is worth, row by row, and on average where there is no row.

import { isValued } from "../../mmm/specification/index.ts";
import type { FittedModel } from "./fitted-model.ts";
import { type ModelGeo, modelGeos } from "./geos.ts";

/**
 * [row] What one conversion in a geo is worth, for so many rows: as the table has it in the rows of the geo, and its mean over those elsewhere. Undefined
 * where nothing is said of that.
 */
export function worthOf(
  model: Pick<FittedModel, "spec" | "data">,
  geo: ModelGeo,
  rows: number,
): Float64Array | undefined {
  const { spec, data } = model;
  const { worth } = data.target;
  if (worth === undefined || !isValued(spec)) return undefined;
  const own = worth.values.subarray(geo.index * data.rows, (geo.index + 1) * data.rows);
  const average = meanWorth(own.subarray(geo.first, geo.end));
  return Float64Array.from({ length: rows }, (_, t) => (t >= geo.first && t < geo.end ? own[t] : average));
}

/** [geo][row] The same for all geos in the rows of the table; undefined where nothing is said of that. */
export function worthOfCells(model: Pick<FittedModel, "spec" | "data">): Float64Array | undefined {
  const { data } = model;
  const geos = modelGeos(model).map((geo) => worthOf(model, geo, data.rows));
  return geos[0] === undefined ? undefined : Float64Array.from(geos.flatMap((own) => (own ? [...own] : [])));
}

/** What one conversion is worth in each geo on average over its rows; 1 where nothing is said of that. */
export function averageWorth(model: Pick<FittedModel, "spec" | "data">, geo: ModelGeo): number {
  return worthOf(model, geo, model.data.rows + 1)?.[model.data.rows] ?? 1;
}

function meanWorth(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
