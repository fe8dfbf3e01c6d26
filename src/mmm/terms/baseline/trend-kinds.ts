// The trends that a specification can have.

import type { trendSettings, ValueOf } from "../../../settings/index.ts";

/** A piecewise linear trend. */
export interface KnotsTrend {
  readonly kind: "knots";
  /** Rows, from 1, at which it may bend; the first and the last row that it is about among them. */
  readonly knots: readonly number[];
}

/** A trend that moves a little every row: a random walk. */
export interface LocalLevelTrend {
  readonly kind: "local_level";
}

export type TrendKernel = ValueOf<typeof trendSettings.kernel>;

/** A smooth trend: a Gaussian process on sines. */
export interface SmoothTrend {
  readonly kind: "hsgp";
  readonly kernel: TrendKernel;
  /** Shortest length scale, in rows, that the sines represent; the length of the trend is told in multiples of it. */
  readonly shortest_length: number;
  /** How many sines. */
  readonly functions: number;
  /** Rows from the middle of the table at which all sines are zero: beyond, there is no trend. */
  readonly boundary: number;
}

/** A trend that bends. */
export type BentTrend = KnotsTrend | LocalLevelTrend | SmoothTrend;

export type Trend = "none" | "linear" | BentTrend;

export type TrendKind = "none" | "linear" | BentTrend["kind"];

export function kindOfTrend(trend: Trend): TrendKind {
  return typeof trend === "string" ? trend : trend.kind;
}

/** The trend, where it is of this kind. */
export function trendOf<K extends BentTrend["kind"]>(
  { trend }: { readonly trend: unknown },
  kind: K,
): Extract<BentTrend, { readonly kind: K }> | undefined {
  const own = trend as Trend;
  return typeof own !== "string" && own.kind === kind ? (own as Extract<BentTrend, { readonly kind: K }>) : undefined;
}
