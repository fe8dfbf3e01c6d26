// Rows of the table that a question is about: all of them, the last ones, or those between two dates.

import { type MediaData, type RowPeriod as CadencePeriod, periodOf as rowOf } from "../../data/panel/index.ts";
import * as wording from "../../problems/period-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { wrongSetting } from "../../problems/setting-problems.ts";
import { accepts, periodSettings, settingHint, wanted } from "../../settings/index.ts";

/** Rows `from` up to, not including, `to`. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** A period as results name it. */
export interface PeriodRecord {
  /** First and last week (day), as the table writes them. */
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

/**
 * The rows of `data` that were asked for.
 * @param written how whoever asked wrote a key of the request, for problems
 * @throws CarryoverError (wrong usage): more rows than there are, a date that cannot be read, or no row between the two
 */
export function periodOf(
  data: Pick<MediaData, "dates" | "rows">,
  { last, from, to }: PeriodRequest = {},
  written: (key: "from" | "to") => string = (key) => key,
): Period {
  const { dates, rows } = data;
  const { weeks } = periodSettings;
  if (last !== undefined && !accepts(weeks, last)) {
    throw usage(wrongSetting("period", "last", wanted(weeks), String(last), settingHint(weeks)));
  }
  const covered = { first: dates[0], last: dates[rows - 1], rows };
  if (last !== undefined) {
    if (last > rows) throw usage(wording.periodTooLong(last, covered));
    return { from: rows - last, to: rows };
  }
  const numbered = !Number.isNaN(Number(dates[0]));
  const read = (key: "from" | "to", text: string): string | number => {
    if (typeof text !== "string")
      throw usage(wording.periodLabelUnreadable(written(key), String(text), numbered, covered));
    const fits = numbered ? text.trim() !== "" && !Number.isNaN(Number(text)) : /^\d{4}-\d{2}-\d{2}$/.test(text);
    if (!fits) throw usage(wording.periodLabelUnreadable(written(key), text, numbered, covered));
    return numbered ? Number(text) : text;
  };
  const labels = numbered ? dates.map(Number) : dates;
  const [first, final] = [
    from === undefined ? labels[0] : read("from", from),
    to === undefined ? labels[rows - 1] : read("to", to),
  ];
  const start = labels.findIndex((label) => label >= first);
  const end = labels.findLastIndex((label) => label <= final) + 1;
  if (start < 0 || end <= start) throw usage(wording.periodEmpty(from ?? dates[0], to ?? dates[rows - 1], covered));
  return { from: start, to: end };
}

export function periodRecord({ dates, rows, cadence }: MediaData, { from, to }: Period): PeriodRecord {
  return {
    from: dates[from],
    to: dates[to - 1],
    rows: to - from,
    unit: rowOf(cadence),
    wholeTable: from === 0 && to === rows,
  };
}

function usage(problem: Problem): CarryoverError {
  return new CarryoverError([problem], exitCodes.usage);
}
