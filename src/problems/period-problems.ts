// Problems of the weeks, days or geos of a table that were asked for.

import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { count, nameList, quote } from "../words/index.ts";

interface Covered {
  readonly first: string;
  readonly last: string;
  readonly rows: number;
}

const covers = ({ first, last }: Covered): string => `The table covers ${first} to ${last}.`;

export const periodLabelUnreadable = (
  option: string,
  received: string,
  numbered: boolean,
  table: Covered,
): Problem => ({
  code: "period-label-unreadable",
  message: `${option} must be ${numbered ? "a number of the table's column of weeks" : "a date like 2024-03-18"}.`,
  received: quote(received),
  hint: covers(table),
});

export const periodEmpty = (from: string, to: string, table: Covered): Problem => ({
  code: "period-empty",
  message: "No row of the table is in this period.",
  received: `${from} to ${to}`,
  hint: covers(table),
});

export const periodTooLong = (received: number, table: Covered): Problem => ({
  code: "period-too-long",
  message: `The table has only ${count(table.rows, "row")}.`,
  received: String(received),
  hint: "Ask for fewer, or omit the option for the whole table.",
});

export const againstOutside = (option: string, received: string, rows: number, table: Covered): Problem => ({
  code: "against-outside",
  message: `${option}: the table has no period of ${count(rows, "row")} there.`,
  received: quote(received),
  hint: `${covers(table)} Ask about a shorter or later period, or compare with another.`,
});

export const oneOfBridges = (against: string, plan: string): Problem => ({
  code: "one-of-bridges",
  message: `One of ${against} and ${plan} must be given.`,
  hint: "Compare with an earlier period, or with a plan of the same one.",
});

export const unknownGeo = (received: string, known: readonly string[]): Problem => ({
  code: "unknown-geo",
  message: "The fit has no such geo.",
  received: quote(received),
  hint: `${didYouMean(received, known)}Its geos: ${nameList(known, 12)}.`,
});

export const noGeos = (): Problem => ({
  code: "no-geos",
  message: "The fit is of a national table, which has no geos.",
  hint: "Ask for the total, or fit a table with a row for each geo and date.",
});
