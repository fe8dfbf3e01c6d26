// Problems of single cells and of a column's values taken together.

import { type Cell, cellPlace, place } from "./place.ts";
import type { Problem } from "./problem.ts";
import { count, quote } from "../words/index.ts";

export const emptyCell = (cell: Cell): Problem => ({
  code: "empty-cell",
  message: "The cell is empty.",
  where: cellPlace(cell),
  hint: "Write the value; write 0 only if it was 0.",
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
  hint: "Write digits with a decimal point, without currency or percent signs.",
});

export const ambiguousNumber = (cell: Cell, text: string): Problem => ({
  code: "ambiguous-number",
  message: "The mark in this number may separate thousands or decimals.",
  where: cellPlace(cell),
  received: quote(text),
  hint: "Write numbers without thousands separators and with a decimal point.",
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

export const moreCells = (source: string, column: string, more: number): Problem => ({
  code: "more-cells",
  message: `${count(more, "more cell")} of this column cannot be used.`,
  where: place(source, undefined, column),
  hint: "Fix them like those listed above.",
});

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

export const tooFewRows = (source: string, rows: number, minimum: number, unit: "weeks" | "days"): Problem => ({
  code: "too-few-rows",
  message: `The table has ${count(rows, "row")}; at least ${minimum} ${unit} are needed.`,
  where: source,
  hint: "Add history. With 104 weeks or more, season and media can be separated.",
});
