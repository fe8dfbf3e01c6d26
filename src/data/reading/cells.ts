// The numbers of a column, or one problem for each cell that is none.

import { columnProblems, valueProblems } from "../../problems/catalog.ts";
import type { Problem } from "../../problems/problem.ts";
import { type CellFailure, parseNumber } from "./numbers.ts";
import { cellOf, type Column, columnOf, type Decimal, type Table } from "./table.ts";

/** Bad cells of one column that are told one by one; the rest are counted, so that one bad column does not hide the others. */
const cellsPerColumn = 3;
/** Beyond this, sums of squares over a table come near the end of float64. */
const largest = 1e140;

/** Collects problems of one column's cells: the first few each, then a count. */
export class CellProblems {
  readonly #table: Table;
  readonly #column: string;
  readonly #problems: Problem[];
  #found = 0;

  constructor(table: Table, column: string, problems: Problem[]) {
    this.#table = table;
    this.#column = column;
    this.#problems = problems;
  }

  get found(): number {
    return this.#found;
  }

  add(problem: Problem): void {
    if (this.#found++ < cellsPerColumn) this.#problems.push(problem);
  }

  /** Adds the count of what was left out. */
  close(): void {
    const more = this.#found - cellsPerColumn;
    if (more > 0) this.#problems.push(valueProblems.moreCells(this.#table.source, this.#column, more));
  }
}

/** The finite numbers of a column in the table's order, or undefined when some cell has none; problems are added to the list. */
export function numbersOf(table: Table, name: string, role: string, problems: Problem[]): Float64Array | undefined {
  const column = columnOf(table, name)!;
  if (column.kind === "text" && holdsText(column.values, table.decimal)) {
    problems.push(columnProblems.textColumn(table.source, role, name, column.values.find((cell) => cell !== "")!));
    return undefined;
  }
  const bad = new CellProblems(table, name, problems);
  const values = new Float64Array(table.rows);
  for (let row = 0; row < table.rows; row++) {
    const cell = column.values[row];
    const value = typeof cell === "number" ? finiteNumber(cell) : parseNumber(cell, table.decimal);
    if (typeof value !== "number") bad.add(cellProblem(table, row, name, value, String(cell)));
    else if (Math.abs(value) > largest) bad.add(valueProblems.hugeValue(cellOf(table, row, name), value));
    else values[row] = value;
  }
  bad.close();
  return bad.found === 0 ? values : undefined;
}

/** True for a column of numbers, and for text of which at least half the filled cells are numbers (one typing error is no other column). */
export function mostlyNumbers(column: Column, decimal: Decimal): boolean {
  if (column.kind === "number") return true;
  const filled = column.values.filter((cell) => cell !== "");
  const wrong = filled.filter((cell) => parseNumber(cell, decimal) === "text").length;
  return filled.length > 0 && wrong * 2 <= filled.length;
}

function holdsText(cells: readonly string[], decimal: Decimal): boolean {
  const wrong = cells.filter((cell) => parseNumber(cell, decimal) === "text").length;
  return wrong * 2 > cells.length;
}

function finiteNumber(value: number): number | CellFailure {
  if (Number.isNaN(value)) return "missing";
  return Number.isFinite(value) ? value : "infinite";
}

function cellProblem(table: Table, row: number, name: string, failure: CellFailure, text: string): Problem {
  const cell = cellOf(table, row, name);
  switch (failure) {
    case "empty":
      return valueProblems.emptyCell(cell);
    case "missing":
      return valueProblems.missingValue(cell, text);
    case "infinite":
      return valueProblems.infiniteValue(cell, text);
    case "ambiguous":
      return valueProblems.ambiguousNumber(cell, text);
    case "text":
      return valueProblems.notANumber(cell, text);
  }
}
