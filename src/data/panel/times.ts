// The column that says which time a row is, to days or week numbers: how it is written is decided from all its cells.

import { dayNumber, dayText } from "../../numerics/index.ts";
import { calendarProblems } from "../../problems/catalog.ts";
import type { Problem } from "../../problems/problem.ts";
import type { readingSettings, ValueOf } from "../../settings/index.ts";
import {
  CellProblems,
  cellOf,
  columnOf,
  type DateCell,
  type DateOrder,
  mondayOf,
  parseNumber,
  readDateCell,
  type Table,
  type Taken,
  textsOf,
  weekNumber,
} from "../reading/index.ts";
import { isRegular } from "./regular-days.ts";

/** How dates are written, where it is said. */
export type DateFormat = ValueOf<typeof readingSettings.date_format>;

export interface Times {
  readonly kind: "numbers" | "dates";
  /** Days since 1970-01-01, or the numbers of the column. */
  readonly days: Float64Array;
  /** How dates were read that are not written as 2024-01-31. */
  readonly taken?: Taken;
}

/** Numbers that stand for dates, by the range that all of a column are in. */
interface NumberForm {
  readonly format: DateFormat;
  readonly least: number;
  readonly most: number;
  readonly day: (value: number) => number;
}

const daySeconds = 86_400;
/** Day 0 of the spreadsheets' calendar of 1900, which has a 29 February in that year. */
const serialStart = dayNumber(1899, 12, 30) as number;
const serial: NumberForm = {
  format: "excel",
  least: 20_000,
  most: 80_000,
  day: (value) => serialStart + Math.floor(value),
};
// Seconds, milliseconds, microseconds and nanoseconds of the years 1990 to 2100.
const epochs = [1, 1e3, 1e6, 1e9].map((unit): NumberForm => {
  const [least, most] = [631_152_000 * unit, 4_102_444_800 * unit];
  return { format: "unix", least, most, day: (value) => Math.floor(value / unit / daySeconds) };
});

/** Reads the times of a column; undefined when there are none to go on with, with problems that say why. */
export function readTimes(table: Table, name: string, format: DateFormat, problems: Problem[]): Times | undefined {
  const column = columnOf(table, name)!;
  const cells = textsOf(column);
  if (column.kind === "number" && !cells.every((cell) => readDateCell(cell) !== undefined)) {
    return readNumbers(table, column.name, column.values, format, problems);
  }
  return readTexts(table, name, cells, format, problems);
}

function readNumbers(
  table: Table,
  name: string,
  values: Float64Array,
  format: DateFormat,
  problems: Problem[],
): Times | undefined {
  const within = ({ least, most }: NumberForm): boolean => values.every((value) => value >= least && value <= most);
  const form = [serial, ...epochs].find((each) => (format === "auto" || each.format === format) && within(each));
  if (form !== undefined) return dated(table, values, values.map(form.day));
  const yearly = values.every((value) => Number.isInteger(value) && value >= 190_001 && value <= 210_053);
  if (yearly && (format === "auto" || format === "year-week" || format === "year-month")) {
    const days = yearAnd(values, format);
    if (days !== undefined) return dated(table, values, days);
    problems.push(calendarProblems.yearAndWeek(table.source, name, String(values[0])));
    return undefined;
  }
  if (format === "excel" || format === "unix" || format === "year-week" || format === "year-month") {
    problems.push(calendarProblems.notInFormat(cellOf(table, 0, name), String(values[0]), format));
    return undefined;
  }
  const bad = new CellProblems(table, problems);
  values.forEach((value, row) => {
    if (!Number.isSafeInteger(value)) bad.add(row, calendarProblems.fractionalWeek(cellOf(table, row, name), value));
  });
  bad.close();
  return { kind: "numbers", days: values };
}

function dated(table: Table, values: Float64Array, days: Float64Array): Times {
  const taken: Taken = { kind: "date", text: String(values[0]), value: days[0], row: 0, cells: table.rows };
  return { kind: "dates", days, taken };
}

/** Years and months or weeks in one number: what is said, else the reading that gives months, or weeks, one after the other. */
function yearAnd(values: Float64Array, format: DateFormat): Float64Array | undefined {
  const months = values.map((value) => dayNumber(Math.floor(value / 100), value % 100, 1) ?? Number.NaN);
  const weeks = values.map((value) => {
    const monday = mondayOf(Math.floor(value / 100), value % 100);
    return monday === "no-such-day" ? Number.NaN : monday;
  });
  const usable = (days: Float64Array): boolean => days.every(Number.isFinite);
  if (format === "year-month") return usable(months) ? months : undefined;
  if (format === "year-week") return usable(weeks) ? weeks : undefined;
  const regular = [months, weeks].filter((days) => usable(days) && isRegular(days));
  return regular.length === 1 ? regular[0] : undefined;
}

function readTexts(
  table: Table,
  name: string,
  cells: readonly string[],
  format: DateFormat,
  problems: Problem[],
): Times | undefined {
  const read = cells.map(readDateCell);
  const order = orderOf(read, format);
  if (order === undefined) {
    const row = read.findIndex((cell) => cell?.orders !== undefined);
    problems.push(calendarProblems.ambiguousDates(table.source, name, cells[row]));
    return undefined;
  }
  const bad = new CellProblems(table, problems);
  const days = new Float64Array(cells.length);
  let first: { readonly text: string; readonly kind: string } | undefined;
  let taken: Taken | undefined;
  read.forEach((date, row) => {
    const text = cells[row];
    const cell = cellOf(table, row, name);
    const number = date === undefined ? (weekNumber(text) ?? parseNumber(text, ".")) : date.day(order);
    if (text === "") bad.add(row, calendarProblems.emptyDate(cell));
    else if (number === "no-such-day") bad.add(row, calendarProblems.noSuchDay(cell, text));
    else if (typeof number !== "number") bad.add(row, calendarProblems.notADate(cell, text));
    else {
      const kind = date === undefined ? "number" : date.orders === undefined ? date.unit : "order";
      if (first !== undefined && first.kind !== kind) bad.add(row, calendarProblems.mixedDates(cell, text, first.text));
      first ??= { text, kind };
      days[row] = number;
      if (date?.unusual === true && taken === undefined) {
        taken = { kind: "date", text, value: number, row, cells: read.filter((each) => each?.unusual).length };
      }
    }
  });
  bad.close();
  if (bad.found > 0) return undefined;
  const kind = first?.kind === "number" ? "numbers" : "dates";
  return { kind, days, ...(taken === undefined ? {} : { taken }) };
}

/** The order of day, month and year: what is said; the one in which all dates exist; of several the one that makes a calendar. */
function orderOf(read: readonly (DateCell | undefined)[], format: DateFormat): DateOrder | undefined {
  const cells = read.filter((cell): cell is DateCell => cell?.orders !== undefined);
  if (format === "day-first" || format === "month-first" || format === "year-first") return format;
  if (cells.length === 0) return "day-first";
  const orders = (["day-first", "month-first", "year-first"] as const).map((order) => {
    const days = cells.map((cell) => (cell.orders?.includes(order) ? cell.day(order) : "no-such-day"));
    const exist = days.filter((day): day is number => typeof day === "number");
    return { order, exist: exist.length, regular: exist.length === cells.length && isRegular(exist) };
  });
  const most = Math.max(...orders.map(({ exist }) => exist));
  const all = orders.filter(({ exist }) => exist === cells.length);
  if (all.length === 0) return orders.find(({ exist }) => exist === most)?.order;
  if (all.length === 1) return all[0].order;
  const regular = all.filter((each) => each.regular);
  return regular.length === 1 ? regular[0].order : undefined;
}

/** `2023-01-02` of a time that was read. */
export const shownDay = (taken: Taken): string => dayText(taken.value);
