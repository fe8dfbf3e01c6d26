// What a run is asked about rows to come: the scenarios of one or more files, each as the run's table with its rows behind it.

import { type MediaData, withRowsAfter } from "../../data/panel/index.ts";
import { CellProblems, cellOf, type Column, columnOf, type Table, textsOf } from "../../data/reading/index.ts";
import { isValued } from "../../mmm/specification/index.ts";
import * as wording from "../../problems/forecast-problems.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import type { ReadingValues } from "../../settings/index.ts";
import type { FittedModel } from "../draws/index.ts";

/** Rows to come under one set of assumptions. */
export interface FutureScenario {
  /** What stands in the column `scenario`, else the name of the file without its ending. */
  readonly name: string;
  /** The file. */
  readonly source: string;
  /** The table of the run, and the rows of the file after it. */
  readonly data: MediaData;
}

const scenarioColumn = /^scenario$/i;

/**
 * The scenarios of tables with rows to come. A table with a column `scenario` holds several.
 * @param tables in the order in which scenarios are told, each with the name that its only scenario has
 * @throws CarryoverError for tables whose rows do not follow the run's (`withRowsAfter`), two scenarios of one name, and scenarios over different rows
 */
export function futureScenarios(
  { data, spec }: Pick<FittedModel, "data" | "spec">,
  tables: readonly { readonly name: string; readonly table: Table }[],
  dateFormat?: ReadingValues["date_format"],
): readonly [FutureScenario, ...FutureScenario[]] {
  const columns = {
    channels: spec.channels.map(({ column }) => column),
    controls: [...spec.controls, ...Object.keys(spec.treatments ?? {})].filter(
      (name, k, all) => all.indexOf(name) === k,
    ),
    worth: isValued(spec),
    dateFormat,
  };
  const [first, ...rest] = tables
    .flatMap(({ name, table }) => scenariosIn(name, table))
    .map(
      ({ name, table }): FutureScenario => ({ name, source: table.source, data: withRowsAfter(data, table, columns) }),
    );
  if (first === undefined) throw new CarryoverError([wording.noFutureFiles()]);
  const problems: Problem[] = [];
  const all = [first, ...rest];
  rest.forEach((each, k) => {
    const same = all.slice(0, k + 1).find(({ name }) => name === each.name);
    if (same !== undefined) {
      problems.push(wording.futureScenarioTwice(each.name, [...new Set([same.source, each.source])]));
    } else if (each.data.rows !== first.data.rows) {
      problems.push(wording.futureScenariosDiffer(each.name, endOf(each), first.name, endOf(first)));
    }
  });
  if (problems.length > 0) throw new CarryoverError(problems);
  return [first, ...rest];
}

const endOf = ({ data }: FutureScenario): string => data.dates[data.rows - 1];

/** The rows of each scenario as a table of their own. */
function scenariosIn(name: string, table: Table): readonly { readonly name: string; readonly table: Table }[] {
  const column = table.columns.find((each) => scenarioColumn.test(each.name))?.name;
  if (column === undefined) return [{ name, table }];
  const texts = textsOf(columnOf(table, column)!);
  const problems: Problem[] = [];
  const bad = new CellProblems(table, problems, column);
  texts.forEach((text, row) => {
    if (text.trim() === "") bad.add(row, wording.futureScenarioEmpty(cellOf(table, row, column)));
  });
  bad.close();
  if (problems.length > 0) throw new CarryoverError(problems);
  return [...new Set(texts)].map((text) => ({
    name: text,
    table: rowsOf(
      table,
      texts.flatMap((own, row) => (own === text ? [row] : [])),
    ),
  }));
}

/** These rows of a table; places in the file stay what they are. */
function rowsOf(table: Table, rows: readonly number[]): Table {
  const own = (column: Column): Column => {
    if (column.kind === "text") return { ...column, values: rows.map((row) => column.values[row]) };
    const { name, values, cells, currency, dashes } = column;
    const kept = dashes?.flatMap((dash) => (rows.includes(dash) ? [rows.indexOf(dash)] : []));
    return {
      kind: "number",
      name,
      values: Float64Array.from(rows, (row) => values[row]),
      ...(cells === undefined ? {} : { cells: rows.map((row) => cells[row]) }),
      ...(currency === undefined ? {} : { currency }),
      ...(kept === undefined ? {} : { dashes: kept }),
    };
  };
  const { alike: _alike, linesOf, ...rest } = table;
  return {
    ...rest,
    columns: table.columns.map(own),
    rows: rows.length,
    lines: Float64Array.from(rows, (row) => table.lines[row]),
    ...(linesOf === undefined
      ? {}
      : {
          linesOf: new Map(Array.from(linesOf, ([key, lines]) => [key, Float64Array.from(rows, (row) => lines[row])])),
        }),
  };
}
