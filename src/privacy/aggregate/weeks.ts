// The public grid of weeks: first days of weeks as days since 1970-01-01.

import { dayNumber, weekStart } from "../../numerics/index.ts";
import {
  noSuchDay,
  tooManyWeeks,
  weeksReversed,
  weekStartsDiffer,
  listedTwice,
} from "../../problems/aggregate-problems.ts";
import type { Problem } from "../../problems/problem.ts";
import type { PrivacyDocument } from "./document.ts";
import { weekDayNumbers } from "./week-days.ts";

/** Two centuries; a longer table is a slip of the pen. */
const mostWeeks = 10_400;

/** Day number of `2024-01-31`; undefined when the text is of another form or the calendar has no such day. */
export function dayOf(text: string): number | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  return year === undefined ? undefined : dayNumber(Number(year), Number(month), Number(day));
}

/** The weeks a privacy file asks for, in order of time; problems are added to the list. */
export function readWeeks({ content, where }: PrivacyDocument, problems: Problem[]): readonly number[] {
  const { weeks } = content;
  const day = (text: string, path: readonly (string | number)[]): number => {
    const number = dayOf(text);
    if (number === undefined) problems.push(noSuchDay(where(path), text));
    return number ?? Number.NaN;
  };
  if (Array.isArray(weeks)) {
    const days = weeks.map((text, index) => day(text, ["weeks", index]));
    days.forEach((value, index) => {
      const place = where(["weeks", index]);
      if (Number.isNaN(value)) return;
      if (days.indexOf(value) < index) problems.push(listedTwice(place, weeks[index]));
      else if ((value - days[0]) % 7 !== 0) problems.push(weekStartsDiffer(place, weeks[index], weeks[0]));
    });
    if (days.length > mostWeeks) problems.push(tooManyWeeks(where(["weeks"]), days.length, mostWeeks));
    return days.toSorted((a, b) => a - b);
  }
  const { from, to, start = "monday" } = weeks;
  const first = weekStart(day(from, ["weeks", "from"]), weekDayNumbers[start]);
  const last = weekStart(day(to, ["weeks", "to"]), weekDayNumbers[start]);
  if (Number.isNaN(first) || Number.isNaN(last)) return [];
  const count = (last - first) / 7 + 1;
  if (count < 1) problems.push(weeksReversed(where(["weeks", "to"]), from, to));
  else if (count > mostWeeks) problems.push(tooManyWeeks(where(["weeks", "to"]), count, mostWeeks));
  else return Array.from({ length: count }, (_, index) => first + 7 * index);
  return [];
}
