// What the user is told about a panel that can be used.

import { note, warning } from "./data-notices.ts";
import type { Notice } from "./notice.ts";
import { place } from "./place.ts";
import type { RowPeriod } from "./value-problems.ts";
import { count, nameList, percent, quote } from "../words/index.ts";

/** A geo column that its name does not tell. */
export const geoGuessed = (source: string, column: string, geos: readonly string[]): Notice =>
  warning(
    "geo-guessed",
    place(source, undefined, column),
    `The ${count(geos.length, "value")} of this column are taken as geos: they tell rows of one date apart (${nameList(geos)}).`,
    "Nothing to do if that is right; otherwise say which column it is with --geo, or give one row for each date.",
  );

/** A table with one row for each value. */
export const longTable = (source: string, column: string, variables: readonly string[]): Notice =>
  note(
    "long-table",
    place(source, undefined, column),
    `The table has one row for each value; its ${count(variables.length, "variable")} were read as columns: ${nameList(variables, 12)}.`,
    "Nothing to do.",
  );

/** Columns that only the rows of all geos together fill. */
export const nationalColumns = (source: string, geo: string, columns: readonly string[]): Notice =>
  note(
    "national-columns",
    source,
    `${nameList(columns)} ${columns.length === 1 ? "has" : "have"} values in the rows of ${quote(geo)} alone: they hold for all geos at their date, and these rows are no geo.`,
    "Nothing to do if that is right.",
  );

/** Nothing says how many people live in the geos. */
export const withoutPopulation = (source: string): Notice =>
  note(
    "without-population",
    source,
    "No column says how many people live in each geo, so amounts are not made relative to population.",
    'Add a column "population", or give the population of geos in a model file, where geos differ much in size.',
  );

/** Geos that have rows from a later date on, or to an earlier one. */
export const raggedGeos = (
  source: string,
  geos: readonly { readonly name: string; readonly date: string; readonly periods: number }[],
  end: "late" | "early",
  period: RowPeriod,
): Notice => {
  const parts = geos.map(({ name, date, periods }) => `${quote(name)} ${date} (${count(periods, period)})`);
  const shown = parts.length > 6 ? [...parts.slice(0, 6), `${count(parts.length - 6, "more geo")}`] : parts;
  return note(
    end === "late" ? "geos-start-late" : "geos-end-early",
    source,
    end === "late"
      ? `Some geos start later than the others: ${shown.join(", ")}. They begin with nothing carried over from before.`
      : `Some geos end earlier than the others: ${shown.join(", ")}. What comes after is not modeled.`,
    end === "late"
      ? "Nothing to do if they had no media before; otherwise add the rows before, with the target left empty where it is not known."
      : "Nothing to do if that is right.",
  );
};

/** Empty cells of the target. */
export const targetNotKnown = (
  source: string,
  column: string,
  cells: number,
  of: number,
  geos: readonly string[],
): Notice =>
  note(
    "target-not-known",
    place(source, undefined, column),
    `${count(cells, "cell")} of ${of} (${percent(cells / of)}) ${cells === 1 ? "is" : "are"} empty, in ${nameList(geos)}: the target is not known there. ${cells === 1 ? "It is" : "They are"} left out of the fit, spend of these rows is carried over, and nothing is filled in.`,
    "Nothing to do if that is right; write 0 where it was 0.",
  );

/** Geos with few rows in which the target is known. */
export const sparseGeos = (source: string, geos: readonly string[], rows: number): Notice =>
  warning(
    "sparse-geos",
    source,
    `The target is known in fewer than ${rows} rows of ${nameList(geos)}: what is found there comes from the other geos.`,
    "Add history, or remove these geos.",
  );

/** National spend that was split by population. */
export const spendSplit = (source: string, columns: readonly string[]): Notice =>
  warning(
    "spend-split",
    source,
    `${nameList(columns)} ${columns.length === 1 ? "has" : "have"} the same amount in every geo at every date. It is taken as national spend, counted once and split by population.`,
    `Differences between geos carry no information about such a channel; it is estimated from changes over time, as in a national table. If each geo did spend this amount, add --national none.`,
  );

/** Spend per head that is the same in all geos. */
export const spendByPopulation = (source: string, columns: readonly string[]): Notice =>
  warning(
    "spend-by-population",
    source,
    `Per head, the spend of ${nameList(columns)} is the same in every geo at every date, as national spend that was split by population is.`,
    "Differences between geos carry no information about such a channel; it is estimated from changes over time, as in a national table.",
  );

/** Columns that differ between geos alone. */
export const constantByGeo = (source: string, columns: readonly string[]): Notice =>
  note(
    "control-constant-by-geo",
    source,
    `${nameList(columns)} never ${columns.length === 1 ? "changes" : "change"} within a geo and ${columns.length === 1 ? "is" : "are"} not used: the intercepts of the geos account for it.`,
    "Nothing to do.",
  );
