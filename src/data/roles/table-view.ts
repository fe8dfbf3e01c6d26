// A table as its roles are found: what each column is called and what it holds, looked at once.

import { columnOf, type Table } from "../reading/index.ts";
import { type Contents, contentsOf } from "./contents.ts";
import { meaningOf, type NamedMeaning } from "./meaning.ts";

export interface TableView {
  readonly table: Table;
  readonly names: readonly string[];
  /** Whether the table is a panel, whose target need not be known in every row. */
  readonly isPanel: boolean;
  meaning(column: string): NamedMeaning;
  contents(column: string): Contents;
}

export function viewOf(table: Table, isPanel = false): TableView {
  const meanings = new Map<string, NamedMeaning>();
  const contents = new Map<string, Contents>();
  return {
    table,
    names: table.columns.map(({ name }) => name),
    isPanel,
    meaning: (column) => once(meanings, column, () => meaningOf(column)),
    contents: (column) => once(contents, column, () => contentsOf(table, column)),
  };
}

/** The numbers of a column, where it has nothing else. */
export function valuesOf(looked: TableView, column: string): Float64Array | undefined {
  const contents = looked.contents(column);
  return contents.kind === "numbers" ? contents.values : undefined;
}

/** Whether two columns hold the same, cell for cell. */
export function areEqual({ table }: TableView, a: string, b: string): boolean {
  const [first, second] = [columnOf(table, a)!.values, columnOf(table, b)!.values];
  for (let row = 0; row < first.length; row++) if (first[row] !== second[row]) return false;
  return first.length === second.length;
}

/** Whether a column is the sum of others, up to rounding of their cells. */
export function isSumOf(looked: TableView, column: string, others: readonly string[]): boolean {
  const whole = valuesOf(looked, column);
  const parts = others.map((other) => valuesOf(looked, other));
  if (whole === undefined || parts.length < 2 || parts.includes(undefined)) return false;
  const scale = whole.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const tolerance = Math.max(1e-6 * scale, 0.006 * (parts.length + 1));
  return (
    scale > 100 * tolerance &&
    whole.every((value, row) => Math.abs(value - parts.reduce((sum, part) => sum + part![row], 0)) <= tolerance)
  );
}

function once<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
