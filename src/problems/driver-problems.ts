// Problems of media that another column than their spend drives, of treatments, and of what conversions are worth.

import type { Problem } from "./problem.ts";
import { place } from "./place.ts";
import { quote } from "../words/index.ts";

export const driverNeverActive = (source: string, column: string): Problem => ({
  code: "driver-never-active",
  message: "What drives the channel is 0 in every row, so its effect cannot be estimated.",
  where: place(source, undefined, column),
  hint: "Let spend drive the channel (`driver: spend`), or remove it.",
});

/** A prior of a return of media that cost nothing. */
export const returnOfOrganic = (where: string, kind: string, channel: string): Problem => ({
  code: "return-without-spend",
  message: `The channel ${quote(channel)} has no spend, so it has no ${kind} that a prior could be of.`,
  where,
  hint: `Write a prior of its share of the target: \`priors: { contribution: { ${channel}: beta(1, 99) } }\`.`,
});

/** The table was read with other drivers than the model file says. */
export const driverNotRead = (where: string, channel: string, driver: string, read: string | undefined): Problem => ({
  code: "driver-not-read",
  message: `The table was read with ${read === undefined ? "spend" : quote(read)} driving ${quote(channel)}, and the model file says ${quote(driver)}.`,
  where,
  hint: "Read the table with the columns of the model file: `writtenColumns(document)` gives them.",
});

export const worthless = (source: string, column: string): Problem => ({
  code: "worth-nothing",
  message: "What one conversion is worth is 0 in every row.",
  where: place(source, undefined, column),
  hint: "Write `revenue_per_conversion: none` to have returns in conversions.",
});

/** The table was read with another revenue per conversion than the model file says. */
export const worthNotRead = (where: string, written: string, read: string | undefined): Problem => ({
  code: "worth-not-read",
  message: `The table was read with ${read === undefined ? "no revenue per conversion" : `${quote(read)} as revenue per conversion`}, and the model file says ${quote(written)}.`,
  where,
  hint: "Read the table with the columns of the model file: `writtenColumns(document)` gives them.",
});

export const worthOfRevenue = (source: string, column: string, target: string): Problem => ({
  code: "worth-of-revenue",
  message: `The target ${quote(target)} is revenue, so it has no revenue per conversion.`,
  where: place(source, undefined, column),
  hint: "Leave `revenue_per_conversion` out, or name the column of conversions as target.",
});

/** A channel entry that says neither what it costs nor that it has no cost. */
export const organicWithoutDriver = (where: string, channel: string): Problem => ({
  code: "organic-without-driver",
  message: `The channel ${quote(channel)} has no spend, so it needs a column that drives it.`,
  where,
  hint: `Write \`${channel}: { spend: none, driver: COLUMN }\`, with the column of its impressions, sends or the like.`,
});

export const organicDriver = (where: string, channel: string): Problem => ({
  code: "organic-without-driver",
  message: `The channel ${quote(channel)} has no spend that could drive it.`,
  where,
  received: "driver: spend",
  hint: `Name the column of its impressions, sends or the like: \`driver: COLUMN\`.`,
});
