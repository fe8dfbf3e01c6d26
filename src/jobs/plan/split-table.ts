// One table of several brands or markets to a table for each of them.

import {
  parseNumber,
  cellOf,
  type Column,
  columnOf,
  repeatsOf,
  type Table,
  writeCsv,
} from "../../data/reading/index.ts";
import * as wording from "../../problems/batch-problems.ts";
import { cellPlace } from "../../problems/place.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { limitProblems } from "../../problems/limit.ts";

/** Columns that a table is split by when nobody names one. */
export const splitColumns: readonly string[] = ["brand", "market", "country", "region", "geo"];

export interface TablePart {
  /** The value of the column. */
  readonly value: string;
  /** Where it stands first, for messages. */
  readonly where: string;
  /** The part as CSV, without the column, and without columns in which it has no value at all. */
  readonly csv: string;
}

/** The column to split by: `by`, or the one of `splitColumns` that the table has; undefined when it has none. */
export function splitColumnOf(table: Table, by: string | undefined): string | undefined {
  const names = table.columns.map(({ name }) => name);
  if (by !== undefined) {
    if (!names.includes(by)) throw new CarryoverError([wording.unknownColumnToSplitBy(table.source, by, names)]);
    return by;
  }
  const found = names.filter((name) => splitColumns.includes(name.toLowerCase()));
  if (found.length > 1) throw new CarryoverError([wording.columnsToSplitBy(table.source, found)]);
  return found[0];
}

/**
 * Splits a table by a column of it; parts in the order in which their values first appear, rows in the order of the table.
 * @throws CarryoverError when rows have no value there
 */
export function splitTable(table: Table, by: string): readonly TablePart[] {
  const column = columnOf(table, by) as Column;
  const rowsOf = new Map<string, number[]>();
  const problems: Problem[] = [];
  for (let row = 0; row < table.rows; row++) {
    const value = String(column.values[row]).trim();
    if (value === "") problems.push(wording.emptyValueToSplitBy(whereOf(table, row, by)));
    const rows = rowsOf.get(value);
    if (rows === undefined) rowsOf.set(value, [row]);
    else rows.push(row);
  }
  if (problems.length > 0) throw new CarryoverError(limitProblems(problems));
  // Columns of one name are judged in each part, as in a table of its own.
  const others = table.columns
    .filter((each) => each !== column)
    .flatMap((each) => [each, ...repeatsOf(table, each.name).map((placed) => placed.column)]);
  return [...rowsOf].map(([value, rows]) => ({
    value,
    where: whereOf(table, rows[0], by),
    csv: writeCsv(others.map((each) => ({ name: each.name, values: cellsOf(each, rows) })).filter(hasValue)),
  }));
}

/** A column of text may be one of numbers with gaps in other parts: its numbers are written like those of all columns. */
function cellsOf(column: Column, rows: readonly number[]): (number | string)[] {
  if (column.kind === "number") return rows.map((row) => column.values[row]);
  return rows.map((row) => {
    const cell = column.values[row];
    const value = parseNumber(cell, column.decimal);
    return typeof value === "number" ? value : cell;
  });
}

const hasValue = ({ values }: { readonly values: readonly (number | string)[] }): boolean =>
  values.some((value) => value !== "");

function whereOf(table: Table, row: number, column: string): string {
  return cellPlace(cellOf(table, row, column));
}
