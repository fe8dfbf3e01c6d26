// The column that says which week or day a row is: read, put in order, and checked to have one row for each.

import { dayOfYear, dayText } from "../../numerics/index.ts";
import { calendarProblems, dataNotices } from "../../problems/catalog.ts";
import type { Notice } from "../../problems/notice.ts";
import type { Problem } from "../../problems/problem.ts";
import { CellProblems, findDateOrder, parseDate, parseNumber, cellOf, columnOf, type Table } from "../reading/index.ts";

export type Cadence = "weekly" | "daily";

export interface Calendar {
  readonly cadence: Cadence;
  /** Row of the table for each position in time. */
  readonly order: Int32Array;
  /** ISO dates, or the numbers of the column as text. */
  readonly labels: readonly string[];
  /** The week number of the file, or weeks counted from the first row, which is 1 (daily tables: fractions of a week). */
  readonly weekIndex: Float64Array;
  /** Day of the year, 1 to 366, when the column holds dates. */
  readonly dayOfYear?: Float64Array;
}

/** Missing weeks are listed up to here; the message counts the rest. */
const missingListed = 12;

/** Reads and checks the date column; problems and notices are added to the lists, and the calendar is undefined when there is no use in one. */
export function readCalendar(table: Table, name: string, problems: Problem[], notices: Notice[]): Calendar | undefined {
  const before = problems.length;
  const times = readTimes(table, name, problems);
  if (times === undefined || problems.length > before || table.rows === 0) return undefined;
  const order = Int32Array.from(times.days.keys()).sort((a, b) => times.days[a] - times.days[b] || a - b);
  const sorted = Float64Array.from(order, (row) => times.days[row]);
  const label = (value: number): string => (times.kind === "dates" ? dayText(value) : String(value));
  checkDuplicates(table, name, order, sorted, label, times.kind, problems);
  const cadence = checkSteps(table, name, order, sorted, label, times, problems);
  if (order.some((row, position) => row !== position)) notices.push(dataNotices.rowsSorted(table.source, name));
  if (cadence === undefined) return undefined;
  const labels = Array.from(sorted, label);
  const daysPerStep = cadence === "daily" ? 1 / 7 : times.kind === "dates" ? 1 / 7 : 1;
  const counted = sorted.map((value) => 1 + (value - sorted[0]) * daysPerStep);
  const weekIndex = times.kind === "numbers" && cadence === "weekly" ? sorted : counted;
  if (times.kind === "numbers") return { cadence, order, labels, weekIndex };
  return { cadence, order, labels, weekIndex, dayOfYear: sorted.map(dayOfYear) };
}

interface Times {
  readonly kind: "numbers" | "dates";
  /** Days since 1970-01-01, or the numbers of the column. */
  readonly days: Float64Array;
  /** Numbers in a column called "day" count days, all other numbers count weeks. */
  readonly numbersAre: "weeks" | "days";
}

function readTimes(table: Table, name: string, problems: Problem[]): Times | undefined {
  const column = columnOf(table, name)!;
  const numbersAre = name.toLowerCase() === "day" ? "days" : "weeks";
  if (column.kind === "number") {
    const within = (low: number, high: number): boolean =>
      column.values.every((value) => value >= low && value <= high);
    if (within(19000101, 21001231))
      return readDates(table, name, Array.from(column.values, String), numbersAre, problems);
    if (within(190001, 210053) && column.values.every((value) => value % 100 >= 1 && value % 100 <= 53)) {
      problems.push(calendarProblems.yearAndWeek(table.source, name, String(column.values[0])));
      return undefined;
    }
    if (within(20000, 80000)) {
      problems.push(calendarProblems.serialDates(table.source, name, String(column.values[0])));
      return undefined;
    }
    const bad = new CellProblems(table, name, problems);
    column.values.forEach((value, row) => {
      if (!Number.isSafeInteger(value)) bad.add(calendarProblems.fractionalWeek(cellOf(table, row, name), value));
    });
    bad.close();
    return { kind: "numbers", days: column.values, numbersAre };
  }
  return readDates(table, name, column.values, numbersAre, problems);
}

function readDates(
  table: Table,
  name: string,
  cells: readonly string[],
  numbersAre: Times["numbersAre"],
  problems: Problem[],
): Times | undefined {
  const order = findDateOrder(cells);
  if (order === "either") {
    problems.push(calendarProblems.ambiguousDates(table.source, name, cells.find((cell) => cell !== "")!));
    return undefined;
  }
  const bad = new CellProblems(table, name, problems);
  const days = new Float64Array(table.rows);
  let first: { text: string; kind: Times["kind"] } | undefined;
  cells.forEach((text, row) => {
    const cell = cellOf(table, row, name);
    const date = parseDate(text, order);
    const number = typeof date === "number" ? undefined : parseNumber(text, ".");
    const kind = typeof number === "number" ? "numbers" : "dates";
    if (text === "") bad.add(calendarProblems.emptyDate(cell));
    else if (typeof number !== "number" && typeof date !== "number") {
      bad.add(date === "no-such-day" ? calendarProblems.noSuchDay(cell, text) : calendarProblems.notADate(cell, text));
    } else if (first !== undefined && first.kind !== kind) bad.add(calendarProblems.mixedDates(cell, text, first.text));
    else {
      first ??= { text, kind };
      days[row] = typeof date === "number" ? date : (number as number);
    }
  });
  bad.close();
  return bad.found > 0 ? undefined : { kind: first?.kind ?? "dates", days, numbersAre };
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
  const bad = new CellProblems(table, name, problems);
  for (let i = 1, first = 0; i < order.length; i++) {
    if (sorted[i] !== sorted[first]) first = i;
    else {
      const { row } = cellOf(table, order[first], name);
      bad.add(calendarProblems.duplicateWeek(cellOf(table, order[i], name), label(sorted[i]), row, kind === "numbers"));
    }
  }
  bad.close();
}

/** The cadence, after checking that each step is one week or one day; undefined when it is neither. */
function checkSteps(
  table: Table,
  name: string,
  order: Int32Array,
  sorted: Float64Array,
  label: (value: number) => string,
  times: Times,
  problems: Problem[],
): Cadence | undefined {
  const step = times.kind === "numbers" ? 1 : commonStep(sorted);
  const unit = times.kind === "numbers" ? times.numbersAre : step === 1 ? "days" : "weeks";
  if (times.kind === "dates" && step !== 1 && step !== 7) {
    problems.push(calendarProblems.unknownCadence(table.source, name, step));
    return undefined;
  }
  const missing: string[] = [];
  const bad = new CellProblems(table, name, problems);
  let absent = 0;
  for (let i = 1; i < sorted.length; i++) {
    const days = sorted[i] - sorted[i - 1];
    if (days % step !== 0) {
      bad.add(calendarProblems.irregularDates(cellOf(table, order[i], name), label(sorted[i]), days, step));
      continue;
    }
    absent += Math.max(0, days / step - 1);
    for (let value = sorted[i - 1] + step; value < sorted[i] && missing.length < missingListed; value += step) {
      missing.push(label(value));
    }
  }
  bad.close();
  if (absent > 0) {
    const one = unit === "days" ? "day" : "week";
    problems.push(calendarProblems.missingPeriods(table.source, name, absent, missing, one));
  }
  return unit === "days" ? "daily" : "weekly";
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
