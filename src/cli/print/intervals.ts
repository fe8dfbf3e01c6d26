// Uncertain numbers in tables: "12,345 (11,000 to 13,900)", decimals as the interval leaves meaning to.

import type { Interval } from "../../decisions/interval.ts";
import type { PeriodRecord } from "../../decisions/period.ts";
import { decimalsFor, formatNumber } from "./numbers.ts";
import type { TableColumn } from "./table.ts";

type Ends = Pick<Interval, "mean" | "lower" | "upper">;

/** Mean and interval; "-" where there is none. */
export function intervalText({ mean, lower, upper }: Ends): string {
  if (Number.isNaN(mean)) return "-";
  // About the standard deviation, if the interval is the usual one.
  const decimals = decimalsFor((upper - lower) / 3.3);
  return `${formatNumber(mean, decimals)} (${formatNumber(lower, decimals)} to ${formatNumber(upper, decimals)})`;
}

/** The same of a share, in per cent without the sign. */
export function percentText({ mean, lower, upper }: Ends): string {
  return intervalText({ mean: 100 * mean, lower: 100 * lower, upper: 100 * upper });
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
