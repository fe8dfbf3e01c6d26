// Problems of files with rows to come, for which a run is asked what it expects.

import { type Cell, cellPlace, place } from "./place.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import type { RowPeriod } from "./value-problems.ts";
import { count, listed, nameList, quote } from "../words/index.ts";

/** @param role what the column is to the model: "the date", "a control" */
export const futureColumnMissing = (
  source: string,
  role: string,
  name: string,
  columns: readonly string[],
): Problem => ({
  code: "future-column-missing",
  message: `There is no column ${quote(name)}, which is ${role} of the run.`,
  where: source,
  received: `columns ${nameList(columns, 12)}`,
  hint: `${didYouMean(name, columns)}Give every column that the run was fitted with, named as in its table, except the target.`,
});

export const futureNotAfter = (cell: Cell, label: string, last: string, next: string): Problem => ({
  code: "future-not-after",
  message: `This row is not after the table of the run, which ends with ${last}.`,
  where: cellPlace(cell),
  received: label,
  hint: `Begin with ${next}, and remove the rows that the run was fitted to.`,
});

export const futureBetween = (
  cell: Cell,
  label: string,
  before: string,
  after: string,
  period: RowPeriod,
): Problem => ({
  code: "future-out-of-step",
  message: `This date lies between two ${period}s of the table of the run, ${before} and ${after}.`,
  where: cellPlace(cell),
  received: label,
  hint: `Date every ${period} as the table does.`,
});

export const futureOtherDates = (source: string, column: string, first: string, last: string): Problem => ({
  code: "future-other-dates",
  message: `The column is not written as in the table of the run, which ends with ${last}.`,
  where: place(source, undefined, column),
  received: quote(first),
  hint: "Write dates where the table has dates, and week numbers where it has week numbers.",
});

export const futureTooLong = (source: string, rows: number, most: number, period: RowPeriod): Problem => ({
  code: "future-too-long",
  message: `The rows reach ${rows} ${period}s beyond the table of the run; at most ${most} can be forecast.`,
  where: source,
  hint: "Check the dates, or ask for fewer.",
});

export const futureGeosMissing = (source: string, column: string, missing: readonly string[]): Problem => ({
  code: "future-geos-missing",
  message: `There are no rows of ${nameList(missing, 12)}.`,
  where: place(source, undefined, column),
  hint: "Give every geo of the run a row for each date. The total needs them all.",
});

export const futureGeosUnknown = (
  source: string,
  column: string,
  unknown: readonly string[],
  known: readonly string[],
): Problem => ({
  code: "future-geos-unknown",
  message: `The run has no ${unknown.length === 1 ? "geo" : "geos"} ${nameList(unknown, 12)} at the end of its table.`,
  where: place(source, undefined, column),
  received: `geos ${nameList(known, 12)}`,
  hint: `${unknown.length === 1 ? didYouMean(unknown[0], known) : ""}Write names as the table does, and give only geos whose rows reach its end.`,
});

export const futureScenarioEmpty = (cell: Cell): Problem => ({
  code: "future-scenario-empty",
  message: "The row names no scenario.",
  where: cellPlace(cell),
  hint: "Give every row a scenario, or remove the column.",
});

export const futureScenarioTwice = (name: string, sources: readonly string[]): Problem => ({
  code: "future-scenario-twice",
  message: `Two scenarios are called ${quote(name)}.`,
  where: sources.join(", "),
  hint: "Scenarios are named after their files or by a column `scenario`; give them different names.",
});

export const futureScenariosDiffer = (name: string, last: string, first: string, firstLast: string): Problem => ({
  code: "future-scenarios-differ",
  message: `The scenario ${quote(name)} ends with ${last}, and ${quote(first)} with ${firstLast}.`,
  hint: "Scenarios are compared over the same rows; give all of them the same dates.",
});

export const noFutureFiles = (): Problem => ({
  code: "no-future-files",
  message: "There is no file with rows to come.",
  hint: "Name a table with --future next.csv: the dates after the table of the run, with spend and controls.",
});

export const futureMissingInGeo = (
  source: string,
  column: string,
  geo: string,
  absent: number,
  dates: readonly string[],
  unit: RowPeriod,
): Problem => ({
  code: "future-missing-in-geo",
  message: `${quote(geo)} lacks ${count(absent, unit)}: ${listed(dates, undefined, absent)}.`,
  where: place(source, undefined, column),
  hint: `Add a row for each. All geos are forecast over the same ${unit}s, which begin where the table of the run ends.`,
});
