// Uncertain numbers in tables: "12,345 (11,000 to 13,900)", decimals as the interval leaves meaning to.

import type { Interval, PeriodRecord } from "../../decisions/draws/index.ts";
import { decimalsFor, formatNumber } from "./numbers.ts";
import type { TableColumn } from "./table.ts";

type Ends = Pick<Interval, "mean" | "lower" | "upper">;

/**
 * Mean and interval; the mean alone where there is no uncertainty; "-" where there is no figure.
 * @param most decimals, whatever the interval
 */
export function intervalText({ mean, lower, upper }: Ends, most: number = 6): string {
  if (Number.isNaN(mean)) return "-";
  if (lower === upper) return formatNumber(mean, Number.isInteger(mean) ? 0 : Math.min(2, most));
  // About the standard deviation, if the interval is the usual one.
  const decimals = Math.min(most, decimalsFor((upper - lower) / 3.3));
  return `${formatNumber(mean, decimals)} (${formatNumber(lower, decimals)} to ${formatNumber(upper, decimals)})`;
}

/** Digits of the largest amount of a table that its smaller amounts are shown to. */
const digitsOfLargest = 6;

/** Decimals that amounts of a table may have whose largest is this one: rounding of what adds up to nothing is not shown. */
export function mostDecimals(largest: number): number {
  return Math.max(0, digitsOfLargest - 1 - Math.floor(Math.log10(Math.max(Math.abs(largest), 1e-300))));
}

/** The same of a share, in per cent without the sign. */
export function percentText({ mean, lower, upper }: Ends): string {
  return intervalText({ mean: 100 * mean, lower: 100 * lower, upper: 100 * upper }, 1);
}

export function rightColumn(title: string, rank: number, cells: readonly string[]): TableColumn {
  return { title, align: "right", rank, cells };
}

export function leftColumn(title: string, cells: readonly string[]): TableColumn {
  return { title, align: "left", rank: 0, cells };
}

/** "2024-01-01 to 2025-12-22, 104 weeks; 90 % intervals in parentheses" */
export function periodText({ from, to, rows, unit }: PeriodRecord, level: number): string {
  const percent = formatNumber(100 * level, Number.isInteger(Math.round(1e6 * level) / 1e4) ? 0 : 1);
  return `${from} to ${to}, ${rows} ${unit}${rows === 1 ? "" : "s"}; ${percent} % intervals in parentheses`;
}
