// Rows of the table that a question is about: all of them, the last ones, or those between two dates.

import {
  cadences,
  type GeoData,
  geosOf,
  isNumbered,
  type MediaData,
  type RowPeriod as CadencePeriod,
  periodOf as rowOf,
  rowsBetween,
} from "../../data/panel/index.ts";
import * as wording from "../../problems/period-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { wrongSetting } from "../../problems/setting-problems.ts";
import { accepts, periodSettings, settingHint, wanted } from "../../settings/index.ts";

/** Rows `from` up to, not including, `to`. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** A period as results name it, and of which geos. */
export interface PeriodRecord {
  /** The geo that results are of, where they are of one geo of a panel. */
  readonly geo?: string;
  /** How many geos results are of together, where they are of several. */
  readonly geos?: number;
  /** First and last week (day), as the table writes them; of one geo those of its own rows. */
  readonly from: string;
  readonly to: string;
  readonly rows: number;
  readonly unit: CadencePeriod;
  readonly wholeTable: boolean;
}

/** What a caller may ask for; nothing is the whole table. */
export interface PeriodRequest {
  /** The last rows of the table; not together with the other two. */
  readonly last?: number;
  /** First and last date (or number, where the table numbers its weeks), both included. */
  readonly from?: string;
  readonly to?: string;
}

/** The rows of a period that a geo has; empty (`from` = `to`) when there are none. */
export function rowsOf({ first, end }: Pick<GeoData, "first" | "end">, { from, to }: Period): Period {
  const start = Math.max(from, first);
  return { from: start, to: Math.max(start, Math.min(to, end)) };
}

/** The part of a period from the first to the last row that any geo has; all of it where none has any. */
export function coveredRows(data: Pick<MediaData, "rows" | "geos">, period: Period): Period {
  const spans = geosOf(data)
    .map((geo) => rowsOf(geo, period))
    .filter(({ from, to }) => to > from);
  if (spans.length === 0) return period;
  return { from: Math.min(...spans.map(({ from }) => from)), to: Math.max(...spans.map(({ to }) => to)) };
}

/**
 * The rows of `data` that were asked for.
 * @param written how whoever asked wrote a key of the request, for problems
 * @throws CarryoverError (wrong usage): more rows than there are, a date that cannot be read, or no row between the two
 */
export function periodOf(
  data: Pick<MediaData, "dates" | "rows" | "geos">,
  { last, from, to }: PeriodRequest = {},
  written: (key: "from" | "to") => string = (key) => key,
): Period {
  const { dates, rows } = data;
  const { weeks } = periodSettings;
  if (last !== undefined && !accepts(weeks, last)) {
    throw usage(wrongSetting("period", "last", wanted(weeks), String(last), settingHint(weeks)));
  }
  /** A geo that starts late or ends early may have no row in it. */
  const there = (period: Period): Period => {
    const spans = geosOf(data);
    if (spans.some((geo) => rowsOf(geo, period).to > rowsOf(geo, period).from)) return period;
    const { from: first, to: end } = coveredRows(data, { from: 0, to: rows });
    const own = { first: dates[first], last: dates[end - 1], rows: end - first };
    throw usage(wording.periodEmpty(dates[period.from], dates[period.to - 1], own));
  };
  const covered = { first: dates[0], last: dates[rows - 1], rows };
  if (last !== undefined) {
    if (last > rows) throw usage(wording.periodTooLong(last, covered));
    return there({ from: rows - last, to: rows });
  }
  const given = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const unreadable = (key: "from" | "to", text: unknown): CarryoverError =>
    usage(wording.periodLabelUnreadable(written(key), String(text), isNumbered(dates), covered));
  for (const [key, text] of Object.entries(given) as ["from" | "to", unknown][])
    if (typeof text !== "string") throw unreadable(key, text);
  const found = rowsBetween(dates, given);
  if (found === "empty") throw usage(wording.periodEmpty(from ?? dates[0], to ?? dates[rows - 1], covered));
  if ("unreadable" in found) throw unreadable(found.unreadable, given[found.unreadable]);
  return there(found);
}

/**
 * The period that one is compared with: as long, and just before it (`previous`), a year before (`year_before`), or from a date on.
 * @param written how whoever asked wrote the key of the request, for problems
 * @throws CarryoverError (wrong usage): a date that cannot be read, or a period that the table does not have
 */
export function periodAgainst(
  data: Pick<MediaData, "dates" | "rows" | "geos" | "cadence">,
  { from, to }: Period,
  against: string,
  written: string = "against",
): Period {
  const rows = to - from;
  const named: Readonly<Record<string, number>> = {
    previous: from - rows,
    year_before: from - cadences[data.cadence].year,
  };
  const start = Object.hasOwn(named, against) ? named[against] : periodOf(data, { from: against }, () => written).from;
  const { dates } = data;
  if (start < 0 || start + rows > data.rows) {
    const covered = { first: dates[0], last: dates[data.rows - 1], rows: data.rows };
    throw usage(wording.againstOutside(written, against, rows, covered));
  }
  return { from: start, to: start + rows };
}

export function periodRecord(data: MediaData, asked: Period): PeriodRecord {
  const { dates, rows, cadence, geos = [] } = data;
  const { from, to } = coveredRows(data, asked);
  return {
    ...(geos.length === 1 ? { geo: geos[0].name } : geos.length > 1 ? { geos: geos.length } : {}),
    from: dates[from],
    to: dates[to - 1],
    rows: to - from,
    unit: rowOf(cadence),
    wholeTable: asked.from === 0 && asked.to === rows,
  };
}

function usage(problem: Problem): CarryoverError {
  return new CarryoverError([problem], exitCodes.usage);
}
