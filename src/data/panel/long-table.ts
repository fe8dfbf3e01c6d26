// Tables with one row for each value (date, geo, name of the variable, value), as columns: what is read after is a table like others.

import { panelNotices, panelProblems } from "../../problems/catalog.ts";
import { limitProblems } from "../../problems/limit.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { listed } from "../../words/index.ts";
import {
  byName,
  CellProblems,
  cellOf,
  type Column,
  columnOf,
  type Marks,
  readColumns,
  rowOf,
  type Table,
  textsOf,
} from "../reading/index.ts";
import { isGeoName, isNationalName, isValueName, isVariableName } from "../roles/index.ts";
import { possibleDates } from "./date-column.ts";

/** Fewest variables: a date, a target and a channel at the least. */
const fewestVariables = 2;

/**
 * The table with one column for each variable, where it has one row for each value; any other as it is. A variable that has values for
 * all geos together alone (no geo, or one called "National") has them in every geo.
 * @throws CarryoverError for rows that name no variable, and for several values of one
 */
export function widened(
  table: Table,
  said: { readonly date?: string | undefined; readonly geo?: string | undefined },
): Table {
  const found = columnsOfLong(table, said);
  if (found === undefined) return table;
  const { variable, value, keys } = found;
  const problems: Problem[] = [];
  const names = textsOf(columnOf(table, variable)!);
  const bad = new CellProblems(table, problems);
  names.forEach((name, row) => {
    if (name === "") bad.add(row, panelProblems.emptyVariable(cellOf(table, row, variable)));
  });
  bad.close();
  const variables = [...new Set(names)].filter((name) => name !== "");
  const groups = groupsOf(table, names, keys);
  const cells = placeValues(table, { ...found, names, variables, groups }, problems);
  if (problems.length > 0) throw new CarryoverError(limitProblems(problems));
  return wide(table, { ...found, variables, groups, cells, value });
}

interface LongColumns {
  readonly variable: string;
  readonly value: string;
  /** The date, then the columns that name a geo. */
  readonly keys: readonly string[];
}

function columnsOfLong(
  table: Table,
  said: { readonly date?: string | undefined; readonly geo?: string | undefined },
): LongColumns | undefined {
  const names = table.columns.map(({ name }) => name);
  const variable = names.find((name) => isVariableName(name) && columnOf(table, name)!.kind === "text");
  const value = names.find((name) => isValueName(name) && name !== variable);
  if (variable === undefined || value === undefined) return undefined;
  const date = said.date ?? possibleDates(table)[0];
  if (date === undefined || !names.includes(date)) return undefined;
  const isGeo = (name: string): boolean => name === said.geo || isGeoName(name);
  const geos = names.filter((name) => isGeo(name) && name !== date && textsOf(columnOf(table, name)!).some(isFilled));
  const dates = new Set(textsOf(columnOf(table, date)!)).size;
  const variables = new Set(textsOf(columnOf(table, variable)!)).size;
  return variables < fewestVariables || dates === table.rows ? undefined : { variable, value, keys: [date, ...geos] };
}

const isFilled = (text: string): boolean => text !== "";

/** Rows of one date and geo. */
interface Group {
  /** The first row, of which date and geo are. */
  readonly row: number;
  readonly date: string;
}

interface Groups {
  /** Those that become rows. */
  readonly kept: readonly Group[];
  /** The group of each row of the table, in `kept`; -1 for values of all geos together, which go to every group of their date. */
  readonly of: Int32Array;
}

function groupsOf(table: Table, names: readonly string[], keys: readonly string[]): Groups {
  const [dates, ...geos] = keys.map((key) => textsOf(columnOf(table, key)!));
  const isNational = (row: number): boolean =>
    geos.length > 0 && geos.every((texts) => texts[row] === "" || isNationalName(texts[row]));
  const national = names.map((_, row) => isNational(row));
  const hasGeos = national.includes(false);
  // What has values in geos too is no variable of all geos together.
  const ofGeos = new Set(names.filter((_, row) => !national[row]));
  const spread = (row: number): boolean => hasGeos && national[row] && !ofGeos.has(names[row]);
  const known = new Map<string, number>();
  const kept: Group[] = [];
  const of = Int32Array.from(names, (_, row) => {
    if (spread(row)) return -1;
    const key = JSON.stringify([dates[row], ...geos.map((texts) => texts[row])]);
    const group = known.get(key) ?? kept.length;
    if (group === kept.length) {
      known.set(key, group);
      kept.push({ row, date: dates[row] });
    }
    return group;
  });
  return { kept, of };
}

interface Placing extends LongColumns {
  readonly names: readonly string[];
  readonly variables: readonly string[];
  readonly groups: Groups;
}

/** By variable, the row of the table that has the value of each group; -1 where none has. */
function placeValues(
  table: Table,
  { variable, value, keys, names, variables, groups }: Placing,
  problems: Problem[],
): ReadonlyMap<string, Int32Array> {
  const { kept, of } = groups;
  const cells = new Map(variables.map((name) => [name, new Int32Array(kept.length).fill(-1)]));
  const byDate = new Map<string, number[]>();
  kept.forEach(({ date }, group) => byDate.set(date, [...(byDate.get(date) ?? []), group]));
  const dates = textsOf(columnOf(table, keys[0])!);
  const again = new Map<string, { readonly row: number; readonly first: number }[]>();
  names.forEach((name, row) => {
    if (name === "") return;
    const own = cells.get(name)!;
    const targets = of[row] < 0 ? (byDate.get(dates[row]) ?? []) : [of[row]];
    const taken = targets.find((group) => own[group] >= 0);
    if (taken !== undefined) again.set(name, [...(again.get(name) ?? []), { row, first: own[taken] }]);
    else for (const group of targets) own[group] = row;
  });
  const others = table.columns
    .map((column) => column.name)
    .filter((name) => ![variable, value, ...keys].includes(name));
  for (const [name, rows] of again) {
    const other = others.find((column) => {
      const texts = textsOf(columnOf(table, column)!);
      return rows.every(({ row, first }) => texts[row] !== texts[first]);
    });
    if (other !== undefined) {
      problems.push(panelProblems.valuesOfAnotherKey(table.source, name, other));
      continue;
    }
    const bad = new CellProblems(table, problems);
    for (const { row, first } of rows) {
      const where = keys.map((key) => textsOf(columnOf(table, key)!)[row]).filter(isFilled);
      bad.add(row, panelProblems.duplicateValue(cellOf(table, row, value), name, listed(where), rowOf(table, first)));
    }
    bad.close();
  }
  return cells;
}

function wide(
  table: Table,
  found: LongColumns & {
    readonly variables: readonly string[];
    readonly groups: Groups;
    readonly cells: ReadonlyMap<string, Int32Array>;
  },
): Table {
  const { variable, value, keys, variables, groups, cells } = found;
  const { kept } = groups;
  const rows = kept.map(({ row }) => row);
  const carried = table.columns.filter(
    ({ name }) => keys.includes(name) || (name !== variable && name !== value && isOneByGroup(table, name, groups)),
  );
  const values = valuesByVariable(columnOf(table, value)!, variables, cells);
  const columns = [...carried.map((column) => rowsOf(column, rows)), ...values];
  const { source, hash, lineUnit, lines, sheet, notices } = table;
  const linesOf = new Map(
    variables.map((name) => [name, Float64Array.from(cells.get(name)!, (row) => (row < 0 ? 0 : lines[row]))]),
  );
  return {
    source,
    hash,
    ...byName(columns),
    rows: rows.length,
    lineUnit,
    ...(sheet === undefined ? {} : { sheet }),
    lines: Float64Array.from(rows, (row) => lines[row]),
    linesOf,
    notices: [...notices, panelNotices.longTable(source, variable, variables)],
  };
}

/** Whether all rows of a group hold the same, and some hold anything. */
function isOneByGroup(table: Table, name: string, { kept, of }: Groups): boolean {
  const texts = textsOf(columnOf(table, name)!);
  return texts.some(isFilled) && texts.every((text, row) => of[row] < 0 || text === texts[kept[of[row]].row]);
}

function rowsOf(column: Column, rows: readonly number[]): Column {
  if (column.kind === "text") return { ...column, values: rows.map((row) => column.values[row]) };
  const { name, values, cells, currency } = column;
  return {
    kind: "number",
    name,
    values: Float64Array.from(rows, (row) => values[row]),
    ...(cells === undefined ? {} : { cells: rows.map((row) => cells[row]) }),
    ...(currency === undefined ? {} : { currency }),
  };
}

/** The values of each variable, read as a column of its own: a bad cell is of its variable alone. */
function valuesByVariable(
  column: Column,
  variables: readonly string[],
  cells: ReadonlyMap<string, Int32Array>,
): readonly Column[] {
  const isWritten = column.kind === "text" || column.cells !== undefined;
  if (!isWritten) {
    return variables.map((name) => ({
      kind: "number",
      name,
      values: Float64Array.from(cells.get(name)!, (row) => (row < 0 ? Number.NaN : (column.values[row] as number))),
    }));
  }
  const texts = textsOf(column);
  const marks: Marks = column.kind === "text" && column.decimal === "," ? { decimal: "comma" } : {};
  return readColumns(
    variables.map((name) => ({ name, cells: Array.from(cells.get(name)!, (row) => (row < 0 ? "" : texts[row])) })),
    marks,
  );
}
