// Dates as people and spreadsheets write them, one cell at a time.

import { dayNumber, weekStart, yearOf } from "../../numerics/index.ts";
import { monthNamed } from "./month-names.ts";

/** In what order day, month and year stand in dates of three numbers. */
export type DateOrder = "day-first" | "month-first" | "year-first";

/** How long a time one cell names. */
export type DateUnit = "day" | "week" | "month" | "quarter";

/** A cell that names a time. */
export interface DateCell {
  readonly unit: DateUnit;
  /** Days since 1970-01-01 of its first day, or why there are none; for `numbers`, in the order that is asked for. */
  readonly day: (order: DateOrder) => number | "no-such-day";
  /** Orders in which the numbers of the cell may stand; absent when there is one. */
  readonly orders?: readonly DateOrder[];
  /** Written otherwise than 2024-01-31, 20240131 or 2024-W05. */
  readonly unusual: boolean;
}

const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const isoWeek = /^(\d{4})-?W(\d{1,2})(?:-[1-7])?$/i;
const yearWeek = /^(\d{4})[\s/_.-]*(?:w|wk|week|kw|cw|woche|s|sem)[\s_.-]*(\d{1,2})$/i;
const weekYear = /^(?:w|wk|week|kw|cw|woche|s|sem)[\s_.-]*(\d{1,2})[\s,/_.-]+(\d{4})$/i;
const three = /^(\d{1,2})([-/.\s])(\d{1,2})\2(\d{4}|\d{2})$/;
const apostropheYear = /^['\u2019](?=\d{2}$)/;
const weekday =
  /^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|thur|fri|sat(?:ur)?|sun)(?:day)?[.,]?\s+|^(?:mo|di|mi|do|fr|sa|so)(?:ntag|enstag|ttwoch|nnerstag|eitag|mstag|nnabend)?[.,]*\s*(?=\d)/i;
const leadingWords =
  /^(?:w\/?[bce]|week(?:\s+(?:of|beginning|starting|commencing|ending|start|end))?|wk)[\s:.]+(?=\S*[-/.\s,]\S)/i;
const timeOfDay =
  /(?:T|\s+(?:at\s+)?|,\s*)\d{1,2}[:.h]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:z|utc|gmt|[a-z]{3,4})?\s*(?:[+-]\d{2}:?\d{2}|[+-]\d{1,2})?(?:\s*\([^)]*\))?(?:\[[^\]]*\])?$/i;
const range = /^(.{6,}?)(?:\s+(?:-|\u2013|\u2014|to|bis|until)\s+|\s*\u2013\s*)(.{6,})$/i;

/**
 * Reads a cell: `2024-01-31` (also with `/` or `.`), `20240131`, dates of three numbers in any order, dates with the name of a month,
 * ISO weeks (their Monday), months and quarters (their first day), any of them with a weekday before and a time of day behind, which
 * is left out together with its time zone. A span of days is its first day. Years of two digits are 1970 to 2069.
 *
 * @returns undefined when it is none of these
 */
export function readDateCell(text: string): DateCell | undefined {
  const plain = plainDate(text);
  if (plain !== undefined) return plain;
  let rest = text
    .replace(/[\u00a0\u2000-\u200a\u202f]/g, " ")
    .replace(leadingWords, "")
    .replace(weekday, "")
    .trim();
  const span = range.exec(rest);
  if (span !== null && readDateCell(span[2]) !== undefined) rest = span[1];
  rest = rest.replace(timeOfDay, "").trim();
  const midnight = /^\d{4}-\d\d-\d\d[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]\d\d:?\d\d)?$/i.test(text);
  const found = plainDate(rest) ?? namedDate(rest) ?? longerDate(rest);
  return found === undefined ? undefined : { ...found, unusual: !midnight };
}

function plainDate(text: string): DateCell | undefined {
  const first = iso.exec(text) ?? compact.exec(text);
  if (first !== null) return fixed("day", dayOf(Number(first[1]), Number(first.at(-2)), Number(first.at(-1))), false);
  const week = isoWeek.exec(text);
  if (week !== null) return fixed("week", mondayOf(Number(week[1]), Number(week[2])), false);
  const numbers = three.exec(text);
  if (numbers === null) return undefined;
  const [a, b, c] = [Number(numbers[1]), Number(numbers[3]), numbers[4]];
  const day = (order: DateOrder): number | "no-such-day" => {
    if (order === "year-first") return c.length === 4 ? "no-such-day" : dayOf(yearOfText(numbers[1]), b, Number(c));
    return order === "day-first" ? dayOf(yearOfText(c), b, a) : dayOf(yearOfText(c), a, b);
  };
  // With points the day stands first everywhere.
  if (numbers[2] === ".") return { unit: "day", day: () => day("day-first"), unusual: c.length === 2 };
  const orders: DateOrder[] = ["day-first", "month-first"];
  if (c.length === 2 && numbers[1].length === 2) orders.push("year-first");
  return { unit: "day", day, orders, unusual: true };
}

/** 2-Jan-2023, 2. Januar 2023, Jan 2, 2023, 2023 Jan 2, Jan 2023, Jan-23. */
function namedDate(text: string): DateCell | undefined {
  const words = text
    .replace(/(\d)(?:st|nd|rd|th|\.)(?=[\s,/-]|$)/gi, "$1")
    .replace(/(\d)(\p{L})/gu, "$1 $2")
    .replace(/(\p{L}\.?)(\d)/gu, "$1 $2")
    .split(/[\s,/-]+|(?<=\p{L})\.(?=\d)|\bof\b|\bde\b/u)
    .map((word) => word.replace(apostropheYear, ""))
    .filter((word) => word !== "");
  if (words.length < 2 || words.length > 3) return undefined;
  const at = words.findIndex((word) => monthNamed(word) !== undefined);
  if (at < 0) return undefined;
  const month = monthNamed(words[at]) as number;
  const others = words.filter((_, index) => index !== at);
  if (!others.every((word) => /^(?:\d{1,2}|\d{4})$/.test(word))) return undefined;
  if (others.length === 1) {
    const [year] = others;
    // 2-Jan has no year; Jan-23 is how spreadsheets write January of 2023.
    if (year.length === 1 || (year.length === 2 && at > 0)) return undefined;
    return fixed("month", dayOf(yearOfText(year), month, 1), true);
  }
  const [first, second] = others;
  if (first.length === 4) return fixed("day", dayOf(Number(first), month, Number(second)), true);
  if (second.length === 1) return undefined;
  return fixed("day", dayOf(yearOfText(second), month, Number(first)), true);
}

/** Months, quarters, and weeks spelled out. */
function longerDate(text: string): DateCell | undefined {
  const week = yearWeek.exec(text);
  if (week !== null) return fixed("week", mondayOf(Number(week[1]), Number(week[2])), true);
  const weekLast = weekYear.exec(text);
  if (weekLast !== null) return fixed("week", mondayOf(Number(weekLast[2]), Number(weekLast[1])), true);
  const month = /^((?:19|20)\d{2})[-/.\s]?m?(\d{1,2})$/i.exec(text);
  if (month !== null && /[-/.\sm]/i.test(text))
    return fixed("month", dayOf(Number(month[1]), Number(month[2]), 1), true);
  const monthLast = /^m?(\d{1,2})[-/.\s]((?:19|20)\d{2})$/i.exec(text);
  if (monthLast !== null) return fixed("month", dayOf(Number(monthLast[2]), Number(monthLast[1]), 1), true);
  const quarter = /^(\d{4}|['\u2019]?\d{2})[-/.\s]*q([1-4])$/i.exec(text);
  if (quarter !== null) return fixed("quarter", quarterOf(quarter[1], quarter[2]), true);
  const quarterLast =
    /^q([1-4])[-/.\s]*(\d{4}|['\u2019]?\d{2})$/i.exec(text) ?? /^([1-4])q[-/.\s]*(\d{4}|['\u2019]?\d{2})$/i.exec(text);
  if (quarterLast !== null) return fixed("quarter", quarterOf(quarterLast[2], quarterLast[1]), true);
  return undefined;
}

/** True when at least half of the filled cells are dates. */
export function looksLikeDates(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => cell !== "");
  const dates = filled.filter((cell) => readDateCell(cell) !== undefined).length;
  return dates > 0 && dates * 2 >= filled.length;
}

/** Reads one cell, with the order for three numbers. */
export function parseDate(text: string, order: DateOrder): number | "not-a-date" | "no-such-day" {
  return readDateCell(text)?.day(order) ?? "not-a-date";
}

/** The week number of `W05`, `Week 5` or `KW 5`; undefined for other text. */
export function weekNumber(text: string): number | undefined {
  const found = /^(?:w|wk|week|kw|cw|woche|semana|semaine|sem)[\s_.#-]*(\d{1,6})$/i.exec(text);
  return found === null ? undefined : Number(found[1]);
}

/** ISO 8601: week 1 is the week, from Monday, that holds 4 January; a year has 53 weeks when week 53 still holds a Thursday of it. */
export function mondayOf(year: number, week: number): number | "no-such-day" {
  const monday = weekStart(dayNumber(year, 1, 4) as number) + 7 * (week - 1);
  return week >= 1 && week <= 53 && yearOf(monday + 3) === year ? monday : "no-such-day";
}

function fixed(unit: DateUnit, day: number | "no-such-day", unusual: boolean): DateCell {
  return { unit, day: () => day, unusual };
}

function quarterOf(year: string, quarter: string): number | "no-such-day" {
  return dayOf(yearOfText(year.replace(/\D/g, "")), 3 * Number(quarter) - 2, 1);
}

function yearOfText(text: string): number {
  const year = Number(text);
  return text.length > 2 ? year : year < 70 ? 2000 + year : 1900 + year;
}

function dayOf(year: number, month: number, day: number): number | "no-such-day" {
  return dayNumber(year, month, day) ?? "no-such-day";
}
