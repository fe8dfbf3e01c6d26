// The geos of a table: which there are, how many people live there, and which cells of [geo, time] the table has.

import { columnOf, type Table, textsOf } from "../reading/index.ts";

/** One geo of a panel. */
export interface GeoData {
  /** As the table writes it. */
  readonly name: string;
  /** People, above 0; known for all geos or for none. Where it is absent nothing can be made relative to it. */
  readonly population?: number;
  /**
   * The geo has rows from the position `first` of the calendar to the one before `end`, without gaps: 0 and `rows` where it has
   * all. A geo that starts late had nothing to carry over before; what comes after one that ends early is not known.
   */
  readonly first: number;
  readonly end: number;
}

/** The geo of each row of a table as read. */
export interface GeoRows {
  readonly column: string;
  /** In the order in which the table first names them. */
  readonly names: readonly string[];
  /** Position in `names`, for each row of the table. */
  readonly of: Int32Array;
}

/** Whether a column holds one value for each geo, whatever the date. */
export function isOneByGeo(table: Table, column: string, geos: GeoRows): boolean {
  const texts = textsOf(columnOf(table, column)!);
  const first: (string | undefined)[] = geos.names.map(() => undefined);
  return texts.every((text, row) => (first[geos.of[row]] ??= text) === text);
}

/** What tells of the geos in a table. */
export interface HasGeos {
  readonly rows: number;
  readonly geos?: readonly GeoData[];
}

/**
 * The geos of a table. A national table is a panel of one geo, which has all rows and no name to show (the empty one).
 */
export function geosOf({ geos, rows }: HasGeos): readonly GeoData[] {
  return geos ?? [{ name: "", first: 0, end: rows }];
}

/** [geo][time] 1 where the table has a row, 0 before a geo starts and after it ends. */
export function cellsWithRow(data: HasGeos): Uint8Array {
  const { rows } = data;
  const geos = geosOf(data);
  const cells = new Uint8Array(geos.length * rows);
  geos.forEach(({ first, end }, geo) => cells.fill(1, geo * rows + first, geo * rows + end));
  return cells;
}

/** [geo][time] 1 where the target is known, 0 where its cell is empty or there is no row. */
export function observedCells(data: HasGeos & { readonly target: { readonly values: Float64Array } }): Uint8Array {
  return Uint8Array.from(data.target.values, (value) => (Number.isNaN(value) ? 0 : 1));
}
