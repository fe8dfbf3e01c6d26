// Dates as written in tables, to days since 1970-01-01.

import { dayNumber, weekStart, yearOf } from "../../numerics/index.ts";

/** How a date is written; "either" when day and month could be swapped. */
export type DateOrder = "day-first" | "month-first" | "either";

/** A date taken apart: days since 1970-01-01, or why there are none. */
export type ParsedDate = number | "not-a-date" | "no-such-day";

const yearFirst = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/;
const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const isoWeek = /^(\d{4})-?W(\d{1,2})$/i;
const yearLast = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})$/;

/**
 * Reads `2024-01-31` (also with `/` or `.`, and with the time 00:00), `20240131`, ISO weeks `2024-W05` (their Monday), `31.01.2024`
 * (day first), and `31/01/2024` or `01/31/2024` in the order given.
 */
export function parseDate(text: string, order: DateOrder): ParsedDate {
  const first = yearFirst.exec(text) ?? compact.exec(text);
  if (first !== null) return dayOf(Number(first[1]), Number(first.at(-2)), Number(first.at(-1)));
  const week = isoWeek.exec(text);
  if (week !== null) return mondayOf(Number(week[1]), Number(week[2]));
  const last = yearLast.exec(text);
  if (last === null) return "not-a-date";
  const [a, b, year] = [Number(last[1]), Number(last[3]), Number(last[4])];
  return order === "month-first" && last[2] !== "." ? dayOf(year, a, b) : dayOf(year, b, a);
}

/** Whether day or month comes first in dates such as 03/04/2024, decided by the days above 12 of the whole column. */
export function findDateOrder(cells: readonly string[]): DateOrder {
  let dates = 0;
  for (const cell of cells) {
    const match = yearLast.exec(cell);
    if (match === null || match[2] === ".") continue;
    dates++;
    if (Number(match[1]) > 12) return "day-first";
    if (Number(match[3]) > 12) return "month-first";
  }
  return dates > 0 ? "either" : "day-first";
}

/** True when at least half of the cells are dates. */
export function looksLikeDates(cells: readonly string[]): boolean {
  const order = findDateOrder(cells);
  const dates = cells.filter((cell) => !/^\d+$/.test(cell) && typeof parseDate(cell, order) === "number").length;
  return dates * 2 >= cells.length && dates > 0;
}

function dayOf(year: number, month: number, day: number): ParsedDate {
  return dayNumber(year, month, day) ?? "no-such-day";
}

/** ISO 8601: week 1 is the week, from Monday, that holds 4 January; a year has 53 weeks when week 53 still holds a Thursday of it. */
function mondayOf(year: number, week: number): ParsedDate {
  const monday = weekStart(dayNumber(year, 1, 4) as number) + 7 * (week - 1);
  return week >= 1 && week <= 53 && yearOf(monday + 3) === year ? monday : "no-such-day";
}
