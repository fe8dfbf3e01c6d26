// The table of a fit in its run folder, so that whatever is asked of the run later needs no other file.

import type { MediaData } from "../../data/panel/index.ts";

/** What data.json holds: the checked table, its series as lists of numbers. */
export type DataRecord = Listed<MediaData>;

/** The same with lists in place of typed arrays. */
type Listed<T> = T extends Float64Array
  ? readonly number[]
  : T extends string | number | undefined
    ? T
    : { readonly [K in keyof T]: Listed<T[K]> };

/** Numbers come back bit for bit: JSON has the shortest decimals that do. */
export function encodeData(data: MediaData): DataRecord {
  const { dayOfYear, ...rest } = data;
  return {
    ...rest,
    weekIndex: [...data.weekIndex],
    ...(dayOfYear === undefined ? {} : { dayOfYear: [...dayOfYear] }),
    channels: data.channels.map(({ impressions, ...channel }) => ({
      ...channel,
      spend: [...channel.spend],
      ...(impressions === undefined ? {} : { impressions: [...impressions] }),
    })),
    target: { ...data.target, values: [...data.target.values] },
    controls: data.controls.map(({ name, values }) => ({ name, values: [...values] })),
  };
}

/** The table that `encodeData` took apart. */
export function decodeData(record: DataRecord): MediaData {
  const { dayOfYear, ...rest } = record;
  return {
    ...rest,
    weekIndex: Float64Array.from(record.weekIndex),
    ...(dayOfYear === undefined ? {} : { dayOfYear: Float64Array.from(dayOfYear) }),
    channels: record.channels.map(({ impressions, ...channel }) => ({
      ...channel,
      spend: Float64Array.from(channel.spend),
      ...(impressions === undefined ? {} : { impressions: Float64Array.from(impressions) }),
    })),
    target: { ...record.target, values: Float64Array.from(record.target.values) },
    controls: record.controls.map(({ name, values }) => ({ name, values: Float64Array.from(values) })),
  };
}
