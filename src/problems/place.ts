// How places are written in problems: every message names them the same way.

import { quote } from "../words/index.ts";

/** `weekly.csv, line 3, column "spend_TV"`; the row is a line of the file or, where there are no lines, a row number. */
export function place(source: string, row?: { unit: "line" | "row"; number: number }, column?: string): string {
  const parts = [source];
  if (row !== undefined) parts.push(`${row.unit} ${row.number}`);
  if (column !== undefined) parts.push(`column ${quote(column)}`);
  return parts.join(", ");
}

/** Where a cell stands. */
export interface Cell {
  readonly source: string;
  readonly row: { readonly unit: "line" | "row"; readonly number: number };
  readonly column: string;
}

export const cellPlace = ({ source, row, column }: Cell): string => place(source, row, column);
