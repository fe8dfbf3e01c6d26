// Media in their own unit beside spend: which column of impressions, clicks or GRPs drives the effect of a channel whose spend is its cost.

import { sum } from "../../numerics/index.ts";
import { driverNotices } from "../../problems/catalog.ts";
import type { Notice } from "../../problems/notice.ts";
import { channelOf, type ColumnRole, nameWords, type TableView, valuesOf } from "../roles/index.ts";
import type { ChannelData } from "./media-data.ts";

/** Units from the one that says most of what people saw to the one that is nearest to a response; those in none of them drive nothing by themselves. */
const units: readonly RegExp[] = [
  /^(?:impressions?|imps?|imprs?|mdip|impressionen|impresion(?:es)?|impressao|impressoes|einblendungen|vertoningen|visningar)$/,
  /^(?:grps?|trps?|ratings?|ots|contacts?|kontakte?|kontakt)$/,
  /^(?:views?|viewthroughs?|plays?|listens?|airings?|spots?|insertions?|circulation|delivered|sends?|sent|aufrufe)$/,
  /^(?:clicks?|klicks?|clics?|cliques|klickar|swipes?)$/,
];
/** Reach and frequency are parts of what was seen. */
const parts = /^(?:reach|frequency|freq|reichweite|alcance|portee|copertura|bereik)$/;
/** A driver that is zero in more than this share of the rows with spend was not recorded from the start, or is of something else. */
const mostUnseen = 0.2;

/** The channels of a table whose driver was looked for. */
export interface Pairing {
  readonly source: string;
  readonly looked: TableView;
  /** Columns that are something else. */
  readonly taken: readonly (string | undefined)[];
  /** All channels. */
  readonly channels: readonly ColumnRole[];
  /** Those whose driver was not said. */
  readonly toPair: readonly ColumnRole[];
}

/** By column of spend, the column that drives the channel; with a notice for exposure that could drive one and does not. */
export function pairDrivers(
  { source, looked, taken, channels, toPair }: Pairing,
  notices: Notice[],
): ReadonlyMap<string, string> {
  const paired = new Map<string, string>();
  for (const channel of toPair) {
    const candidates = looked.names
      .filter(
        (column) =>
          column !== channel.column &&
          !taken.includes(column) &&
          looked.meaning(column).meaning === "exposure" &&
          ofChannel(column, channels) === channel.channel,
      )
      .toSorted((a, b) => rankOf(a) - rankOf(b));
    const usable = candidates.filter((column) => whyNot(looked, column, channel.column) === undefined);
    const [driver] = usable;
    if (driver !== undefined) {
      paired.set(channel.column, driver);
      continue;
    }
    for (const column of candidates) {
      const why = whyNot(looked, column, channel.column);
      if (why !== undefined && why !== unsaid) {
        notices.push(driverNotices.driverNotTaken(source, column, channel.channel ?? channel.column, why));
      }
    }
  }
  return paired;
}

/** The channel that an exposure is of: by its name, else the only one there is. */
function ofChannel(column: string, channels: readonly ColumnRole[]): string | undefined {
  return channelOf(column, channels) ?? (channels.length === 1 ? channels[0].channel : undefined);
}

function rankOf(column: string): number {
  const words = nameWords(column).words.map(({ text }) => text);
  const rank = units.findIndex((unit) => words.some((word) => unit.test(word)));
  // Robyn writes facebook_I.
  if (column.endsWith("_I")) return 0;
  return rank < 0 ? units.length : rank;
}

/** Columns that nobody would take for a driver are left out without a word of their own. */
const unsaid = "";

/** Why an exposure does not drive the channel by itself, in words that go on after "because"; undefined where it can. */
function whyNot(looked: TableView, column: string, spendColumn: string): string | undefined {
  const contents = looked.contents(column);
  const words = nameWords(column).words.map(({ text }) => text);
  if (contents.kind !== "numbers")
    return contents.kind === "unreadable" ? `a cell is no number: ${contents.first}` : unsaid;
  const { shape, values } = contents;
  if (shape.binary) return unsaid;
  if (shape.constant) return "it is the same in every row";
  if (words.some((word) => parts.test(word))) {
    return "reach and frequency each are only a part of what was seen; their product, impressions, can drive a channel";
  }
  if (rankOf(column) === units.length) return unsaid;
  const spend = valuesOf(looked, spendColumn);
  if (spend === undefined) return unsaid;
  let [spent, unseen] = [0, 0];
  spend.forEach((value, row) => {
    if (value > 0) spent++;
    if (value > 0 && !(values[row] > 0)) unseen++;
  });
  if (unseen > mostUnseen * spent) return `it is 0 in ${unseen} of the ${spent} rows with spend`;
  return undefined;
}

/** What one unit of a channel's driver cost on average over the table: 1 where the driver has no spend, or spend drives itself. */
export function pricePerUnit({ spend, driver, organic }: Pick<ChannelData, "spend" | "driver" | "organic">): number {
  return driver === undefined || organic === true ? 1 : sum(spend) / sum(driver.values);
}

/** What amounts of `drivingSeries` are counted in: "spend", or of organic media the name of the column, whose values they are. */
export function drivingUnit({ column, organic }: Pick<ChannelData, "column" | "organic">): string {
  return organic === true ? column : "spend";
}

/**
 * [geo][time] What drives a channel, in the unit that its curve has: spend; where another column drives it, that column at its average price
 * over the table, so that it adds up to the spend; of organic media the column itself.
 */
export function drivingSeries(channel: Pick<ChannelData, "spend" | "driver" | "organic">): Float64Array {
  if (channel.driver === undefined) return channel.spend;
  const price = pricePerUnit(channel);
  return price === 1 ? channel.driver.values : channel.driver.values.map((value) => value * price);
}
