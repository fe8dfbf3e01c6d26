// What a model file says of the columns of a channel: its spend, what drives it, and its name in results.

import type { MediaSaid } from "../../data/panel/index.ts";
import type { ResolvedChannel, ResolvedSpec } from "./resolved-spec.ts";
import type { ChannelEntry, ModelFile } from "./schema.ts";

/** One channel of a model file. */
export interface WrittenChannel {
  /** Its key in the map, or what the list has. */
  readonly key: string;
  /** Column or name of its spend; of organic media the column that drives them. */
  readonly column: string;
  /** What is said of its columns; absent where nothing is. */
  readonly said?: MediaSaid;
}

/** The channels of a model file, in its order; undefined where they are to be found. */
export function writtenChannels(channels: ModelFile["channels"]): readonly WrittenChannel[] | undefined {
  if (channels === undefined) return undefined;
  if (Array.isArray(channels)) return channels.map((column) => ({ key: column, column }));
  return Object.entries(channels).map(([key, entry]) => ofEntry(key, entry));
}

function ofEntry(key: string, entry: ChannelEntry | null): WrittenChannel {
  const { spend, driver } = entry ?? {};
  if (spend === "none") {
    // Without a driver there is no column; that is told when the model is resolved.
    return { key, column: driver ?? key, said: { name: key, organic: true } };
  }
  if (spend === undefined && driver === undefined) return { key, column: key };
  const named = spend === undefined ? {} : { name: key };
  return { key, column: spend ?? key, said: { ...named, ...(driver === undefined ? {} : { driver }) } };
}

/** Channels and what is said of them, as the reader of a table takes them. */
export function columnsOfChannels(channels: ModelFile["channels"]): {
  readonly channels?: readonly string[];
  readonly media?: Readonly<Record<string, MediaSaid>>;
} {
  const written = writtenChannels(channels);
  if (written === undefined) return {};
  const said = written.flatMap(({ column, said: own }) => (own === undefined ? [] : [[column, own] as const]));
  const columns = written.map(({ column }) => column);
  return said.length === 0 ? { channels: columns } : { channels: columns, media: Object.fromEntries(said) };
}

/** The column that drives a channel in place of its spend; undefined where spend does. */
export function driverOf({ driver }: Pick<ResolvedChannel, "driver">): string | undefined {
  return driver === "spend" ? undefined : driver;
}

/** Whether returns are in revenue although the target is conversions: the table says what each is worth. */
export function isValued({ revenue_per_conversion: worth }: Pick<ResolvedSpec, "revenue_per_conversion">): boolean {
  return worth !== undefined && worth !== "none";
}

/** The series of a channel as the model takes it: without a driver where the model has none. */
export function asModeled<T extends { readonly driver?: unknown }>(
  channel: T,
  spec: Pick<ResolvedChannel, "driver">,
): T {
  if (driverOf(spec) !== undefined || channel.driver === undefined) return channel;
  const { driver: _, ...rest } = channel;
  return rest as T;
}
