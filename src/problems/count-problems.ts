// Problems and notices of targets that are modeled as counts.

import type { Notice } from "./notice.ts";
import { place } from "./place.ts";
import type { Problem } from "./problem.ts";
import { count, figure, quote } from "../words/index.ts";

/** A row of the table, or of a geo of a panel. */
function inRow(row: number, geo: string | undefined): string {
  return geo === undefined ? `in row ${row}` : `in row ${row} of ${quote(geo)}`;
}

export const notCounts = (where: string, column: string, row: number, value: number, geo?: string): Problem => ({
  code: "target-not-counts",
  message: `likelihood: negative_binomial is for counts, and ${quote(column)} is not whole ${inRow(row, geo)}.`,
  where,
  received: String(value),
  hint: "Name a column of conversions as `target`; for revenue leave the likelihood out, or write student_t.",
});

export const negativeCount = (where: string, column: string, row: number, value: number, geo?: string): Problem => ({
  code: "target-not-counts",
  message: `likelihood: negative_binomial is for counts, and ${quote(column)} is negative ${inRow(row, geo)}.`,
  where,
  received: String(value),
  hint: "Counts can only be negative if they were released with noise. Describe the noise under `noise`, or correct the column.",
});

export const smallCountsFound = (source: string, column: string, mean: number, zeros: number): Notice => ({
  level: "note",
  code: "small-counts",
  message: `${quote(column)} is a small count (${figure(mean)} a row on average${zeros === 0 ? "" : `, 0 in ${count(zeros, "row")}`}), so its likelihood is negative_binomial.`,
  where: place(source),
  hint: "Nothing to do if that is right; for normal errors write `likelihood: normal` in a model file.",
});

export const countsOfMoney = (where: string, source: string, column: string): Notice => ({
  level: "warning",
  code: "counts-of-money",
  message: `${quote(column)} of ${place(source)} is modeled as a count of events, but its name does not suggest a count.`,
  where,
  hint: "If it is money, remove the likelihood: the variance of a count model depends on the unit.",
});
