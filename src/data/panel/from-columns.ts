// Media data from arrays in memory: the same checks as for a file.

import { columnProblems, fileProblems } from "../../problems/catalog.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { checkTable } from "./check-table.ts";
import type { ColumnOverrides } from "./columns.ts";
import { byName, sha256, headerProblems, nameOr, type Table, columnFromValues, writeCsv } from "../reading/index.ts";
import type { MediaData } from "./media-data.ts";

/** Column name to values, one for each row; numbers for series, numbers, ISO dates or Date objects for the date. */
export type ColumnValues = Readonly<Record<string, ArrayLike<number | string | bigint | boolean | Date | null>>>;

export interface FromColumnsOptions extends ColumnOverrides {
  /** The name that stands in messages and in the run folder; default "data". */
  readonly source?: string;
}

/** A table from arrays in memory. */
export async function tableFromColumns(columns: ColumnValues, source: string = "data"): Promise<Table> {
  const names = Object.keys(columns);
  if (names.length === 0) throw new CarryoverError([columnProblems.noColumns(source)]);
  const rows = columns[names[0]].length;
  const problems = headerProblems(source, names);
  for (const name of names) {
    const { length } = columns[name];
    if (length !== rows) problems.push(columnProblems.lengthMismatch(source, name, length, rows));
  }
  if (rows === 0) problems.push(fileProblems.headerOnly(source));
  if (problems.length > 0) throw new CarryoverError(problems);
  const list = names.map((name, index) => columnFromValues(nameOr(name, index), columns[name]));
  const hash = await sha256(writeCsv(list));
  const lines = Float64Array.from({ length: rows }, (_, row) => row + 1);
  return { source, hash, ...byName(list), rows, lineUnit: "row", lines, notices: [] };
}

/**
 * Checks arrays in memory and puts them in order of time, for instance
 * `mediaDataFromColumns({ week, spend_TV, spend_Social, revenue })`.
 *
 * @throws CarryoverError with all problems, as for a file; places are row numbers from 1
 */
export async function mediaDataFromColumns(
  columns: ColumnValues,
  options: FromColumnsOptions = {},
): Promise<MediaData> {
  const { source, ...overrides } = options;
  return checkTable(await tableFromColumns(columns, source), overrides);
}
