// A table as read: named columns of numbers or of text, and the line of the file each row came from.

import type { Notice } from "../../problems/notice.ts";
import type { Cell, RowPlace } from "../../problems/place.ts";
import type { Decimal } from "./numbers.ts";

/** A cell and the row it stands in. */
export interface Example {
  readonly text: string;
  /** Row of the table, from 0. */
  readonly row: number;
}

/**
 * What was decided in reading cells: groups of thousands, currencies, percent signs, parentheses and unusual minus signs taken off;
 * dashes for zero; true and false for 1 and 0; a decimal mark that another column told.
 */
export type TakenKind =
  | "thousands"
  | "currency"
  | "percent"
  | "parentheses"
  | "minus"
  | "dash"
  | "boolean"
  | "mark"
  | "date";

/** The first cell in which something was taken so, and how many there are. */
export interface Taken extends Example {
  readonly kind: TakenKind;
  readonly value: number;
  readonly cells: number;
  /** The column that decided. */
  readonly by?: string;
}

/** Cells of one column that cannot both be read. */
export interface Conflict {
  readonly kind: "decimals" | "currencies" | "percent";
  readonly one: Example;
  readonly other: Example;
}

export interface NumberColumn {
  readonly kind: "number";
  readonly name: string;
  /** One value for each row; may hold NaN and infinities when they came from Parquet or from memory. */
  readonly values: Float64Array;
  /** The cells as they are written, where there are any. */
  readonly cells?: readonly string[];
  /** What is to be told of how they were read, should the column be used. */
  readonly taken?: readonly Taken[];
  /** The currency its cells name: a sign, or a code of three letters. */
  readonly currency?: string;
  /** Rows of cells that hold a dash, which are 0 in `values`. */
  readonly dashes?: readonly number[];
}

export interface TextColumn {
  readonly kind: "text";
  readonly name: string;
  /** One cell for each row, without surrounding blanks; an empty cell is the empty string. */
  readonly values: readonly string[];
  /** The decimal mark with which cells that are numbers are to be read. */
  readonly decimal: Decimal;
  /** Why a column of numbers is none. */
  readonly conflict?: Conflict;
}

export type Column = NumberColumn | TextColumn;

/** A column and where it stands in the file, from 1. */
export interface PlacedColumn {
  readonly column: Column;
  readonly position: number;
}

export interface Table {
  /** The file's path as given, or a name for data from memory. */
  readonly source: string;
  /** SHA-256 of the file's bytes (of the canonical CSV text for data from memory), in hexadecimal. */
  readonly hash: string;
  /** One for each name: of several with the same name the first. */
  readonly columns: readonly Column[];
  /** Columns whose names are the same but for case and spaces around them, in groups of two or more. */
  readonly alike?: readonly (readonly PlacedColumn[])[];
  readonly rows: number;
  /** What `lines` counts: lines of a text file, or rows where there are no lines (both from 1). */
  readonly lineUnit: "line" | "row";
  /** The sheet of a workbook. */
  readonly sheet?: string;
  /** Line or row number of each row. */
  readonly lines: Float64Array;
  /** By column, the line or row number of each cell, 0 where no row has one; of tables that were written with one row for each value. */
  readonly linesOf?: ReadonlyMap<string, Float64Array>;
  readonly notices: readonly Notice[];
}

/** Finds a column by its exact name. */
export function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** The cells of a column as text. */
export function textsOf(column: Column): readonly string[] {
  if (column.kind === "text") return column.values;
  return column.cells ?? Array.from(column.values, String);
}

/** The place of one cell, for problems. */
export function cellOf(table: Table, row: number, column: string): Cell {
  return { source: table.source, row: { ...rowOf(table, row), number: lineOf(table, row, column) }, column };
}

/** Line or row number of a cell; that of its row where it has none of its own. */
export function lineOf({ lines, linesOf }: Table, row: number, column?: string): number {
  return (column === undefined ? undefined : linesOf?.get(column)?.[row]) || lines[row];
}

/** Whether no row of a table with one row for each value has the cell. */
export function isAbsent({ linesOf }: Table, row: number, column: string): boolean {
  return linesOf?.get(column)?.[row] === 0;
}

/** The place of one row, for problems. */
export function rowOf({ lineUnit: unit, lines, sheet }: Table, row: number): RowPlace {
  return sheet === undefined ? { unit, number: lines[row] } : { unit, number: lines[row], sheet };
}
