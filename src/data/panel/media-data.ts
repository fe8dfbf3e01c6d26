// A checked table: what models are built from.

import type { Notice } from "../../problems/notice.ts";
import type { Cadence } from "./cadence.ts";
import type { GeoData } from "./geos.ts";
import type { TargetKind } from "../../settings/index.ts";
import type { ColumnRole } from "../roles/index.ts";

export interface ChannelData {
  /** The column's name without what says that it is spend. */
  readonly name: string;
  readonly column: string;
  /** [geo][time] Spend, at least 0, in the table's unit; 0 where a geo has no row, and everywhere for organic media. */
  readonly spend: Float64Array;
  /** Where impressions, clicks or the like drive the effect, and spend is what they cost; absent where spend is both. */
  readonly driver?: DriverData;
  /** True for media without spend; absent otherwise. */
  readonly organic?: true;
  /**
   * True for a channel of a panel whose spend was given for all geos together and split by population, or is split so in the table:
   * per head it is the same in every geo, so nothing tells its effects in geos apart. Absent otherwise.
   */
  readonly nationalOnly?: true;
}

/** What drives a channel in a unit of its own. */
export interface DriverData {
  readonly column: string;
  /** [geo][time] At least 0; 0 where a geo has no row. */
  readonly values: Float64Array;
}

export interface ControlData {
  readonly name: string;
  /** [geo][time]; NaN where a geo has no row. */
  readonly values: Float64Array;
}

/** What one of a counted target is worth. */
export interface WorthData {
  readonly column: string;
  /** [geo][time] Revenue per conversion, at least 0; NaN where a geo has no row. */
  readonly values: Float64Array;
}

export interface TargetData {
  readonly name: string;
  readonly kind: TargetKind;
  /**
   * [geo][time]; in panels NaN where the cell is empty, which says that the value is not known, and where a geo has no row. What is not
   * known is left out of the likelihood; spend of such a row still is carried over.
   */
  readonly values: Float64Array;
  /** Of conversions, where the table says what one is worth in each row: returns are then in revenue. */
  readonly worth?: WorthData;
}

/** What returns, curves and plans are in: the target, or revenue where the table says what each conversion is worth. */
export function outcomeOf({ target }: Pick<MediaData, "target">): Pick<TargetData, "name" | "kind"> {
  return target.worth === undefined ? { name: target.name, kind: target.kind } : { name: "revenue", kind: "revenue" };
}

/**
 * A table, checked and in order of time. Spend, drivers, controls and target are arrays [geo][time]: the calendar of the first geo
 * after that of the second and so on, in the order of `geos`. A national table is a panel of one geo (`geosOf`): its arrays have one
 * value for each day, week, month or quarter, none missing.
 *
 * The calendar of a panel runs from the first row of any geo to the last row of any; dates, weeks and days of the year are those of the
 * calendar, the same for all geos. A geo may start late and end early (`GeoData`); between its first and its last row none is missing.
 */
export interface MediaData {
  /** The file's path as given, or a name for data from memory. */
  readonly source: string;
  /** SHA-256 of the file's bytes (of the canonical CSV text for data from memory), in hexadecimal. */
  readonly hash: string;
  /** Days, weeks, months or quarters of the calendar; a national table has a row for each, a panel one for each and geo. */
  readonly rows: number;
  /** The geos of a panel, in the order in which the table first names them; absent for a national table. */
  readonly geos?: readonly GeoData[];
  /** The column that names them; absent for a national table. */
  readonly geoColumn?: string;
  readonly cadence: Cadence;
  readonly dateColumn: string;
  /** ISO dates, or the week numbers of the file as text. */
  readonly dates: readonly string[];
  /** The file's week number, or rows counted from the first, which is 1 (daily tables: in steps of 1/7). */
  readonly weekIndex: Float64Array;
  /** Day of the year, 1 to 366; absent when the file has week numbers and no dates. */
  readonly dayOfYear?: Float64Array;
  readonly channels: readonly ChannelData[];
  readonly target: TargetData;
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
  /** Names of the geos of a panel. */
  readonly geos?: readonly string[] | undefined;
  readonly columns: readonly ColumnRole[];
}

/** @param currency as the specification has it */
export function columnsRead(
  { source, cadence, rows, notices, target, geos, columns = [] }: MediaData,
  currency: string | undefined,
): ColumnsRead {
  const read = { source, cadence, rows, notices, kind: target.kind, currency, columns };
  return geos === undefined ? read : { ...read, geos: geos.map(({ name }) => name) };
}
