// A table with rows to come after its last: dates, spend, drivers, controls and what conversions are worth from a file, the target not known.

import { dayNumber, dayOfYear, dayText } from "../../numerics/index.ts";
import { calendarProblems, panelProblems, valueProblems } from "../../problems/catalog.ts";
import * as wording from "../../problems/forecast-problems.ts";
import { limitProblems } from "../../problems/limit.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { CellProblems, cellOf, columnOf, numbersOf, rowOf, type Table, textsOf } from "../reading/index.ts";
import { type Cadence, cadences, periodOf } from "./cadence.ts";
import { type GeoData, geosOf } from "./geos.ts";
import { widened } from "./long-table.ts";
import type { ChannelData, MediaData } from "./media-data.ts";
import { spreadNational } from "./national-columns.ts";
import { isByPopulation, nationalSpend } from "./national-spend.ts";
import { monthIndex, monthsLater } from "./regular-days.ts";
import { type DateFormat, readTimes, type Times } from "./times.ts";

/** What rows to come have to say. */
export interface ColumnsAfter {
  /** Columns of the channels, as `ChannelData` has them; channels that are not named are without spend. */
  readonly channels: readonly string[];
  /** Controls; the values of others are not known. */
  readonly controls: readonly string[];
  /** Whether the revenue per conversion is needed. Default false. */
  readonly worth?: boolean;
  readonly dateFormat?: DateFormat | undefined;
}

/** More years than this are a mistake in a date. */
const mostYears = 10;
/** Missing rows are listed up to here; the message counts the rest. */
const missingListed = 12;

/**
 * The table followed by rows of a file that begin where it ends. Channels of national spend are split over the geos as the table's were.
 * Columns that are not needed are not read, nor is the target, which is not known (NaN) in these rows.
 * @param data whose geos that reach its end all go on
 * @throws CarryoverError with all problems: columns that are missing, rows that are not after the table, that are missing or come twice, geos
 *   that are missing or not known, cells that are empty or no numbers
 */
export function withRowsAfter(data: MediaData, file: Table, columns: ColumnsAfter): MediaData {
  const said = { date: data.dateColumn, geo: data.geoColumn };
  const table = spreadNational(widened(file, said), said);
  const problems: Problem[] = [];
  const names = table.columns.map(({ name }) => name);
  const need = (role: string, name: string | undefined): void => {
    if (name !== undefined && !names.includes(name) && !problems.some((each) => each.message.includes(`"${name}"`))) {
      problems.push(wording.futureColumnMissing(table.source, role, name, names));
    }
  };
  const channels = data.channels.filter(({ column }) => columns.channels.includes(column));
  need("the date", data.dateColumn);
  if (data.geos !== undefined) need("the geo", data.geoColumn);
  for (const { name, column, driver, organic } of channels) {
    if (organic === undefined) need(`the spend of ${name}`, column);
    need(`what drives ${name}`, driver?.column);
  }
  for (const control of columns.controls) need("a control", control);
  const worth = columns.worth === true ? data.target.worth : undefined;
  need("the revenue per conversion", worth?.column);
  if (problems.length > 0) throw new CarryoverError(limitProblems(problems));
  const places = placesOf(data, table, columns.dateFormat, problems);
  const read = (name: string, role: string, isAmount: boolean): Float64Array => {
    const values = numbersOf(table, name, role, problems) ?? new Float64Array(table.rows);
    if (!isAmount) return values;
    const bad = new CellProblems(table, problems, name);
    values.forEach((value, row) => {
      if (value < 0) bad.add(row, valueProblems.negativeValue(cellOf(table, row, name), "An amount", value));
    });
    bad.close();
    return values;
  };
  const raw = channels.map((channel) => ({
    channel,
    spend: channel.organic === true ? undefined : read(channel.column, "channel", true),
    driver: channel.driver === undefined ? undefined : read(channel.driver.column, "driver", true),
  }));
  const controls = columns.controls.map((name) => ({ name, values: read(name, "control", false) }));
  const values = worth === undefined ? undefined : read(worth.column, "worth", true);
  if (problems.length > 0 || places === undefined) throw new CarryoverError(limitProblems(problems));
  const { rows, order, going } = places;
  const inOrder = (of: Float64Array, absent: number): Float64Array =>
    Float64Array.from(order, (row) => (row < 0 ? absent : of[row]));
  const later = split(
    data,
    table,
    places,
    raw.map(({ channel, spend, driver }) => ({
      ...channel,
      spend: spend === undefined ? new Float64Array(order.length) : inOrder(spend, 0),
      ...(driver === undefined ? {} : { driver: { ...channel.driver!, values: inOrder(driver, 0) } }),
    })),
  );
  const join = (before: Float64Array, after: Float64Array | undefined, absent: number): Float64Array => {
    const all = new Float64Array((before.length / data.rows) * (data.rows + rows)).fill(absent);
    for (let geo = 0; geo < before.length / data.rows; geo++) {
      all.set(before.subarray(geo * data.rows, (geo + 1) * data.rows), geo * (data.rows + rows));
      if (after === undefined) continue;
      all.set(after.subarray(geo * rows, (geo + 1) * rows), geo * (data.rows + rows) + data.rows);
    }
    return all;
  };
  const perWeek = data.cadence === "daily" ? 1 / 7 : 1;
  const lastWeek = data.weekIndex[data.rows - 1];
  return {
    ...data,
    rows: data.rows + rows,
    ...(data.geos === undefined
      ? {}
      : { geos: data.geos.map((geo, k) => (going[k] ? { ...geo, end: data.rows + rows } : geo)) }),
    dates: [...data.dates, ...places.labels],
    weekIndex: Float64Array.of(...data.weekIndex, ...places.labels.map((_, k) => lastWeek + (k + 1) * perWeek)),
    ...(data.dayOfYear === undefined
      ? {}
      : { dayOfYear: Float64Array.of(...data.dayOfYear, ...places.days.map(dayOfYear)) }),
    channels: data.channels.map((channel) => {
      const after = later.find(({ column }) => column === channel.column);
      const { driver } = channel;
      return {
        ...channel,
        spend: join(channel.spend, after?.spend, 0),
        ...(driver === undefined
          ? {}
          : { driver: { ...driver, values: join(driver.values, after?.driver?.values, 0) } }),
      };
    }),
    target: {
      ...data.target,
      values: join(data.target.values, undefined, Number.NaN),
      ...(data.target.worth === undefined
        ? {}
        : {
            worth: {
              ...data.target.worth,
              values: join(data.target.worth.values, values && inOrder(values, Number.NaN), Number.NaN),
            },
          }),
    },
    controls: data.controls.map((control) => {
      const after = controls.find(({ name }) => name === control.name);
      return {
        ...control,
        values: join(control.values, after && inOrder(after.values, Number.NaN), Number.NaN),
      };
    }),
  };
}

interface Places {
  /** Rows of the calendar after the table. */
  readonly rows: number;
  readonly labels: readonly string[];
  /** Days since 1970-01-01, or week numbers. */
  readonly days: readonly number[];
  /** [geo][row] Row of the file; -1 of geos that have ended. */
  readonly order: Int32Array;
  /** [geo] Whether the geo goes on. */
  readonly going: readonly boolean[];
}

/** The steps of a calendar that has dates or numbers. */
interface Steps {
  /** How many rows after the last of the table. */
  readonly position: (value: number) => number;
  readonly later: (rows: number) => number;
  readonly label: (value: number) => string;
}

function stepsAfter({ dates, dayOfYear: days, cadence }: MediaData): Steps {
  const last = dates[dates.length - 1];
  if (days === undefined) {
    const number = Number(last);
    return { position: (value) => value - number, later: (rows) => number + rows, label: String };
  }
  const [year, month, day] = last.split("-").map(Number);
  const end = dayNumber(year, month, day) as number;
  const inDays = (step: number): Steps => ({
    position: (value) => (value - end) / step,
    later: (rows) => end + rows * step,
    label: dayText,
  });
  const inMonths = (months: number): Steps => ({
    position: (value) => (monthIndex(value) - monthIndex(end)) / months,
    // From the first date, whose day of the month short months have not cut.
    later: (rows) => monthsLater(startOf(dates), monthIndex(end) - monthIndex(startOf(dates)) + rows * months),
    label: dayText,
  });
  const kinds: Readonly<Record<Cadence, () => Steps>> = {
    daily: () => inDays(1),
    weekly: () => inDays(7),
    monthly: () => inMonths(1),
    quarterly: () => inMonths(3),
  };
  return kinds[cadence]();
}

function startOf([first]: readonly string[]): number {
  const [year, month, day] = first.split("-").map(Number);
  return dayNumber(year, month, day) as number;
}

/** Where the rows of a file stand after the table; undefined, and problems, when they do not follow it. */
function placesOf(data: MediaData, table: Table, format: DateFormat = "auto", problems: Problem[]): Places | undefined {
  const name = data.dateColumn;
  const steps = stepsAfter(data);
  const times = timesAfter(table, name, format, steps, problems);
  if (times === undefined) return undefined;
  const numbered = data.dayOfYear === undefined;
  if ((times.kind === "numbers") !== numbered) {
    const [first] = textsOf(columnOf(table, name)!);
    problems.push(wording.futureOtherDates(table.source, name, first, data.dates[data.rows - 1]));
    return undefined;
  }
  const period = periodOf(data.cadence);
  const geos = geosOf(data);
  const going = geos.map(({ end }) => end === data.rows);
  const own = geoOfRows(data, table, geos, going, problems);
  if (own === undefined) return undefined;
  const positions = times.days.map(steps.position);
  const before = problems.length;
  const bad = new CellProblems(table, problems, name);
  positions.forEach((position, row) => {
    const cell = cellOf(table, row, name);
    const label = steps.label(times.days[row]);
    if (Math.abs(position - Math.round(position)) > 1e-6) {
      const [low, high] = [Math.floor(position), Math.ceil(position)].map((k) => steps.label(steps.later(k)));
      bad.add(row, wording.futureBetween(cell, label, low, high, period));
    } else if (position < 0.5) {
      bad.add(row, wording.futureNotAfter(cell, label, data.dates[data.rows - 1], steps.label(steps.later(1))));
    }
  });
  bad.close();
  if (problems.length > before) return undefined;
  const rows = positions.reduce((most, position) => Math.max(most, Math.round(position)), 0);
  const most = mostYears * cadences[data.cadence].year;
  if (rows > most) {
    problems.push(wording.futureTooLong(table.source, rows, most, period));
    return undefined;
  }
  const order = new Int32Array(geos.length * rows).fill(-1);
  const twice = new CellProblems(table, problems, name);
  positions.forEach((position, row) => {
    const place = own[row] * rows + Math.round(position) - 1;
    if (order[place] >= 0) {
      const cell = cellOf(table, row, name);
      const label = steps.label(times.days[row]);
      const first = rowOf(table, order[place]);
      twice.add(
        row,
        data.geos === undefined
          ? calendarProblems.duplicateWeek(cell, label, first, numbered)
          : panelProblems.duplicateInGeo(cell, label, geos[own[row]].name, first, period, numbered),
      );
    } else order[place] = row;
  });
  twice.close();
  geos.forEach((geo, k) => {
    if (!going[k]) return;
    const absent = Array.from({ length: rows }, (_, t) => t).filter((t) => order[k * rows + t] < 0);
    if (absent.length === 0) return;
    const shown = absent.slice(0, missingListed).map((t) => steps.label(steps.later(t + 1)));
    problems.push(
      data.geos === undefined
        ? calendarProblems.missingPeriods(table.source, name, absent.length, shown, period)
        : wording.futureMissingInGeo(table.source, name, geo.name, absent.length, shown, period),
    );
  });
  if (problems.length > before) return undefined;
  const days = Array.from({ length: rows }, (_, t) => steps.later(t + 1));
  return { rows, days, labels: days.map(steps.label), order, going };
}

/** Dates of a few rows may leave open what is the day and what the month: then the reading is right in which they begin where the table ends. */
function timesAfter(
  table: Table,
  name: string,
  format: DateFormat,
  { position }: Steps,
  problems: Problem[],
): Times | undefined {
  const orders = format === "auto" ? (["auto", "day-first", "month-first", "year-first"] as const) : [];
  for (const order of orders) {
    const own: Problem[] = [];
    const times = readTimes(table, name, order, own);
    if (times === undefined || own.length > 0) continue;
    const first = times.days.reduce((least, day) => Math.min(least, position(day)), Number.POSITIVE_INFINITY);
    if (Math.abs(first - 1) < 1e-6) return times;
  }
  return readTimes(table, name, format, problems);
}

/** The position of the geo of each row; undefined, and problems, where some are missing or not known. */
function geoOfRows(
  data: MediaData,
  table: Table,
  geos: readonly GeoData[],
  going: readonly boolean[],
  problems: Problem[],
): Int32Array | undefined {
  const { geoColumn } = data;
  if (data.geos === undefined || geoColumn === undefined) return new Int32Array(table.rows);
  const known = geos.filter((_, k) => going[k]).map(({ name }) => name);
  const texts = textsOf(columnOf(table, geoColumn)!);
  const unknown = [...new Set(texts)].filter((text) => !known.includes(text));
  const missing = known.filter((name) => !texts.includes(name));
  if (unknown.length > 0) problems.push(wording.futureGeosUnknown(table.source, geoColumn, unknown, known));
  if (missing.length > 0) problems.push(wording.futureGeosMissing(table.source, geoColumn, missing));
  if (unknown.length + missing.length > 0) return undefined;
  return Int32Array.from(texts, (text) => geos.findIndex(({ name }) => name === text));
}

/** National spend over the geos, as it was split in the table. */
function split(
  data: MediaData,
  table: Table,
  { rows, order, going }: Places,
  channels: readonly ChannelData[],
): readonly ChannelData[] {
  const { geos } = data;
  if (geos === undefined) return channels;
  const calendar = { rows, order };
  const alike = (values: Float64Array): boolean =>
    values.every((value, cell) => order[cell] < 0 || value === values[going.indexOf(true) * rows + (cell % rows)]);
  const national = channels.filter((channel) => {
    // Amounts that were split already stay as they are, however few they are.
    if (channel.nationalOnly === true)
      return !isByPopulation(channel.driver?.values ?? channel.spend, geos, calendar, 0);
    // Spend of all geos together that went where what drives the channel is.
    const before = data.channels.find(({ column }) => column === channel.column)!;
    return channel.driver !== undefined && alike(channel.spend) && isAlongDriver(before, data.rows);
  });
  const problems: Problem[] = [];
  const said = { national: national.map(({ name }) => name) };
  const after = nationalSpend(table, { geos, calendar }, channels, said, { problems, notices: [] });
  if (problems.length > 0) throw new CarryoverError(limitProblems(problems));
  return after;
}

/** Whether each unit of what drives a channel cost the same in all geos of a date. */
function isAlongDriver({ spend, driver }: ChannelData, rows: number): boolean {
  if (driver === undefined) return false;
  for (let t = 0; t < rows; t++) {
    let price: number | undefined;
    for (let cell = t; cell < spend.length; cell += rows) {
      if (driver.values[cell] === 0) continue;
      const own = spend[cell] / driver.values[cell];
      price ??= own;
      if (Math.abs(own - price) > 1e-9 * price) return false;
    }
  }
  return true;
}
