// What the user is told about a table that can be used: decisions taken for them, and warnings.

import type { Notice } from "./notice.ts";
import { place } from "./place.ts";
import type { Cell } from "./place.ts";
import { count, figure, fixed, nameList, quote } from "../words/index.ts";

const note = (code: string, where: string, message: string, hint: string, received?: string): Notice =>
  received === undefined
    ? { level: "note", code, where, message, hint }
    : { level: "note", code, where, message, hint, received };

const warning = (code: string, where: string, message: string, hint: string, received?: string): Notice => ({
  ...note(code, where, message, hint, received),
  level: "warning",
});

export const thousandsRead = (source: string, text: string, value: number): Notice =>
  note(
    "thousands-separators",
    source,
    "Thousands separators were removed.",
    "Nothing to do if that is right.",
    `${quote(text)}, read as ${value}`,
  );

export const revenueChosen = (source: string, revenue: string, conversions: string): Notice =>
  note(
    "revenue-chosen",
    source,
    `The target is ${quote(revenue)}; ${quote(conversions)} is not used.`,
    `Set "target" to ${quote(conversions)} to model that instead.`,
  );

export const columnIgnored = (source: string, column: string, why: string): Notice =>
  note(
    "column-ignored",
    place(source, undefined, column),
    `The column is not used: ${why}.`,
    "Nothing to do if that is right.",
  );

export const rowsSorted = (source: string, column: string): Notice =>
  note(
    "rows-sorted",
    place(source, undefined, column),
    "The rows were not in chronological order and have been sorted.",
    "Nothing to do.",
  );

export const controlLeftOut = (source: string, column: string, value: number): Notice =>
  note(
    "constant-control-left-out",
    place(source, undefined, column),
    `The control is ${value} in every row; it is left out.`,
    "Nothing to do if that is right.",
  );

export const lookalikeControl = (source: string, column: string, meant: string): Notice =>
  warning(
    "lookalike-column",
    place(source, undefined, column),
    "The column is used as a control, but its name looks like a channel's spend.",
    `If it is spend, rename it to ${quote(meant)}.`,
  );

export const impressionsWithoutSpend = (source: string, column: string, spend: string): Notice =>
  warning(
    "impressions-without-spend",
    place(source, undefined, column),
    `There is no column ${quote(spend)}, so these impressions are not used.`,
    "Add the spend, or check that both names agree.",
  );

export const constantSpend = (source: string, column: string, value: number): Notice =>
  warning(
    "constant-spend",
    place(source, undefined, column),
    "The spend is constant, so its effect cannot be separated from the intercept, nor its saturation from its scale.",
    "Expect the posterior of this channel to equal its prior. Vary the spend to learn more.",
    String(value),
  );

export const rarelySpent = (source: string, column: string, active: number, rows: number): Notice =>
  warning(
    "rarely-spent",
    place(source, undefined, column),
    `The channel has spend in only ${active} of ${rows} rows.`,
    "Expect a wide interval for this channel.",
  );

export const unusualSpend = ({ source, row, column }: Cell, value: number, median: number): Notice =>
  warning(
    "unusual-spend",
    place(source, row, column),
    `This spend is ${Math.round(value / median)} times the column's median of ${median}.`,
    "Check that it is in the same unit as the others.",
    String(value),
  );

export const negativeRevenue = (source: string, column: string, rows: number): Notice =>
  warning(
    "negative-revenue",
    place(source, undefined, column),
    `The target is negative in ${count(rows, "row")}.`,
    "Nothing to do if refunds exceeded sales; otherwise check these rows.",
  );

export const shortHistory = (source: string, rows: number, unit: "weeks" | "days"): Notice =>
  warning(
    "short-history",
    source,
    `The table covers ${rows} ${unit}, less than one year, so the season cannot be separated from trend and media.`,
    "Use a year or more if possible; expect wide intervals.",
  );

export const fewRowsPerParameter = (source: string, rows: number, parameters: number): Notice =>
  warning(
    "few-rows-per-parameter",
    source,
    `The table has ${rows} rows for about ${parameters} parameters.`,
    "Expect results close to the priors. Merge channels or add history.",
  );

export const collinearPair = (source: string, a: string, b: string, correlation: number): Notice =>
  warning(
    "collinear-columns",
    source,
    `The columns ${quote(a)} and ${quote(b)} are strongly correlated (${fixed(correlation, 3)}).`,
    "Their effects cannot be separated. Merge them or remove one.",
  );

export const collinearColumns = (source: string, column: string, others: readonly string[]): Notice =>
  warning(
    "collinear-columns",
    source,
    `The column ${quote(column)} is a linear combination of ${nameList(others)}.`,
    "Their effects cannot be separated. Remove one of them.",
  );

export const unitsDiffer = (source: string, spend: number, target: number): Notice =>
  warning(
    "units-differ",
    source,
    "Total spend is more than ten times total revenue.",
    "Check that both are in the same unit.",
    `about ${figure(spend)} of spend and ${figure(target)} of revenue`,
  );

export const constantImpressions = (source: string, column: string): Notice =>
  warning(
    "constant-impressions",
    place(source, undefined, column),
    "The impressions are the same in every row.",
    "Check the column.",
  );
