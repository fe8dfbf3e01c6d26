// Tables whose values are private, read without ever repeating what stands in them.

import { columnOf, numbersOf, readTable, repeatedNames, type Table } from "../../data/reading/index.ts";
import { contentOf, type NoisedGroup, type PrivateTable } from "../../privacy/release/index.ts";
import { noSuchColumns, notNumbers, tableWithheld } from "../../problems/privacy-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";

/** Problems that are of the file as a whole and say nothing of its content. */
const harmlessCodes: ReadonlySet<string> = new Set([
  "missing-file",
  "is-directory",
  "unreadable-file",
  "empty-file",
  "spreadsheet-file",
  "compressed-file",
  "binary-file",
  "not-parquet",
]);

/**
 * Reads a table whose values are private.
 * @throws CarryoverError; what is wrong with the content is withheld
 */
export async function readWithheld(path: string): Promise<Table> {
  const table = await readTable(path).catch((error: unknown): never => {
    if (!(error instanceof CarryoverError)) throw new CarryoverError([tableWithheld(path, "unreadable")]);
    const shown = error.problems.map((problem) =>
      harmlessCodes.has(problem.code) ? problem : tableWithheld(path, problem.code),
    );
    throw new CarryoverError(shown, error.exitCode);
  });
  if (repeatedNames(table).length > 0) throw new CarryoverError([tableWithheld(path, "duplicate-column")]);
  return table;
}

/**
 * The table of a release: numbers of the columns to be noised, the others as they are written. Errors as `readWithheld`.
 * @param aggregation identity of the aggregation that made it
 */
export function privateTable(
  table: Table,
  groups: readonly NoisedGroup[],
  aggregation: string | undefined,
): PrivateTable {
  const path = table.source;
  const names = table.columns.map(({ name }) => name);
  // A table without a header row has its first values for names, and names are shown.
  if (names.some((name) => /^[+-]?[\d.,]+(e[+-]?\d+)?$/i.test(name))) {
    throw new CarryoverError([tableWithheld(path, "no-header")]);
  }
  const noisedNames = groups.flatMap(({ columns }) => columns);
  const unknown = noisedNames.filter((name) => columnOf(table, name) === undefined);
  if (unknown.length > 0) throw new CarryoverError([noSuchColumns(path, unknown, names)], exitCodes.usage);
  return {
    source: path,
    content: contentOf(table.columns),
    aggregation,
    columns: table.columns.map(({ name, values }) => ({
      name,
      values: noisedNames.includes(name)
        ? privateNumbers(table, name)
        : Array.from(values as ArrayLike<string | number>, String),
    })),
  };
}

function privateNumbers(table: Table, name: string): Float64Array {
  const withheld: Problem[] = [];
  const values = numbersOf(table, name, "column", withheld);
  if (values === undefined) throw new CarryoverError([notNumbers(table.source, name)]);
  return values;
}
