// Rows of a table in the order in which predictions have them: geo by geo, in each geo in the order of time. A national table is one geo.

import { geosOf, type MediaData } from "../../data/panel/index.ts";

/** Rows of one geo. */
export interface CellSeries {
  /** Name of the geo; empty for a national table. */
  readonly geo: string;
  /** Its position among the geos of the table. */
  readonly index: number;
  /** Positions of its rows among all rows that are looked at: from, and to before. */
  readonly from: number;
  readonly to: number;
  /** Position in the calendar of each of its rows, ascending. */
  readonly rows: Int32Array;
}

/** Rows whose target is known, from a position in the calendar on. Geos without any are left out. */
export function knownSeries(data: Pick<MediaData, "rows" | "geos" | "target">, from = 0): readonly CellSeries[] {
  // A national table has no empty cells.
  if (data.geos === undefined) return [oneSeries(data.rows - from, from)];
  return seriesOf(data, from, (value) => !Number.isNaN(value));
}

/** Rows that a geo has and whose target is not known. */
export function unknownSeries(data: Pick<MediaData, "rows" | "geos" | "target">, from = 0): readonly CellSeries[] {
  return data.geos === undefined ? [] : seriesOf(data, from, Number.isNaN);
}

function seriesOf(
  data: Pick<MediaData, "rows" | "geos" | "target">,
  from: number,
  isWanted: (target: number) => boolean,
): readonly CellSeries[] {
  let place = 0;
  return geosOf(data).flatMap(({ name, first, end }, index): CellSeries[] => {
    const rows: number[] = [];
    for (let t = Math.max(first, from); t < end; t++) {
      if (isWanted(data.target.values[index * data.rows + t])) rows.push(t);
    }
    if (rows.length === 0) return [];
    const start = place;
    place += rows.length;
    return [{ geo: name, index, from: start, to: place, rows: Int32Array.from(rows) }];
  });
}

/** The rows of a national table, or of anything that is one series. */
export function oneSeries(count: number, first = 0): CellSeries {
  return { geo: "", index: 0, from: 0, to: count, rows: Int32Array.from({ length: count }, (_, k) => first + k) };
}

/** Values of [geo][week] at some rows, in their order. */
export function atCells(values: ArrayLike<number>, series: readonly CellSeries[], calendar: number): Float64Array {
  const cells = new Float64Array(series.at(-1)?.to ?? 0);
  for (const { index, from, rows } of series) {
    rows.forEach((t, k) => {
      cells[from + k] = values[index * calendar + t];
    });
  }
  return cells;
}

/** The target of rows whose predictions are known, in their order. */
export function targetOf(data: Pick<MediaData, "rows" | "target">, series: readonly CellSeries[]): Float64Array {
  return atCells(data.target.values, series, data.rows);
}

/** What a row is called: its date, in a panel after its geo. */
export function cellNames(
  { dates }: Pick<MediaData, "dates">,
  series: readonly CellSeries[],
): (position: number) => string {
  return (position) => {
    const own = series.find(({ to }) => position < to);
    if (own === undefined) return dates[position];
    const date = dates[own.rows[position - own.from]];
    return own.geo === "" ? date : `${own.geo} ${date}`;
  };
}

/** What rows are called, one after another. */
export interface RowLabels {
  readonly dates: readonly string[];
  /** Of a panel. */
  readonly geos?: readonly string[];
}

export function rowLabels(
  { dates, geos }: Pick<MediaData, "dates" | "geos">,
  series: readonly CellSeries[],
): RowLabels {
  const own = series.flatMap(({ rows }) => Array.from(rows, (t) => dates[t]));
  if (geos === undefined) return { dates: own };
  return { dates: own, geos: series.flatMap(({ geo, rows }) => Array.from(rows, () => geo)) };
}

/** Each of the rows less the mean of its geo. */
export function withinGeos(values: ArrayLike<number>, series: readonly CellSeries[]): Float64Array {
  const within = Float64Array.from(values);
  for (const { from, to } of series) {
    let mean = 0;
    for (let k = from; k < to; k++) mean += values[k] / (to - from);
    for (let k = from; k < to; k++) within[k] -= mean;
  }
  return within;
}
