// Rows of all geos together among those of geos: they would count everything twice.

import { panelProblems } from "../../problems/catalog.ts";
import { columnOf, numbersOf, type Table } from "../reading/index.ts";
import { isNationalName } from "../roles/index.ts";
import type { Calendar } from "./calendar.ts";
import type { ColumnRoles } from "./columns.ts";
import type { GeoRows } from "./geos.ts";
import type { Findings } from "./series.ts";

/** Dates on which a geo has to be the sum of the others for it to be no coincidence. */
const fewestDates = 10;
/** Sums of cells that were rounded to cents. */
const rounding = 0.006;

/** Adds problems for geos that hold what the others hold together, or are called so. */
export function checkNationalRows(
  table: Table,
  { column, names, of }: GeoRows,
  { order, rows, spans }: Calendar,
  { target, channels }: Pick<Partial<ColumnRoles>, "target"> & Pick<ColumnRoles, "channels">,
  { problems }: Findings,
): void {
  const { source } = table;
  const valuesOf = (name: string): Float64Array | undefined =>
    columnOf(table, name) === undefined ? undefined : numbersOf(table, name, "target", [], Number.NaN);
  const known = target === undefined ? undefined : valuesOf(target.column);
  const spend = channels.map(({ column: name }) => ({ name, values: valuesOf(name) }));
  for (const [geo, name] of names.entries()) {
    const isNational = isNationalName(name);
    const only = spend.filter(({ values }) => isNational && values !== undefined && isOnlyIn(values, of, geo));
    if (only.length > 0) {
      const columns = only.map((channel) => channel.name);
      problems.push(panelProblems.nationalSpendRows(source, name, columns));
      continue;
    }
    // Of two geos one may always equal the other; that is no sum.
    if (known === undefined || (!isNational && names.length < 3)) continue;
    const sums = sumsOfOthers(known, { order, rows, geo, geos: names.length });
    const isSum = sums !== undefined && names.length > 2;
    if (!isSum && !isNational) continue;
    const { first, end } = spans[geo];
    problems.push(panelProblems.nationalRows(source, column, name, target!.column, end - first, sums ?? false));
  }
}

/** Whether a column has values in the rows of one geo and in no others. */
function isOnlyIn(values: Float64Array, of: Int32Array, geo: number): boolean {
  return values.every((value, row) => (of[row] === geo ? true : Number.isNaN(value))) && !values.every(Number.isNaN);
}

/** True where a geo is the sum of all others on every date on which all are known; undefined where it is not, or too few are. */
function sumsOfOthers(
  values: Float64Array,
  {
    order,
    rows,
    geo,
    geos,
  }: { readonly order: Int32Array; readonly rows: number; readonly geo: number; readonly geos: number },
): true | undefined {
  let dates = 0;
  let differ = 0;
  for (let t = 0; t < rows; t++) {
    const own = order[geo * rows + t];
    if (own < 0 || Number.isNaN(values[own])) continue;
    let total = 0;
    for (let k = 0; k < geos; k++) {
      const row = order[k * rows + t];
      if (k !== geo && row >= 0) total += values[row];
    }
    if (Number.isNaN(total)) continue;
    dates++;
    if (Math.abs(total - values[own]) > rounding * geos + 1e-6 * Math.abs(total)) differ++;
  }
  return dates >= fewestDates && differ === 0 ? true : undefined;
}
