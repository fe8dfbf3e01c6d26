// How places are written in problems: every message names them the same way.

import { listed, quote } from "../words/index.ts";

/** `weekly.csv, line 3, column "spend_TV"`; the row is a line of the file or, where there are no lines, a row number. */
export function place(source: string, row?: RowPlace, column?: string): string {
  const parts = [source];
  if (row !== undefined) parts.push(rowText(row));
  if (column !== undefined) parts.push(`column ${quote(column)}`);
  return parts.join(", ");
}

/** Where a row stands. */
export interface RowPlace {
  readonly unit: "line" | "row";
  readonly number: number;
  /** The sheet of a workbook. */
  readonly sheet?: string;
}

/** `line 3`, `sheet "Weekly", row 3` */
export const rowText = ({ unit, number, sheet }: RowPlace): string =>
  sheet === undefined ? `${unit} ${number}` : `sheet ${quote(sheet)}, ${unit} ${number}`;

/** Where a cell stands. */
export interface Cell {
  readonly source: string;
  readonly row: RowPlace;
  readonly column: string;
}

export const cellPlace = ({ source, row, column }: Cell): string => place(source, row, column);

/** `column 28 (AB)`: by number, and by letters as spreadsheets have them. */
function columnPlace(position: number): string {
  let letters = "";
  for (let rest = position; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCodePoint(65 + ((rest - 1) % 26)) + letters;
  }
  return `column ${position} (${letters})`;
}

/** A name and the position of its column, from 1. */
export interface PlacedName {
  readonly name: string;
  readonly position: number;
}

/** `column 2 (B) and column 4 (D)`, with the names where they differ: `column 2 (B) "TV" and column 4 (D) "tv"`. */
export function columnPlaces(columns: readonly PlacedName[]): string {
  const isOne = columns.every(({ name }) => name === columns[0].name);
  return listed(columns.map(({ name, position }) => `${columnPlace(position)}${isOne ? "" : ` ${quote(name)}`}`));
}
