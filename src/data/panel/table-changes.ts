// A table beside an earlier one of the same columns: which cells of the rows that both have differ, what came and went, and the rows that are new.

import type { Column, Table } from "../reading/index.ts";
import { type GeoData, geosOf } from "./geos.ts";
import type { MediaData } from "./media-data.ts";

/** Differences below this part of the larger value are of rounding. */
const sameWithin = 1e-9;
/** Changed cells are listed up to here; the sums by column count all. */
const mostListed = 100;

/** A cell that differs. */
export interface CellChange {
  /** As the table writes it. */
  readonly date: string;
  /** Of a panel. */
  readonly geo?: string;
  readonly column: string;
  /** NaN where the value was not known. */
  readonly old: number;
  readonly new: number;
}

/** All cells of a column, in the rows that both tables have. */
export interface ColumnChange {
  readonly column: string;
  /** Cells that differ. */
  readonly changed: number;
  /** Sums over the rows of both tables, as each knows them. */
  readonly old: number;
  readonly new: number;
}

export interface TableChanges {
  /** Rows that both have: of a panel for each geo. */
  readonly rows: number;
  readonly changed: number;
  /** Columns in which anything changed. */
  readonly columns: readonly ColumnChange[];
  /** The largest, in units of the mean size of their column. */
  readonly largest: readonly CellChange[];
  /** Rows up to the end of the earlier table that only the newer one has, and those that it lacks. */
  readonly rowsAdded: number;
  readonly rowsRemoved: number;
  /** Names that only one of the tables has. */
  readonly columnsAdded: readonly string[];
  readonly columnsRemoved: readonly string[];
  readonly geosAdded: readonly string[];
  readonly geosRemoved: readonly string[];
}

/** Where the calendars of two tables meet. */
export interface CommonRows {
  /** First row of both in each, and how many there are. */
  readonly old: number;
  readonly new: number;
  readonly rows: number;
}

/** Dates that both tables have; undefined where there are none. */
export function commonRows(old: Pick<MediaData, "dates">, next: Pick<MediaData, "dates">): CommonRows | undefined {
  const places = new Map(next.dates.map((date, t) => [date, t]));
  const first = old.dates.findIndex((date) => places.has(date));
  if (first < 0) return undefined;
  const start = places.get(old.dates[first])!;
  return { old: first, new: start, rows: Math.min(old.dates.length - first, next.dates.length - start) };
}

/** The numbers of a table by column, [geo][time]; NaN where they are not known. */
function numbersIn(data: MediaData): ReadonlyMap<string, Float64Array> {
  const { channels, controls, target } = data;
  const columns = new Map<string, Float64Array>([[target.name, target.values]]);
  for (const { column, spend, driver, organic } of channels) {
    if (organic === undefined) columns.set(column, spend);
    if (driver !== undefined) columns.set(driver.column, driver.values);
  }
  for (const { name, values } of controls) columns.set(name, values);
  if (target.worth !== undefined) columns.set(target.worth.column, target.worth.values);
  return columns;
}

const hasRow = ({ first, end }: Pick<GeoData, "first" | "end">, t: number): boolean => t >= first && t < end;

function isSame(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return Math.abs(a - b) <= sameWithin * Math.max(Math.abs(a), Math.abs(b));
}

/** What differs between a table and a newer one, in the columns that both were read with. */
export function tableChanges(old: MediaData, next: MediaData, { old: from, new: to, rows }: CommonRows): TableChanges {
  const geos = geosOf(old);
  const others = new Map(geosOf(next).map((geo, index) => [geo.name, { ...geo, index }]));
  const pairs = geos.flatMap((geo, index) => {
    const other = others.get(geo.name);
    return other === undefined ? [] : [{ name: geo.name, geo, index, other }];
  });
  const isPanel = old.geos !== undefined;
  let [common, removed] = [0, 0];
  for (const { geo, other } of pairs) {
    for (let t = geo.first; t < geo.end; t++) {
      const s = t - from + to;
      if (t >= from && t < from + rows && hasRow(other, s)) common++;
      else removed++;
    }
  }
  let past = 0;
  for (const { other } of pairs) past += Math.max(0, Math.min(other.end, to + rows) - other.first);
  const values = numbersIn(next);
  const columns: ColumnChange[] = [];
  const cells: { readonly cell: CellChange; readonly size: number }[] = [];
  for (const [column, before] of numbersIn(old)) {
    const after = values.get(column);
    if (after === undefined) continue;
    const sums = { old: 0, new: 0, size: 0 };
    const changed: CellChange[] = [];
    for (const { name, geo, index, other } of pairs) {
      for (let k = 0; k < rows; k++) {
        if (!hasRow(geo, from + k) || !hasRow(other, to + k)) continue;
        const [was, is] = [before[index * old.rows + from + k], after[other.index * next.rows + to + k]];
        sums.old += was || 0;
        sums.new += is || 0;
        sums.size += Math.abs(was) || 0;
        if (isSame(was, is)) continue;
        changed.push({ date: old.dates[from + k], ...(isPanel ? { geo: name } : {}), column, old: was, new: is });
      }
    }
    if (changed.length === 0) continue;
    columns.push({ column, changed: changed.length, old: sums.old, new: sums.new });
    const unit = sums.size / common || 1;
    // A value that came or went counts as all of it.
    for (const cell of changed) cells.push({ cell, size: Math.abs((cell.new || 0) - (cell.old || 0)) / unit });
  }
  const largest = cells
    .toSorted((a, b) => b.size - a.size)
    .slice(0, mostListed)
    .map(({ cell }) => cell);
  return {
    rows: common,
    changed: cells.length,
    columns,
    largest,
    rowsAdded: past - common,
    rowsRemoved: removed,
    ...namesApart(old, next),
  };
}

function namesApart(
  old: MediaData,
  next: MediaData,
): Pick<TableChanges, "columnsAdded" | "columnsRemoved" | "geosAdded" | "geosRemoved"> {
  const apart = (a: readonly string[], b: readonly string[]): readonly string[] =>
    a.filter((name) => !b.includes(name));
  const columnsOf = ({ columns = [] }: MediaData): readonly string[] => columns.map(({ column }) => column);
  const geosIn = ({ geos = [] }: MediaData): readonly string[] => geos.map(({ name }) => name);
  // Runs of earlier versions do not say which columns their table had.
  const known = old.columns !== undefined && next.columns !== undefined;
  return {
    columnsAdded: known ? apart(columnsOf(next), columnsOf(old)) : [],
    columnsRemoved: known ? apart(columnsOf(old), columnsOf(next)) : [],
    geosAdded: apart(geosIn(next), geosIn(old)),
    geosRemoved: apart(geosIn(old), geosIn(next)),
  };
}

/** The rows of the newer table after the end of the older one, as a file of rows to come (`withRowsAfter`), and the target that was observed in them. */
export interface LaterRows {
  readonly table: Table;
  /** [geo of the older table][row] NaN where it is not known. */
  readonly observed: Float64Array;
  readonly rows: number;
}

/**
 * Rows that came after an earlier table, of the geos that it ends with; undefined where there are none. A geo that has no row, or whose target
 * is not known, has NaN as observed; its spend counts as 0 there, which only its own predictions would notice.
 */
export function laterRows(
  old: MediaData,
  next: MediaData,
  { new: to, rows: common }: CommonRows,
): LaterRows | undefined {
  const start = to + common;
  const rows = next.rows - start;
  if (rows <= 0) return undefined;
  const geos = geosOf(old);
  const others = geosOf(next);
  const going = geos.flatMap(({ name, end }, index) => {
    const place = others.findIndex((each) => each.name === name);
    return end === old.rows ? [{ name, index, place }] : [];
  });
  const valueAt = (values: Float64Array, place: number, t: number): number =>
    place < 0 || !hasRow(others[place], t) ? Number.NaN : values[place * next.rows + t];
  const cells = going.flatMap(({ name, place }) =>
    Array.from({ length: rows }, (_, k) => ({ name, place, t: start + k })),
  );
  const texts = (name: string, values: readonly string[]): Column => ({ kind: "text", name, values, decimal: "." });
  const columns: Column[] = [
    texts(
      old.dateColumn,
      cells.map(({ t }) => next.dates[t]),
    ),
  ];
  if (old.geos !== undefined && old.geoColumn !== undefined)
    columns.push(
      texts(
        old.geoColumn,
        cells.map(({ name }) => name),
      ),
    );
  for (const [name, values] of numbersIn(next)) {
    if (name === next.target.name || columns.some((each) => each.name === name)) continue;
    columns.push({
      kind: "number",
      name,
      values: Float64Array.from(cells, ({ place, t }) => valueAt(values, place, t) || 0),
    });
  }
  const observed = new Float64Array(geos.length * rows).fill(Number.NaN);
  for (const { index, place } of going) {
    for (let k = 0; k < rows; k++) observed[index * rows + k] = valueAt(next.target.values, place, start + k);
  }
  const table: Table = {
    source: next.source,
    hash: next.hash,
    columns,
    rows: cells.length,
    lineUnit: "row",
    lines: Float64Array.from(cells, (_, k) => k + 1),
    notices: [],
  };
  return { table, observed, rows };
}
