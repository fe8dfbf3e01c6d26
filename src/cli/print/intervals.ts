// Uncertain numbers in tables: "12,345 (11,000 to 13,900)", and the columns that hold them.

import type { PeriodRecord } from "../../decisions/draws/index.ts";
import {
  type Alike,
  alike,
  count,
  type Estimated,
  estimated,
  fixed,
  level as levelText,
  medianMark,
  medianNote,
} from "../../words/index.ts";
import { type TableColumn, wrapText } from "./table.ts";

/** The lines, with a note on what the mark of medians means where they have one. */
export function noted(lines: readonly string[], width: number): readonly string[] {
  return lines.some((line) => line.includes(medianMark)) ? [...lines, ...wrapText(medianNote, width)] : lines;
}

/** Digits of the largest amount of a table that its smaller amounts are shown to. */
const digitsOfLargest = 6;

/** Numbers that stand together, with no more decimals than the largest amount of the table leaves meaning to: parts that add up to nothing are 0. */
export function atMost(largest: number): Alike {
  const most = Math.max(0, digitsOfLargest - 1 - Math.floor(Math.log10(Math.max(Math.abs(largest), 1e-300))));
  return (values, locale) => {
    const print = alike.figures(values, locale);
    return (value) => {
      const text = print(value);
      return (text.split(".")[1]?.length ?? 0) > most ? fixed(value, most, locale) : text;
    };
  };
}

/** The same of a share, in percent without the sign. */
export function percentText(ends: Estimated): string {
  return estimated(ends, (values, locale) => {
    const print = alike.percents(values, locale);
    return (value) => print(value).replace("%", "");
  });
}

export function rightColumn(title: string, rank: number, cells: readonly string[]): TableColumn {
  return { title, align: "right", rank, cells };
}

export function leftColumn(title: string, cells: readonly string[]): TableColumn {
  return { title, align: "left", rank: 0, cells };
}

/** "2024-01-01 to 2025-12-22, 104 weeks; posterior means with 90% credible intervals", after the geo or the number of geos of a panel */
export function periodText({ from, to, rows, unit, geo, geos }: PeriodRecord, level: number): string {
  const where = geo === undefined ? (geos === undefined ? "" : `${count(geos, "geo")} together, `) : `${geo}, `;
  return `${where}${from} to ${to}, ${count(rows, unit)}; posterior means with ${levelText(level)} credible intervals`;
}

/** What the first column of a CSV table of a panel has: the geo that a row is of, or that it is of all. */
export const allGeos = "all geos";

/** A column for the geo before the others, in tables of panels. */
export function geoColumns({ geo, geos }: Pick<PeriodRecord, "geo" | "geos">): {
  readonly names: readonly string[];
  readonly of: readonly string[];
} {
  const isPanel = geo !== undefined || geos !== undefined;
  return { names: isPanel ? ["geo"] : [], of: isPanel ? [geo ?? allGeos] : [] };
}
