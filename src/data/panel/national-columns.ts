// Columns of a panel that only the rows of all geos together fill: their values hold for every geo, and the rows go.

import { panelNotices } from "../../problems/catalog.ts";
import { type Column, columnOf, type Table, textsOf } from "../reading/index.ts";
import { isNationalName, isPopulationName } from "../roles/index.ts";
import { possibleDates } from "./date-column.ts";
import { findGeo } from "./geo-column.ts";

const isFilled = (text: string): boolean => text !== "" && text !== "NaN";

/**
 * The table without rows of a geo called "National" that hold nothing but columns which no other row fills; these then have their
 * value at each date in all geos. Any other table as it is: rows that repeat what geos have are for the checks to refuse.
 */
export function spreadNational(
  table: Table,
  said: { readonly date?: string | undefined; readonly geo?: string | undefined },
): Table {
  const geos = findGeo(table, { ...said, taken: [] }, []);
  const national = geos?.names.findIndex(isNationalName) ?? -1;
  if (geos === undefined || national < 0) return table;
  const [date = said.date] = possibleDates(table).filter((name) => said.date === undefined || name === said.date);
  if (date === undefined) return table;
  const isNational = (row: number): boolean => geos.of[row] === national;
  const values = table.columns.filter(({ name }) => name !== geos.column && name !== date && !isPopulationName(name));
  const filled = values.map((column) => {
    const texts = textsOf(column);
    const there = (wanted: boolean): boolean => texts.some((text, row) => isFilled(text) && isNational(row) === wanted);
    return { name: column.name, inside: there(true), outside: there(false) };
  });
  const alone = filled.filter(({ inside, outside }) => inside && !outside).map(({ name }) => name);
  if (alone.length === 0 || filled.some(({ inside, outside }) => inside && outside)) return table;
  const dates = textsOf(columnOf(table, date)!);
  const rowAt = new Map(dates.flatMap((text, row) => (isNational(row) ? [[text, row] as const] : [])));
  const kept = dates.flatMap((_, row) => (isNational(row) ? [] : [row]));
  const from = (name: string, row: number): number => (alone.includes(name) ? (rowAt.get(dates[row]) ?? -1) : row);
  const moved = (column: Column): Column =>
    taken(
      column,
      kept.map((row) => from(column.name, row)),
    );
  // 0 where no row has the cell.
  const lineOf = (name: string, row: number): number =>
    row < 0 ? 0 : (table.linesOf?.get(name)?.[row] ?? table.lines[row]);
  const lines = (name: string): Float64Array => Float64Array.from(kept, (row) => lineOf(name, from(name, row)));
  return {
    ...table,
    columns: table.columns.map(moved),
    alike: (table.alike ?? []).map((group) => group.map((placed) => ({ ...placed, column: moved(placed.column) }))),
    rows: kept.length,
    lines: Float64Array.from(kept, (row) => table.lines[row]),
    linesOf: new Map(table.columns.map(({ name }) => [name, lines(name)])),
    notices: [...table.notices, panelNotices.nationalColumns(table.source, geos.names[national], alone)],
  };
}

/** The cells of these rows; an empty one for -1. */
function taken(column: Column, rows: readonly number[]): Column {
  if (column.kind === "text") return { ...column, values: rows.map((row) => (row < 0 ? "" : column.values[row])) };
  const { name, values, cells } = column;
  return {
    kind: "number",
    name,
    values: Float64Array.from(rows, (row) => (row < 0 ? Number.NaN : values[row])),
    ...(cells === undefined ? {} : { cells: rows.map((row) => (row < 0 ? "" : cells[row])) }),
  };
}
