// The column that says which day, week, month or quarter a row is: read, put in order, and checked to have one row for each.

import { dayOfYear, dayText } from "../../numerics/index.ts";
import { calendarProblems, dataNotices } from "../../problems/catalog.ts";
import type { Notice } from "../../problems/notice.ts";
import { rowText } from "../../problems/place.ts";
import type { Problem } from "../../problems/problem.ts";
import { CellProblems, cellOf, rowOf, type Table } from "../reading/index.ts";
import { type Cadence, periodOf } from "./cadence.ts";
import { inMonths, monthIndex, monthsLater } from "./regular-days.ts";
import { type DateFormat, readTimes, shownDay, type Times } from "./times.ts";

export interface Calendar {
  readonly cadence: Cadence;
  /** Row of the table for each position in time. */
  readonly order: Int32Array;
  /** ISO dates, or the numbers of the column as text. */
  readonly labels: readonly string[];
  /** The week number of the file, or rows counted from the first, which is 1 (daily tables: fractions of a week). */
  readonly weekIndex: Float64Array;
  /** Day of the year, 1 to 366, when the column holds dates. */
  readonly dayOfYear?: Float64Array;
}

/** Missing rows are listed up to here; the message counts the rest. */
const missingListed = 12;

/** Reads and checks the date column; problems and notices are added to the lists, and the calendar is undefined when there is no use in one. */
export function readCalendar(
  table: Table,
  name: string,
  problems: Problem[],
  notices: Notice[],
  format: DateFormat = "auto",
): Calendar | undefined {
  const before = problems.length;
  const times = readTimes(table, name, format, problems);
  if (times === undefined || problems.length > before || table.rows === 0) return undefined;
  const order = Int32Array.from(times.days.keys()).sort((a, b) => times.days[a] - times.days[b] || a - b);
  const sorted = Float64Array.from(order, (row) => times.days[row]);
  const label = (value: number): string => (times.kind === "dates" ? dayText(value) : String(value));
  checkDuplicates(table, name, order, sorted, label, times.kind, problems);
  const steps = times.kind === "numbers" ? numberSteps(name, sorted) : dateSteps(sorted);
  if (steps === undefined) {
    problems.push(calendarProblems.unknownCadence(table.source, name, commonStep(sorted)));
    return undefined;
  }
  checkSteps(table, name, order, sorted, label, steps, problems);
  if (times.taken !== undefined) {
    const { row } = times.taken;
    const place = rowText(rowOf(table, row));
    const found = { ...times.taken, value: shownDay(times.taken), place, column: name };
    notices.push(dataNotices.cellsRead(table.source, "date", [found]));
  }
  if (order.some((row, position) => row !== position)) notices.push(dataNotices.rowsSorted(table.source, name));
  const { cadence, position } = steps;
  const labels = Array.from(sorted, label);
  const perWeek = cadence === "daily" ? 1 / 7 : 1;
  const counted = sorted.map((value) => 1 + (position(value) - position(sorted[0])) * perWeek);
  if (times.kind === "dates") return { cadence, order, labels, weekIndex: counted, dayOfYear: sorted.map(dayOfYear) };
  return { cadence, order, labels, weekIndex: cadence === "daily" ? counted : sorted };
}

/** How far apart rows are, and where each stands. */
interface Steps {
  readonly cadence: Cadence;
  /** The place of a time, in rows. */
  readonly position: (value: number) => number;
  /** The time so many rows after another. */
  readonly later: (value: number, rows: number) => number;
  /** Days, or numbers, between rows: for messages. */
  readonly step: number;
}

/** Numbers count what their column is named after, weeks by default. */
function numberSteps(name: string, sorted: Float64Array): Steps {
  const named = /^(day|month|quarter)s?(?:[\s_-]*(?:no|nr|number|index|id))?$/i.exec(name)?.[1].toLowerCase();
  const cadence = ({ day: "daily", month: "monthly", quarter: "quarterly" } as const)[named ?? ""] ?? "weekly";
  return { cadence, position: (value) => value - sorted[0], later: (value, rows) => value + rows, step: 1 };
}

/** Days or weeks where these are the commonest steps; months and quarters where no month has two rows. */
function dateSteps(sorted: Float64Array): Steps | undefined {
  const step = commonStep(sorted);
  const inDays = (cadence: Cadence): Steps => ({
    cadence,
    position: (day) => day / step,
    later: (day, rows) => day + rows * step,
    step,
  });
  if (step === 1) return inDays("daily");
  if (step === 7) return inDays("weekly");
  const distinct = sorted.filter((day, i) => i === 0 || day !== sorted[i - 1]);
  if (step < 28 || !inMonths(distinct)) return undefined;
  const months = commonStep(distinct.map(monthIndex));
  if (months !== 1 && months !== 3) return undefined;
  return {
    cadence: months === 1 ? "monthly" : "quarterly",
    position: (day) => monthIndex(day) / months,
    later: (day, rows) => monthsLater(day, rows * months),
    step,
  };
}

function checkDuplicates(
  table: Table,
  name: string,
  order: Int32Array,
  sorted: Float64Array,
  label: (value: number) => string,
  kind: Times["kind"],
  problems: Problem[],
): void {
  const bad = new CellProblems(table, problems);
  for (let i = 1, first = 0; i < order.length; i++) {
    if (sorted[i] !== sorted[first]) first = i;
    else {
      const { row } = cellOf(table, order[first], name);
      const cell = cellOf(table, order[i], name);
      bad.add(order[i], calendarProblems.duplicateWeek(cell, label(sorted[i]), row, kind === "numbers"));
    }
  }
  bad.close();
}

/** Adds problems for times that lie between the steps, and for rows that are not there. */
function checkSteps(
  table: Table,
  name: string,
  order: Int32Array,
  sorted: Float64Array,
  label: (value: number) => string,
  { cadence, position, later, step }: Steps,
  problems: Problem[],
): void {
  const missing: string[] = [];
  const bad = new CellProblems(table, problems);
  let absent = 0;
  for (let i = 1; i < sorted.length; i++) {
    const rows = position(sorted[i]) - position(sorted[i - 1]);
    // Positions are quotients: within rounding of a whole number.
    if (Math.abs(rows - Math.round(rows)) > 1e-6) {
      const days = sorted[i] - sorted[i - 1];
      bad.add(order[i], calendarProblems.irregularDates(cellOf(table, order[i], name), label(sorted[i]), days, step));
      continue;
    }
    const gap = Math.max(0, Math.round(rows) - 1);
    absent += gap;
    for (let k = 1; k <= gap && missing.length < missingListed; k++) missing.push(label(later(sorted[i - 1], k)));
  }
  bad.close();
  if (absent > 0) {
    problems.push(calendarProblems.missingPeriods(table.source, name, absent, missing, periodOf(cadence)));
  }
}

/** The most frequent distance between neighbors (of equals the smallest), 7 when there are none. */
function commonStep(sorted: Float64Array): number {
  const counts = new Map<number, number>();
  for (let i = 1; i < sorted.length; i++) {
    const step = sorted[i] - sorted[i - 1];
    if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return best?.[0] ?? 7;
}
