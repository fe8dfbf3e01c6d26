// What the user is told of media that another column than their spend drives, of treatments, and of what conversions are worth.

import { note, warning } from "./data-notices.ts";
import type { Notice } from "./notice.ts";
import { place } from "./place.ts";
import { count, given, nameList, quote } from "../words/index.ts";

/** A channel with a driver of its own; without `spend` and `price` where it has no spend. */
export interface ToldDriver {
  readonly name: string;
  readonly driver: string;
  readonly spend?: string;
  /** Average cost of one unit of the driver over the table. */
  readonly price?: number;
}

export const driversTaken = (source: string, channels: readonly ToldDriver[]): Notice => {
  const parts = channels.map(({ name, driver, spend, price }) =>
    spend === undefined || price === undefined
      ? `${name} by ${quote(driver)}, without spend: it has a contribution and no return`
      : `${name} by ${quote(driver)}, at the cost of ${quote(spend)} (${given(Number(price.toPrecision(3)))} per unit on average)`,
  );
  const { name, spend } = channels.find((channel) => channel.spend !== undefined) ?? channels[0];
  const hasSpend = spend !== undefined;
  return note(
    "drivers-taken",
    source,
    `Media in their own unit drive the effect of ${count(channels.length, "channel")}: ${parts.join("; ")}.`,
    hasSpend
      ? `Curves and plans are in spend, at the average price of each channel over the table. To have spend drive a channel: \`channels: { ${spend}: { driver: spend } }\` in a model file, for ${name}.`
      : "Plans leave them as they are.",
  );
};

export const driverNotTaken = (source: string, column: string, channel: string, why: string): Notice =>
  warning(
    "driver-not-taken",
    place(source, undefined, column),
    `The column does not drive ${channel}, because ${why}; spend drives it.`,
    `If it should, write \`channels: { ${channel}: { driver: ${column} } }\` in a model file.`,
  );

export const worthTaken = (source: string, column: string, target: string): Notice =>
  note(
    "worth-taken",
    place(source, undefined, column),
    `The column says what one of ${quote(target)} is worth in each row. ${quote(target)} stays what is modeled, and contributions are told in it; ROI, curves and plans are in revenue, valued row by row.`,
    `After the table each one counts as much as on average in it. To have returns in ${quote(target)}, write \`revenue_per_conversion: none\` in a model file.`,
  );

/** What plans take of the table for the weeks after it. */
export const planPrices = (channels: readonly string[]): Notice => ({
  level: "note",
  code: "plan-prices",
  message: `Spend of ${nameList(channels, 12)} buys what drives the channel at its average price over the table.`,
  hint: "Where prices will differ, so will what the plan brings.",
});

export const planWorth = (target: string, column: string): Notice => ({
  level: "note",
  code: "plan-worth",
  message: `Each of ${quote(target)} counts as much as on average in the table, by ${quote(column)}.`,
  hint: "Where that will differ, so will what the plan brings.",
});

export const planOrganic = (channels: readonly string[]): Notice => ({
  level: "note",
  code: "plan-organic",
  message: `${nameList(channels, 12)} ${channels.length === 1 ? "has" : "have"} no spend: plans leave ${channels.length === 1 ? "it as it is" : "them as they are"}, and do not count what ${channels.length === 1 ? "it brings" : "they bring"}.`,
  hint: "Nothing to do.",
});

export const constantDriver = (source: string, column: string): Notice =>
  warning(
    "constant-driver",
    place(source, undefined, column),
    "What drives the channel is the same in every row, so its effect cannot be separated from the intercept.",
    "Check the column, or let spend drive the channel: `driver: spend`.",
  );

export const spendWithoutDriver = (source: string, column: string, rows: number): Notice =>
  warning(
    "spend-without-driver",
    place(source, undefined, column),
    `What drives the channel is 0 in ${count(rows, "row")} with spend: this spend has no effect of its own in the model, and counts as cost.`,
    "Check these rows. If the column was not recorded there, let spend drive the channel: `driver: spend`.",
  );

export const spendSplitByDriver = (source: string, columns: readonly string[]): Notice =>
  note(
    "spend-split-by-driver",
    source,
    `The spend of ${columns.map(quote).join(", ")} is the same in every geo of a date: it is taken as that of all geos together, and split as what drives the channel is distributed over the geos.`,
    "Nothing to do if that is right; otherwise write the spend of each geo.",
  );
