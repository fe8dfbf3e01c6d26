// Which column says when a row is: of those that are called so or hold dates, the one that makes a calendar.

import { columnProblems } from "../../problems/catalog.ts";
import type { Problem } from "../../problems/problem.ts";
import { columnOf, looksLikeDates, type Table } from "../reading/index.ts";
import { readCalendar } from "./calendar.ts";
import type { GeoRows } from "./geos.ts";
import { type DateFormat, readTimes } from "./times.ts";

/** Names of date columns in small letters, words joined by `_`, the most telling first. */
const dateNames: readonly string[] = (
  "date,week,day,week_start,week_starting,week_commencing,week_beginning,week_of,week_ending,week_end," +
  "weekending,date_week,week_date,ds,dt,period,time,timestamp,datetime,date_time,month,quarter," +
  "year_week,yearweek,iso_week,isoweek,week_number,week_no,week_nr,year_month,yearmonth,month_start,wc,w_c,we,w_e," +
  "reporting_date,reporting_starts,datum,woche,kw,tag,monat,fecha,semana,mes,semaine,mois,jour"
).split(",");

const rankOf = (name: string): number => {
  const words = name
    .trim()
    .toLowerCase()
    .replaceAll(/[^\p{L}\d]+/gu, "_")
    .replaceAll(/^_|_$/g, "");
  const rank = dateNames.indexOf(words);
  return rank < 0 ? dateNames.length : rank;
};

/** Whether a column is called like one that says when a row is. */
export const isDateName = (name: string): boolean => rankOf(name) < dateNames.length;

function holdsDates(table: Table, name: string): boolean {
  const column = columnOf(table, name)!;
  return column.kind === "text" && looksLikeDates(column.values);
}

interface Candidate {
  readonly name: string;
  readonly rank: number;
  readonly kind: "dates" | "numbers" | "neither";
  /** It has one row for each day, week, month or quarter (and geo). */
  readonly clean: boolean;
  readonly first: number;
}

/** Columns that may say when a row is. */
export function possibleDates(table: Table): readonly string[] {
  return table.columns.flatMap(({ name }) => (isDateName(name) || holdsDates(table, name) ? [name] : []));
}

/**
 * The date column: dates that make a calendar before numbers that do, and these before what does not; of equals the one with the more
 * telling name. Undefined, with a problem, when there is none or no one to prefer.
 */
export function findDateColumn(
  table: Table,
  format: DateFormat,
  problems: Problem[],
  geos?: GeoRows,
): string | undefined {
  const names = table.columns.map(({ name }) => name);
  const possible = possibleDates(table).filter((name) => name !== geos?.column);
  // Alone, it is the one whatever it holds; reading its cells is for the calendar then.
  if (possible.length === 1) return possible[0];
  const candidates = possible.map((name) => candidateOf(table, name, format, geos)).sort((a, b) => a.rank - b.rank);
  const best = bestOf(candidates);
  if (best.length === 0) {
    problems.push(columnProblems.noDateColumn(table.source, names));
    return undefined;
  }
  const equals = best.filter(({ rank }) => rank === best[0].rank);
  // The first and the last day of the same weeks tell the same; the first comes first.
  const [chosen] = equals.toSorted((a, b) => a.first - b.first);
  if (equals.length > 1 && !chosen.clean) {
    const found = equals.map(({ name }) => name);
    problems.push(columnProblems.ambiguousRole(table.source, "the date", found, "date"));
    return undefined;
  }
  return chosen.name;
}

function bestOf(candidates: readonly Candidate[]): readonly Candidate[] {
  const isNamed = ({ rank }: Candidate): boolean => rank < dateNames.length;
  const groups: ((candidate: Candidate) => boolean)[] = [
    ({ clean, kind }) => clean && kind === "dates",
    // Dates with a mistake in them are still what was meant, and the mistake is told.
    (candidate) => candidate.kind === "dates" && isNamed(candidate),
    ({ clean, kind }) => clean && kind === "numbers",
    ({ kind }) => kind === "dates",
    () => true,
  ];
  for (const belongs of groups) {
    const group = candidates.filter(belongs);
    if (group.length > 0) return group;
  }
  return [];
}

function candidateOf(table: Table, name: string, format: DateFormat, geos: GeoRows | undefined): Candidate {
  const times = readTimes(table, name, format, []);
  const problems: Problem[] = [];
  const calendar = times === undefined ? undefined : readCalendar(table, name, problems, [], format, geos);
  return {
    name,
    rank: rankOf(name),
    kind: times?.kind ?? (holdsDates(table, name) ? "dates" : "neither"),
    clean: calendar !== undefined && problems.length === 0,
    first: times === undefined ? Number.NaN : Math.min(...times.days),
  };
}
