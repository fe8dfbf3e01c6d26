// The numbers of a column that is used, or what is wrong with its cells, each kind of problem once.

import { columnProblems, dataNotices, fileProblems, valueProblems } from "../../problems/catalog.ts";
import type { Notice } from "../../problems/notice.ts";
import { place, rowText } from "../../problems/place.ts";
import type { Problem } from "../../problems/problem.ts";
import { type CellFailure, parseNumber } from "./numbers.ts";
import {
  cellOf,
  type Column,
  columnOf,
  type Conflict,
  isAbsent,
  lineOf,
  rowOf,
  type Table,
  type TakenKind,
  type TextColumn,
} from "./table.ts";

/** Beyond this, sums of squares over a table come near the end of float64. */
const largest = 1e140;
/** What a dash stands for in columns of these roles, as bookkeeping writes it; elsewhere it may as well be a missing value. */
const zeroByDash: ReadonlySet<string> = new Set(["channel", "driver"]);

/** Collects problems of one column's cells: those of a kind become one, with the first cell and how many more there are. */
export class CellProblems {
  readonly #table: Table;
  readonly #problems: Problem[];
  readonly #column: string | undefined;
  readonly #byKind = new Map<string, { readonly first: Problem; readonly more: number[] }>();
  #found = 0;

  /** @param column of the cells, where they are of one */
  constructor(table: Table, problems: Problem[], column?: string) {
    this.#table = table;
    this.#problems = problems;
    this.#column = column;
  }

  get found(): number {
    return this.#found;
  }

  /** @param row of the table, from 0 */
  add(row: number, problem: Problem): void {
    this.#found++;
    const kind = this.#byKind.get(problem.code);
    if (kind === undefined) this.#byKind.set(problem.code, { first: problem, more: [] });
    else kind.more.push(row);
  }

  /** Hands the problems over. */
  close(): void {
    const { lineUnit } = this.#table;
    for (const { first, more } of this.#byKind.values()) {
      const rows = more.map((row) => lineOf(this.#table, row, this.#column));
      this.#problems.push(more.length === 0 ? first : valueProblems.inMoreCells(first, lineUnit, rows));
    }
  }
}

/**
 * The finite numbers of a column in the table's order, or undefined when some cell has none; problems are added to the list.
 * @param missing what an empty cell is, and one that says that its value is missing: by default a problem, else this number
 */
export function numbersOf(
  table: Table,
  name: string,
  role: string,
  problems: Problem[],
  missing?: number,
): Float64Array | undefined {
  const column = columnOf(table, name)!;
  if (column.kind === "text") {
    const whole = problemOfColumn(table, column, role);
    if (whole !== undefined) {
      problems.push(whole);
      return undefined;
    }
  }
  const bad = new CellProblems(table, problems, name);
  const values = new Float64Array(table.rows);
  const isZero = zeroByDash.has(role) || (column.kind === "number" && column.currency !== undefined);
  const dashes = new Set(column.kind === "number" && !isZero ? column.dashes : []);
  for (let row = 0; row < table.rows; row++) {
    const cell = column.values[row];
    const value = typeof cell === "number" ? finiteNumber(cell) : parseNumber(cell, (column as TextColumn).decimal);
    if (dashes.has(row) && column.kind === "number") {
      bad.add(row, valueProblems.dashInCell(cellOf(table, row, name), column.cells?.[row] ?? "-"));
    } else if (value === "dash" && isZero) values[row] = 0;
    else if (missing !== undefined && (value === "empty" || value === "missing")) values[row] = missing;
    else if (typeof value !== "number") bad.add(row, cellProblem(table, row, name, value, String(cell)));
    else if (Math.abs(value) > largest) bad.add(row, valueProblems.hugeValue(cellOf(table, row, name), value));
    else values[row] = value;
  }
  bad.close();
  return bad.found === 0 ? values : undefined;
}

/** True for a column of numbers, and for text of which at least half the filled cells are numbers (one typing error is no other column). */
export function mostlyNumbers(column: Column): boolean {
  return column.kind === "number" || (!holdsText(column) && column.values.some((cell) => cell !== ""));
}

/** Notes on how the cells of the columns that are used were read: one for each thing that was taken off or decided. */
export function readingNotices(table: Table, used: readonly string[]): Notice[] {
  const byKind = new Map<TakenKind, dataNotices.ReadCells[]>();
  for (const name of new Set(used)) {
    const column = columnOf(table, name);
    if (column?.kind !== "number") continue;
    for (const taken of column.taken ?? []) {
      const found = { ...taken, place: rowText(rowOf(table, taken.row)), column: name };
      byKind.set(taken.kind, [...(byKind.get(taken.kind) ?? []), found]);
    }
  }
  return [
    ...[...byKind].map(([kind, found]) => dataNotices.cellsRead(table.source, kind, found)),
    ...differingCurrencies(table, used),
  ];
}

function differingCurrencies(table: Table, used: readonly string[]): Notice[] {
  const named = used.flatMap((name) => {
    const column = columnOf(table, name);
    return column?.kind === "number" && column.currency !== undefined ? [{ name, currency: column.currency }] : [];
  });
  const other = named.find(({ currency }) => currency !== named[0].currency);
  if (other === undefined) return [];
  const currencies = [named[0].currency, other.currency];
  return [dataNotices.currenciesDiffer(table.source, named[0].name, other.name, currencies)];
}

function problemOfColumn(table: Table, column: TextColumn, role: string): Problem | undefined {
  const { source } = table;
  const { name, values, conflict, decimal } = column;
  if (conflict !== undefined) {
    const shown = ({ text, row }: Conflict["one"]): { text: string; place: string } => {
      return { text, place: rowText(rowOf(table, row)) };
    };
    return fileProblems.mixedCells(
      place(source, undefined, name),
      conflict.kind,
      shown(conflict.one),
      shown(conflict.other),
    );
  }
  if (holdsText(column)) {
    return columnProblems.textColumn(source, role, name, values.find((cell) => cell !== "") ?? "");
  }
  if (decimal !== "unknown") return undefined;
  const rows = values.flatMap((cell, row) => (parseNumber(cell, decimal) === "ambiguous" ? [row] : []));
  if (rows.length === 0) return undefined;
  return valueProblems.ambiguousNumber(cellOf(table, rows[0], name), values[rows[0]], rows.length);
}

function holdsText({ values, decimal }: TextColumn): boolean {
  const filled = values.filter((cell) => cell !== "");
  return filled.filter((cell) => parseNumber(cell, decimal) === "text").length * 2 > filled.length;
}

function finiteNumber(value: number): number | CellFailure {
  if (Number.isNaN(value)) return "missing";
  return Number.isFinite(value) ? value : "infinite";
}

function cellProblem(table: Table, row: number, name: string, failure: CellFailure, text: string): Problem {
  const cell = cellOf(table, row, name);
  if (isAbsent(table, row, name)) return valueProblems.noRowForValue(cell);
  switch (failure) {
    case "empty":
      return valueProblems.emptyCell(cell);
    case "missing":
      return valueProblems.missingValue(cell, text);
    case "infinite":
      return valueProblems.infiniteValue(cell, text);
    case "ambiguous":
      return valueProblems.ambiguousNumber(cell, text, 1);
    case "dash":
      return valueProblems.dashInCell(cell, text);
    case "text":
      return valueProblems.notANumber(cell, text);
  }
}
