// Problems of single cells and of a column's values taken together.

import { type Cell, cellPlace, place } from "./place.ts";
import type { Problem } from "./problem.ts";
import { count, listed, quote } from "../words/index.ts";

export const emptyCell = (cell: Cell): Problem => ({
  code: "empty-cell",
  message: "The cell is empty.",
  where: cellPlace(cell),
  hint: "Write the value; write 0 only if it was 0.",
});

/** A table with one row for each value has none for this one. */
export const noRowForValue = (cell: Cell): Problem => ({
  code: "no-row-for-value",
  message: `No row gives ${quote(cell.column)} for the date and geo of this line.`,
  where: cellPlace(cell),
  hint: "Add a row with the value; write 0 only if it was 0.",
});

export const missingValue = (cell: Cell, text: string): Problem => ({
  code: "missing-value",
  message: "The value is missing.",
  where: cellPlace(cell),
  received: quote(text),
  hint: "Write the value; write 0 only if it was 0.",
});

export const infiniteValue = (cell: Cell, text: string): Problem => ({
  code: "infinite-value",
  message: "The number is not finite.",
  where: cellPlace(cell),
  received: quote(text),
  hint: "Write the value; it may come from a division by zero.",
});

export const notANumber = (cell: Cell, text: string): Problem => ({
  code: "not-a-number",
  message: "This is not a number.",
  where: cellPlace(cell),
  received: quote(text),
  hint: "Write digits alone, such as 12000 for 12k; leave the cell's unit or comment out.",
});

export const ambiguousNumber = (cell: Cell, text: string, cells: number): Problem => ({
  code: "ambiguous-number",
  message: `The mark in ${cells === 1 ? "this number" : `these ${cells} numbers, of which this is the first,`} may separate thousands or decimals, and nothing in the file tells which.`,
  where: cellPlace(cell),
  received: quote(text),
  hint: `Add --decimal point or --decimal comma (in a model file: \`decimal: comma\`); with a decimal comma this is ${readWith(text, ",")}, with a decimal point ${readWith(text, ".")}.`,
});

/** `10.742` as a plain number, for one decimal mark. */
function readWith(text: string, decimal: "." | ","): string {
  const digits = text.replaceAll(/[^\d.,-]/g, "");
  return digits.replaceAll(decimal === "." ? "," : ".", "").replace(",", ".");
}

export const dashInCell = (cell: Cell, text: string): Problem => ({
  code: "dash-in-cell",
  message: "A dash may stand for zero or for a missing value.",
  where: cellPlace(cell),
  received: quote(text),
  hint: "Write 0 where it was 0, and the value where it is missing.",
});

export const negativeValue = (cell: Cell, what: string, value: number): Problem => ({
  code: "negative-value",
  message: `${what} cannot be negative.`,
  where: cellPlace(cell),
  received: String(value),
  hint: "Check it; book credits and corrections in the week they belong to.",
});

export const hugeValue = (cell: Cell, value: number): Problem => ({
  code: "huge-value",
  message: "The number is too large to compute with.",
  where: cellPlace(cell),
  received: String(value),
  hint: "Check it; if it is right, use a larger unit (thousands, millions).",
});

/** The problem of a first cell, where `rows` more cells of the column have it too. */
export const inMoreCells = (first: Problem, unit: "line" | "row", rows: readonly number[]): Problem => {
  const one = rows.length === 1;
  const cells = `${count(rows.length, "more cell")} of this column ${one ? "has" : "have"} the same problem`;
  return { ...first, message: `${first.message} ${cells}: ${one ? unit : `${unit}s`} ${listed(rows.map(String))}.` };
};

export const constantTarget = (source: string, column: string, value: number): Problem => ({
  code: "constant-target",
  message: "The target is constant, so there is nothing to explain.",
  where: place(source, undefined, column),
  received: String(value),
  hint: 'Check the column, or choose another with "target".',
});

export const constantControl = (source: string, column: string, value: number): Problem => ({
  code: "constant-control",
  message: "The control is constant, so its effect cannot be separated from the intercept.",
  where: place(source, undefined, column),
  received: String(value),
  hint: 'Take it out of "controls".',
});

export const neverSpent = (source: string, column: string): Problem => ({
  code: "channel-never-spent",
  message: "The channel has no spend in any row, so its effect cannot be estimated.",
  where: place(source, undefined, column),
  hint: 'Remove the column, or list the other channels with "channels".',
});

/** What one row of a table is. */
export type RowPeriod = "day" | "week" | "month" | "quarter";

export const tooFewRows = (source: string, rows: number, minimum: number, period: RowPeriod): Problem => ({
  code: "too-few-rows",
  message: `The table has ${count(rows, "row")}; at least ${minimum} ${period}s are needed.`,
  where: source,
  hint: "Add history. With two years or more, season and media can be separated.",
});
