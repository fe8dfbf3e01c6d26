// A checked table: what models are built from.

import type { Notice } from "../../problems/notice.ts";
import type { Cadence } from "./cadence.ts";
import type { TargetKind } from "../../settings/index.ts";
import type { ColumnRole } from "../roles/index.ts";

export interface ChannelData {
  /** The column's name without what says that it is spend. */
  readonly name: string;
  readonly column: string;
  /** Spend of each row, at least 0, in the table's unit. */
  readonly spend: Float64Array;
  /** Impressions of each row, when the table has them. */
  readonly impressions?: Float64Array;
}

export interface ControlData {
  readonly name: string;
  readonly values: Float64Array;
}

/** All series have one value for each day, week, month or quarter, in order of time, none missing. */
export interface MediaData {
  /** The file's path as given, or a name for data from memory. */
  readonly source: string;
  /** SHA-256 of the file's bytes (of the canonical CSV text for data from memory), in hexadecimal. */
  readonly hash: string;
  readonly rows: number;
  readonly cadence: Cadence;
  readonly dateColumn: string;
  /** ISO dates, or the week numbers of the file as text. */
  readonly dates: readonly string[];
  /** The file's week number, or rows counted from the first, which is 1 (daily tables: in steps of 1/7). */
  readonly weekIndex: Float64Array;
  /** Day of the year, 1 to 366; absent when the file has week numbers and no dates. */
  readonly dayOfYear?: Float64Array;
  readonly channels: readonly ChannelData[];
  readonly target: { readonly name: string; readonly kind: TargetKind; readonly values: Float64Array };
  readonly controls: readonly ControlData[];
  /** ISO code of the currency that names or cells of the columns state; absent where they state none, or several. */
  readonly currency?: string;
  /** What each column of the table is and why, in the table's order; absent in runs stored by earlier versions. */
  readonly columns?: readonly ColumnRole[];
  /** What was decided for the user, and warnings. */
  readonly notices: readonly Notice[];
}

/** What a table was read as: every column with its role, and what stands out. */
export interface ColumnsRead extends Pick<MediaData, "source" | "cadence" | "rows" | "notices"> {
  readonly kind: MediaData["target"]["kind"];
  readonly currency?: string | undefined;
  readonly columns: readonly ColumnRole[];
}

/** @param currency as the specification has it */
export function columnsRead(
  { source, cadence, rows, notices, target, columns = [] }: MediaData,
  currency: string | undefined,
): ColumnsRead {
  return { source, cadence, rows, notices, kind: target.kind, currency, columns };
}
