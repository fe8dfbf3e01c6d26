// How far apart the rows of a table are, and all that follows from it alone.

import type { RowPeriod } from "../../problems/value-problems.ts";

export type Cadence = "daily" | "weekly" | "monthly" | "quarterly";

export type { RowPeriod };

interface CadenceFacts {
  /** What one row is. */
  readonly period: RowPeriod;
  /** Rows in a year, in whole periods; 364 days are 52 weeks, so that days of the week agree. */
  readonly year: number;
  /** Rows of 13 weeks, for which plans are made and forecasts are asked. */
  readonly quarter: number;
  /** Fewest rows that are read: below it a season, a trend and a carry-over cannot even be drawn. A floor, not advice. */
  readonly fewest: number;
  /** Rows after which what is carried over is no longer followed: two years, one for daily tables. */
  readonly longestLag: number;
}

export const cadences: Readonly<Record<Cadence, CadenceFacts>> = {
  daily: { period: "day", year: 364, quarter: 91, fewest: 140, longestLag: 364 },
  weekly: { period: "week", year: 52, quarter: 13, fewest: 20, longestLag: 104 },
  monthly: { period: "month", year: 12, quarter: 3, fewest: 20, longestLag: 24 },
  quarterly: { period: "quarter", year: 4, quarter: 1, fewest: 16, longestLag: 8 },
};

/** What one row of a table of this cadence is: "week". */
export const periodOf = (cadence: Cadence): RowPeriod => cadences[cadence].period;
