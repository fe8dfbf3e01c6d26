// A table as read: named columns of numbers or of text, and the line of the file each row came from.

import type { Notice } from "../../problems/notice.ts";
import type { Cell } from "../../problems/place.ts";

export interface NumberColumn {
  readonly kind: "number";
  readonly name: string;
  /** One value for each row; may hold NaN and infinities when they came from Parquet or from memory. */
  readonly values: Float64Array;
}

export interface TextColumn {
  readonly kind: "text";
  readonly name: string;
  /** One cell for each row, without surrounding blanks; an empty cell is the empty string. */
  readonly values: readonly string[];
}

export type Column = NumberColumn | TextColumn;

/** The decimal mark of a file's numbers; "unknown" when its cells allow either reading. */
export type Decimal = "." | "," | "unknown";

export interface Table {
  /** The file's path as given, or a name for data from memory. */
  readonly source: string;
  /** SHA-256 of the file's bytes (of the canonical CSV text for data from memory), in hexadecimal. */
  readonly hash: string;
  readonly columns: readonly Column[];
  readonly rows: number;
  /** What `lines` counts: lines of a text file, or rows where there are no lines (both from 1). */
  readonly lineUnit: "line" | "row";
  /** Line or row number of each row. */
  readonly lines: Float64Array;
  readonly decimal: Decimal;
  readonly notices: readonly Notice[];
}

/** Finds a column by its exact name. */
export function columnOf(table: Table, name: string): Column | undefined {
  return table.columns.find((column) => column.name === name);
}

/** The place of one cell, for problems. */
export function cellOf(table: Table, row: number, column: string): Cell {
  return { source: table.source, row: { unit: table.lineUnit, number: table.lines[row] }, column };
}
