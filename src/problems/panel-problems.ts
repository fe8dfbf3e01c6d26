// Problems of panels: which geo a row is of, how many people live there, and rows that do not fit together.

import { type Cell, cellPlace, place, type RowPlace, rowText } from "./place.ts";
import type { Problem } from "./problem.ts";
import type { RowPeriod } from "./value-problems.ts";
import { count, listed, nameList, quote } from "../words/index.ts";

export const emptyGeo = (cell: Cell): Problem => ({
  code: "empty-geo",
  message: "The row names no geo.",
  where: cellPlace(cell),
  hint: "Write the geo of the row, or remove the row if it is a total or a comment.",
});

/** Geos whose names differ in case or spaces alone. */
export const alikeGeos = (
  source: string,
  column: string,
  names: readonly string[],
  rows: readonly string[],
): Problem => ({
  code: "geos-alike",
  message: `${nameList(names)} differ in case or spaces alone, and each would be a geo of its own.`,
  where: place(source, undefined, column),
  received: nameList(rows),
  hint: "Write the name of one geo the same way in all rows.",
});

/** Two rows of one geo and one date. */
export const duplicateInGeo = (
  cell: Cell,
  label: string,
  geo: string,
  first: RowPlace,
  period: RowPeriod,
  isNumber: boolean = false,
): Problem => ({
  code: "duplicate-in-geo",
  message: `${quote(geo)} has a second row for this ${period}; the first is ${rowText(first)}.`,
  where: cellPlace(cell),
  received: label,
  hint: `Keep one row for each geo and ${period}; sum rows of different products or campaigns first.${isNumber ? " Continue the numbers across years (53 after 52), or write year and week (2024-W05)." : ""}`,
});

/** Rows of a geo and a date that another column tells apart. */
export const anotherKey = (source: string, geo: string, other: string, isGeo: boolean): Problem => ({
  code: "rows-of-another-key",
  message: `There are several rows for each ${quote(geo)} and date, one for each ${quote(other)}.`,
  where: place(source, undefined, other),
  hint: isGeo
    ? `If the two name one geo together, write both in one column and name it with --geo; otherwise sum the rows over ${quote(other)}.`
    : `Sum the rows over ${quote(other)}, or give each a table of its own; media become one spend column for each channel.`,
});

/** Columns of a table with one row for each date that repeat for each geo. */
export const columnsByGeo = (source: string, targets: readonly string[], geos: readonly string[]): Problem => ({
  code: "columns-by-geo",
  message: `The target has a column for each of ${nameList(geos)}, and so has spend.`,
  where: source,
  received: nameList(targets),
  hint: 'Write one row for each geo and date: a column "geo" with these names, one target column, and one spend column for each channel. For a national model, sum the columns of geos.',
});

/** Rows of a date that a column other than a geo tells apart. */
export const rowsByOther = (source: string, other: string, dates: string): Problem => ({
  code: "rows-by-other",
  message: `There are several rows for each date, one for each ${quote(other)}.`,
  where: place(source, undefined, dates),
  hint: `The model takes one row for each date, or one for each geo and date. Sum the rows over ${quote(other)}, with one spend column for each channel; or, to treat each as a geo, add --geo ${/^[\w.-]+$/.test(other) ? other : JSON.stringify(other)}.`,
});

/** `absent` is how many there are; `dates` the first of them. */
export const missingInGeo = (
  source: string,
  column: string,
  geo: string,
  absent: number,
  dates: readonly string[],
  unit: RowPeriod,
): Problem => ({
  code: "missing-in-geo",
  message: `${quote(geo)} lacks ${count(absent, unit)} between its first and its last: ${listed(dates, undefined, absent)}.`,
  where: place(source, undefined, column),
  hint: `Add a row for each. Carry-over needs the spend of every ${unit}; where only the target is not known, leave its cell empty.`,
});

/** As `missingInGeo`, of more geos that lack the same rows. */
export const missingInMore = (source: string, column: string, geos: number): Problem => ({
  code: "missing-in-more-geos",
  message: `${count(geos, "more geo")} ${geos === 1 ? "lacks" : "lack"} the same rows.`,
  where: place(source, undefined, column),
  hint: "Add a row for each.",
});

export const tooFewDates = (source: string, dates: number, minimum: number, period: RowPeriod): Problem => ({
  code: "too-few-rows",
  message: `The table covers ${count(dates, period)}; at least ${minimum} are needed.`,
  where: source,
  hint: "Add history. With two years or more, season and media can be separated.",
});

export const irregularInGeo = (cell: Cell, label: string, geo: string, days: number, expected: number): Problem => ({
  code: "irregular-dates",
  message: `In ${quote(geo)} this date comes ${count(days, "day")} after the one before; most are ${count(expected, "day")} apart.`,
  where: cellPlace(cell),
  received: label,
  hint: "Date every week by the same weekday.",
});

/** The dates of a geo lie between those of the others. */
export const geosOutOfStep = (
  source: string,
  column: string,
  geo: string,
  date: string,
  other: string,
  others: string,
): Problem => ({
  code: "geos-out-of-step",
  message: `The dates of ${quote(geo)} lie between those of ${quote(other)}.`,
  where: place(source, undefined, column),
  received: `${date} in ${quote(geo)}, ${others} in ${quote(other)}`,
  hint: "Date the rows of all geos by the same days.",
});

export const changingPopulation = (
  cell: Cell,
  geo: string,
  value: number,
  first: { readonly value: number; readonly row: RowPlace },
): Problem => ({
  code: "changing-population",
  message: `The population of ${quote(geo)} changes.`,
  where: cellPlace(cell),
  received: `${value}, after ${first.value} in ${rowText(first.row)}`,
  hint: 'Give each geo one number in all its rows. To use the column as a control instead, list it in "controls".',
});

export const noPopulation = (where: string, geo: string, value: number | undefined): Problem => ({
  code: "no-population",
  message: `The population of ${quote(geo)} ${value === undefined ? "is not given" : "is not above 0"}.`,
  where,
  ...(value === undefined ? {} : { received: String(value) }),
  hint: "Give each geo a number above 0, or leave population out: amounts are then not made relative to it.",
});

/** Names under `population` that are no geos. */
export const unknownGeos = (where: string, unknown: readonly string[], geos: readonly string[]): Problem => ({
  code: "unknown-geo",
  message: `The table has no ${unknown.length === 1 ? "geo" : "geos"} ${nameList(unknown)}.`,
  where,
  received: `geos ${nameList(geos, 12)}`,
  hint: "Write names as the table does.",
});

/** `population` or `geo` of a table without geos. */
export const noGeos = (where: string, key: string): Problem => ({
  code: "no-geos",
  message: `\`${key}\` is for tables with geos, but this table has one row for each date.`,
  where,
  hint: `Remove \`${key}\`, or give a table with one row for each geo and date.`,
});

/** A geo that holds all others together. */
export const nationalRows = (
  source: string,
  column: string,
  geo: string,
  sumOf: string,
  rows: number,
  isSum: boolean,
): Problem => ({
  code: "national-rows",
  message: isSum
    ? `The ${count(rows, "row")} of ${quote(geo)} are the sums of the other geos in ${quote(sumOf)}: they would count everything twice.`
    : `The ${count(rows, "row")} of ${quote(geo)} look like those of all geos together, but are not the sums of the others in ${quote(sumOf)}.`,
  where: place(source, undefined, column),
  hint: isSum
    ? "Remove these rows."
    : `If ${quote(geo)} is all geos, remove its rows, or make it a geo of what the others lack (national less their sum) under another name. If it is a geo like the others, rename it.`,
});

/** A row of a table with one row for each value that names no variable. */
export const emptyVariable = (cell: Cell): Problem => ({
  code: "empty-variable",
  message: "The row names no variable.",
  where: cellPlace(cell),
  hint: "Write the name of what the value is, or remove the row.",
});

/** Two values of one variable at one date and place. */
export const duplicateValue = (cell: Cell, variable: string, place_: string, first: RowPlace): Problem => ({
  code: "duplicate-value",
  message: `${quote(variable)} has a second value for ${place_}; the first is ${rowText(first)}.`,
  where: cellPlace(cell),
  hint: "Keep one row for each date, geo and variable.",
});

/** Several values of one variable at one date and place, which another column tells apart. */
export const valuesOfAnotherKey = (source: string, variable: string, other: string): Problem => ({
  code: "values-of-another-key",
  message: `${quote(variable)} has several values for one date and geo, one for each ${quote(other)}.`,
  where: place(source, undefined, other),
  hint: `Sum them over ${quote(other)}, or make variables of them: write both in the name, such as ${quote(`${variable} A`)} and ${quote(`${variable} B`)}.`,
});

/** A target without any value. */
export const targetEmpty = (source: string, column: string): Problem => ({
  code: "target-empty",
  message: "The target is empty in every row.",
  where: place(source, undefined, column),
  hint: 'Write it, or choose another column with "target".',
});

/** Spend that was said to be national and differs between geos. */
export const nationalDiffers = (
  cell: Cell,
  value: number,
  geo: string,
  other: { readonly value: number; readonly geo: string },
): Problem => ({
  code: "national-spend-differs",
  message: "The spend of this channel was said to be national, but differs between geos at one date.",
  where: cellPlace(cell),
  received: `${value} in ${quote(geo)}, ${other.value} in ${quote(other.geo)}`,
  hint: 'Write the national amount of each date in the rows of all geos, or take the channel out of "national".',
});

/** A geo whose target is known in no row. */
export const neverObserved = (source: string, column: string, geo: string, rows: number): Problem => ({
  code: "geo-never-observed",
  message: `The target is empty in all ${count(rows, "row")} of ${quote(geo)}.`,
  where: place(source, undefined, column),
  hint: "Remove the rows of this geo, or write the target where it is known.",
});

/** Spend of a channel that only the rows of all geos together have. */
export const nationalSpendRows = (source: string, geo: string, columns: readonly string[]): Problem => ({
  code: "national-spend-rows",
  message: `${nameList(columns)} ${columns.length === 1 ? "has" : "have"} values in the rows of ${quote(geo)} alone.`,
  where: source,
  hint: `Write the national amount of each date in the rows of every geo (it is then split by population), and remove the rows of ${quote(geo)}.`,
});

/** National spend, and nothing to split it by. */
export const nothingToSplitBy = (source: string, columns: readonly string[]): Problem => ({
  code: "nothing-to-split-by",
  message: `${nameList(columns)} ${columns.length === 1 ? "has" : "have"} the same amount in every geo at every date, as national spend has, and there is no population to split it by.`,
  where: source,
  hint: 'Add a column "population" with the people of each geo, or give the population of geos in a model file. If each geo did spend this amount, add --national none.',
});

/** A control that differs between geos alone. */
export const controlByGeo = (source: string, column: string): Problem => ({
  code: "control-by-geo",
  message: "The control never changes within a geo, so its effect cannot be separated from the intercepts of geos.",
  where: place(source, undefined, column),
  hint: 'Take it out of "controls".',
});

/** Noise is calibrated to one person's part in one row for each date. */
export const panelsNotTraded = (source: string, column: string, geos: number): Problem => ({
  code: "panels-not-traded",
  message: `The table has ${count(geos, "geo")} (column ${quote(column)}). A trade-off study simulates the noise of a national table, in which a person has a part in one row for each date.`,
  where: source,
  hint: "Sum the rows of all geos for each date to a national table, or study one geo: keep its rows alone and leave the column out.",
});
