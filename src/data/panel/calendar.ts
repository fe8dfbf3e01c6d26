// The column that says which day, week, month or quarter a row is: read, put in order, and checked to have one row for each (in a panel,
// one for each geo).

import { dayOfYear, dayText } from "../../numerics/index.ts";
import { calendarProblems, dataNotices, panelProblems } from "../../problems/catalog.ts";
import type { Notice } from "../../problems/notice.ts";
import { rowText } from "../../problems/place.ts";
import type { Problem } from "../../problems/problem.ts";
import { CellProblems, cellOf, rowOf, type Table } from "../reading/index.ts";
import { type Cadence, periodOf, type RowPeriod } from "./cadence.ts";
import type { GeoRows } from "./geos.ts";
import { inMonths, monthIndex, monthsLater } from "./regular-days.ts";
import { type DateFormat, readTimes, shownDay, type Times } from "./times.ts";

export interface Calendar {
  readonly cadence: Cadence;
  /** Days, weeks, months or quarters from the first row of any geo to the last. */
  readonly rows: number;
  /** [geo][time] Row of the table, -1 where a geo has none. */
  readonly order: Int32Array;
  /** The rows of each geo, in the order of its names; one for a national table. */
  readonly spans: readonly { readonly first: number; readonly end: number }[];
  /** ISO dates, or the numbers of the column as text. */
  readonly labels: readonly string[];
  /** The week number of the file, or rows counted from the first, which is 1 (daily tables: fractions of a week). */
  readonly weekIndex: Float64Array;
  /** Day of the year, 1 to 366, when the column holds dates. */
  readonly dayOfYear?: Float64Array;
}

/** Missing rows are listed up to here; the message counts the rest. */
const missingListed = 12;
/** Geos that lack rows are told one by one up to here. */
const geosListed = 5;

/**
 * Reads and checks the date column; problems and notices are added to the lists, and the calendar is undefined when there is no use in one.
 * @param geos of a panel, which has one row for each geo and date
 */
export function readCalendar(
  table: Table,
  name: string,
  problems: Problem[],
  notices: Notice[],
  format: DateFormat = "auto",
  geos?: GeoRows,
): Calendar | undefined {
  const before = problems.length;
  const times = readTimes(table, name, format, problems);
  if (times === undefined || problems.length > before || table.rows === 0) return undefined;
  const { days } = times;
  const series = seriesOf(table, days, geos);
  const label = (value: number): string => (times.kind === "dates" ? dayText(value) : String(value));
  const steps = times.kind === "numbers" ? numberSteps(name, series) : dateSteps(series);
  const checked: Checked = { table, name, series, label, kind: times.kind, problems };
  checkDuplicates(checked, steps === undefined ? "week" : periodOf(steps.cadence));
  if (steps === undefined) {
    problems.push(calendarProblems.unknownCadence(table.source, name, commonStep(series)));
    return undefined;
  }
  checkSteps(checked, steps);
  if (times.taken !== undefined) {
    const { row } = times.taken;
    const place = rowText(rowOf(table, row));
    const found = { ...times.taken, value: shownDay(times.taken), place, column: name };
    notices.push(dataNotices.cellsRead(table.source, "date", [found]));
  }
  if (series.some(({ order }) => order.some((row, k) => k > 0 && row < order[k - 1]))) {
    notices.push(dataNotices.rowsSorted(table.source, name));
  }
  // With problems there is no calendar to speak of; what is returned lets the values be checked too.
  const sorted = problems.length > before ? distinctDays(days) : calendarOf(days, steps);
  const { cadence, position } = steps;
  const perWeek = cadence === "daily" ? 1 / 7 : 1;
  const counted = sorted.map((value) => 1 + (position(value) - position(sorted[0])) * perWeek);
  const placed = placeRows(series, sorted);
  const result = { cadence, rows: sorted.length, ...placed, labels: Array.from(sorted, label) };
  if (times.kind === "dates") return { ...result, weekIndex: counted, dayOfYear: sorted.map(dayOfYear) };
  return { ...result, weekIndex: cadence === "daily" ? counted : sorted };
}

/** The rows of one geo, or of a national table, in order of time. */
interface Series {
  /** The geo's name; absent for a national table. */
  readonly geo?: string;
  readonly order: Int32Array;
  readonly sorted: Float64Array;
}

function seriesOf(table: Table, days: Float64Array, geos: GeoRows | undefined): readonly Series[] {
  const inOrder = (rows: Int32Array): Int32Array => rows.sort((a, b) => days[a] - days[b] || a - b);
  const sortedOf = (order: Int32Array): Float64Array => Float64Array.from(order, (row) => days[row]);
  if (geos === undefined) {
    const order = inOrder(Int32Array.from({ length: table.rows }, (_, row) => row));
    return [{ order, sorted: sortedOf(order) }];
  }
  const counts = new Int32Array(geos.names.length);
  for (const geo of geos.of) counts[geo]++;
  const rows = Array.from(counts, (count) => new Int32Array(count));
  const filled = new Int32Array(counts.length);
  geos.of.forEach((geo, row) => {
    rows[geo][filled[geo]++] = row;
  });
  return geos.names.map((geo, k) => {
    const order = inOrder(rows[k]);
    return { geo, order, sorted: sortedOf(order) };
  });
}

/** The days that any row has, in order. */
function distinctDays(days: Float64Array): Float64Array {
  return days
    .slice()
    .sort()
    .filter((day, i, all) => i === 0 || day !== all[i - 1]);
}

/** Every day, week, month or quarter from the first to the last: as a row has it, where there is one. */
function calendarOf(days: Float64Array, { position, later }: Steps): Float64Array {
  const known = distinctDays(days);
  const [first] = known;
  const places = known.map((day) => Math.round(position(day) - position(first)));
  const calendar = Float64Array.from({ length: places[places.length - 1] + 1 }, (_, k) => later(first, k));
  known.forEach((day, i) => {
    calendar[places[i]] = day;
  });
  return calendar;
}

/** Where the rows of each geo stand in the calendar. */
function placeRows(series: readonly Series[], calendar: Float64Array): Pick<Calendar, "order" | "spans"> {
  const at = new Map(Array.from(calendar, (day, k) => [day, k]));
  const order = new Int32Array(series.length * calendar.length).fill(-1);
  const spans = series.map(({ order: rows, sorted }, geo) => {
    rows.forEach((row, k) => {
      order[geo * calendar.length + at.get(sorted[k])!] = row;
    });
    return { first: at.get(sorted[0])!, end: at.get(sorted[sorted.length - 1])! + 1 };
  });
  return { order, spans };
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
function numberSteps(name: string, series: readonly Series[]): Steps {
  const named = /^(day|month|quarter)s?(?:[\s_-]*(?:no|nr|number|index|id))?$/i.exec(name)?.[1].toLowerCase();
  const cadence = ({ day: "daily", month: "monthly", quarter: "quarterly" } as const)[named ?? ""] ?? "weekly";
  const first = Math.min(...series.map(({ sorted }) => sorted[0]));
  return { cadence, position: (value) => value - first, later: (value, rows) => value + rows, step: 1 };
}

/** Days or weeks where these are the commonest steps; months and quarters where no month has two rows. */
function dateSteps(series: readonly Series[]): Steps | undefined {
  const step = commonStep(series);
  const inDays = (cadence: Cadence): Steps => ({
    cadence,
    position: (day) => day / step,
    later: (day, rows) => day + rows * step,
    step,
  });
  if (step === 1) return inDays("daily");
  if (step === 7) return inDays("weekly");
  const distinct = series.map(({ sorted }) => ({ sorted: distinctDays(sorted) }));
  if (step < 28 || !distinct.every(({ sorted }) => inMonths(sorted))) return undefined;
  const months = commonStep(distinct.map(({ sorted }) => ({ sorted: sorted.map(monthIndex) })));
  if (months !== 1 && months !== 3) return undefined;
  return {
    cadence: months === 1 ? "monthly" : "quarterly",
    position: (day) => monthIndex(day) / months,
    later: (day, rows) => monthsLater(day, rows * months),
    step,
  };
}

interface Checked {
  readonly table: Table;
  readonly name: string;
  readonly series: readonly Series[];
  readonly label: (value: number) => string;
  readonly kind: Times["kind"];
  readonly problems: Problem[];
}

function checkDuplicates({ table, name, series, label, kind, problems }: Checked, period: RowPeriod): void {
  const bad = new CellProblems(table, problems);
  for (const { geo, order, sorted } of series) {
    for (let i = 1, first = 0; i < order.length; i++) {
      if (sorted[i] !== sorted[first]) first = i;
      else {
        const { row } = cellOf(table, order[first], name);
        const cell = cellOf(table, order[i], name);
        const date = label(sorted[i]);
        bad.add(
          order[i],
          geo === undefined
            ? calendarProblems.duplicateWeek(cell, date, row, kind === "numbers")
            : panelProblems.duplicateInGeo(cell, date, geo, row, period, kind === "numbers"),
        );
      }
    }
  }
  bad.close();
}

/** Adds problems for times that lie between the steps, and for rows that are not there. */
function checkSteps(
  { table, name, series, label, problems }: Checked,
  { cadence, position, later, step }: Steps,
): void {
  const { source } = table;
  const bad = new CellProblems(table, problems);
  const gaps = new Map<string, { readonly missing: string[]; readonly absent: number; readonly geos: string[] }>();
  for (const { geo, order, sorted } of series) {
    const missing: string[] = [];
    let absent = 0;
    for (let i = 1; i < sorted.length; i++) {
      const rows = position(sorted[i]) - position(sorted[i - 1]);
      // Positions are quotients: within rounding of a whole number.
      if (!isWhole(rows)) {
        const days = sorted[i] - sorted[i - 1];
        const cell = cellOf(table, order[i], name);
        bad.add(
          order[i],
          geo === undefined
            ? calendarProblems.irregularDates(cell, label(sorted[i]), days, step)
            : panelProblems.irregularInGeo(cell, label(sorted[i]), geo, days, step),
        );
        continue;
      }
      const gap = Math.max(0, Math.round(rows) - 1);
      absent += gap;
      for (let k = 1; k <= gap && missing.length < missingListed; k++) missing.push(label(later(sorted[i - 1], k)));
    }
    if (absent === 0) continue;
    const key = `${absent} ${missing.join(" ")}`;
    const known = gaps.get(key);
    if (known === undefined) gaps.set(key, { missing, absent, geos: geo === undefined ? [] : [geo] });
    else if (geo !== undefined) known.geos.push(geo);
  }
  bad.close();
  const period = periodOf(cadence);
  for (const { missing, absent, geos } of gaps.values()) {
    if (geos.length === 0 || geos.length === series.length) {
      problems.push(calendarProblems.missingPeriods(source, name, absent, missing, period));
    } else {
      for (const geo of geos.slice(0, geosListed)) {
        problems.push(panelProblems.missingInGeo(source, name, geo, absent, missing, period));
      }
      if (geos.length > geosListed) problems.push(panelProblems.missingInMore(source, name, geos.length - geosListed));
    }
  }
  if (bad.found === 0) checkInStep({ table, name, series, label, problems }, position);
}

/** Adds a problem where the dates of a geo lie between those of the first one. */
function checkInStep(
  { table, name, series, label, problems }: Pick<Checked, "table" | "name" | "series" | "label" | "problems">,
  position: Steps["position"],
): void {
  const [one] = series;
  const other = series.find(({ sorted }) => !isWhole(position(sorted[0]) - position(one.sorted[0])));
  if (other === undefined) return;
  const [date, others] = [label(other.sorted[0]), label(one.sorted[0])];
  problems.push(panelProblems.geosOutOfStep(table.source, name, other.geo!, date, one.geo!, others));
}

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) <= 1e-6;

/** The most frequent distance between neighbors (of equals the smallest), 7 when there are none. */
function commonStep(series: readonly Pick<Series, "sorted">[]): number {
  const counts = new Map<number, number>();
  for (const { sorted } of series) {
    for (let i = 1; i < sorted.length; i++) {
      const step = sorted[i] - sorted[i - 1];
      if (step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
    }
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  return best?.[0] ?? 7;
}
