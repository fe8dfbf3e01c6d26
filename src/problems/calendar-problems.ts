// Problems of the column that says which week or day a row is.

import { type Cell, cellPlace, place } from "./place.ts";
import type { Problem } from "./problem.ts";
import type { RowPeriod } from "./value-problems.ts";
import { count, listed, quote } from "../words/index.ts";

export const notADate = (cell: Cell, text: string): Problem => ({
  code: "not-a-date",
  message: "This is neither a date nor a week number.",
  where: cellPlace(cell),
  received: quote(text),
  hint: "Write dates as 2024-01-31, months as 2024-01, ISO weeks as 2024-W05, and week numbers as 1, 2, 3, ...",
});

export const noSuchDay = (cell: Cell, text: string): Problem => ({
  code: "no-such-day",
  message: "There is no such day.",
  where: cellPlace(cell),
  received: quote(text),
  hint: "Check day and month; dates are best written as 2024-01-31.",
});

export const emptyDate = (cell: Cell): Problem => ({
  code: "empty-date",
  message: "The date cell is empty.",
  where: cellPlace(cell),
  hint: "Write the week, or remove the row if it is a total or a comment.",
});

export const mixedDates = (cell: Cell, text: string, first: string): Problem => ({
  code: "mixed-dates",
  message: "The column mixes week numbers and dates.",
  where: cellPlace(cell),
  received: `${quote(text)} after ${quote(first)}`,
  hint: "Write them all the same way.",
});

export const ambiguousDates = (source: string, column: string, example: string): Problem => ({
  code: "ambiguous-dates",
  message: "Day and month are ambiguous in these dates.",
  where: place(source, undefined, column),
  received: quote(example),
  hint: "Add --date-format day-first or --date-format month-first (in a model file: `date_format: day-first`), or write dates as 2024-01-31.",
});

export const notInFormat = (cell: Cell, text: string, format: string): Problem => ({
  code: "not-in-format",
  message: `The column is not written as --date-format ${format} says.`,
  where: cellPlace(cell),
  received: text,
  hint: "Leave --date-format out, or name the format that the cells have.",
});

export const fractionalWeek = (cell: Cell, value: number): Problem => ({
  code: "fractional-week",
  message: "A week number must be a whole number.",
  where: cellPlace(cell),
  received: String(value),
  hint: "Write weeks as 1, 2, 3, ... or give dates.",
});

export const yearAndWeek = (source: string, column: string, example: string): Problem => ({
  code: "year-and-week",
  message: "These look like a year and a week or a month in one number, but neither gives one row after the other.",
  where: place(source, undefined, column),
  received: example,
  hint: "Add --date-format year-week (ISO weeks) or --date-format year-month, or give the date of each row's first day.",
});

export const duplicateWeek = (cell: Cell, label: string, first: Cell["row"], isNumber: boolean): Problem => ({
  code: "duplicate-week",
  message: `This ${isNumber ? "week" : "date"} occurs twice, first in ${first.unit} ${first.number}.`,
  where: cellPlace(cell),
  received: label,
  hint: isNumber
    ? "Keep one row per week, and write year and week (2024-W05) or continue the week numbers across years (53 after 52)."
    : "Keep one row per date; sum rows of different regions or campaigns first.",
});

/** `absent` is how many there are; `dates` the first of them. */
export const missingPeriods = (
  source: string,
  column: string,
  absent: number,
  dates: readonly string[],
  unit: RowPeriod,
): Problem => ({
  code: `missing-${unit}s`,
  message: `${count(absent, unit)} ${absent === 1 ? "is" : "are"} missing: ${listed(dates, undefined, absent)}.`,
  where: place(source, undefined, column),
  hint: `Add a row for each. Carry-over needs every ${unit}, including those without spend.`,
});

export const irregularDates = (cell: Cell, label: string, days: number, expected: number): Problem => ({
  code: "irregular-dates",
  message: `This date comes ${count(days, "day")} after the one before; most are ${count(expected, "day")} apart.`,
  where: cellPlace(cell),
  received: label,
  hint: "Date every week by the same weekday.",
});

export const unknownCadence = (source: string, column: string, days: number): Problem => ({
  code: "unknown-cadence",
  message: `The dates are mostly ${count(days, "day")} apart; only daily, weekly, monthly and quarterly tables can be used.`,
  where: place(source, undefined, column),
  hint: "Give one row for each day, week (7 days apart), month or quarter.",
});
