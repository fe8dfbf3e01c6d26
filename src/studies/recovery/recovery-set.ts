// What a recovery study is made of: data sets whose truth is known, and what one fit made of each.

import type { MediaData, RowPeriod } from "../../data/panel/index.ts";
import type { Design } from "../../mmm/fit/index.ts";
import type { Resolution } from "../../mmm/specification/index.ts";

/** Parameters are in the model's scaled units, quantities in the table's own. */
export type StudiedGroup = "parameter" | "quantity";

/** The true value of one number, under the name that reports give it. */
export interface NamedTruth {
  readonly group: StudiedGroup;
  readonly name: string;
  readonly value: number;
}

/**
 * The truth of a data set. "drawn": the model itself made the data, and `columns` hold one number for everything it reports, by
 * element name. "world": something else did, and `values` is what of it has a counterpart in the model.
 */
export type SetTruth =
  | { readonly kind: "drawn"; readonly columns: readonly (readonly [name: string, value: number])[] }
  | { readonly kind: "world"; readonly values: readonly NamedTruth[] };

/** One data set, as plain data: it crosses to a worker. */
export interface RecoverySet {
  readonly index: number;
  /** Seed of what was drawn, for reproducing it. */
  readonly seed: number;
  readonly data: MediaData;
  /** What is fitted; the seed of sampling is the set's own. */
  readonly resolution: Resolution;
  /** Design whose scales and trend hold for this set too; its own where there is none. */
  readonly like?: Design | undefined;
  readonly truth: SetTruth;
}

/** Where data sets come from: number i is always the same one. */
export interface SetSource {
  readonly kind: "preset" | "prior" | "posterior";
  /** Such as "the preset ecommerce". */
  readonly title: string;
  /** What is drawn and what is not, in sentences. */
  readonly statement: readonly string[];
  readonly target: string;
  readonly weeks: number;
  readonly period: RowPeriod;
  readonly channels: readonly string[];
  /** Names of the geos of panels. */
  readonly geos?: readonly string[];
  /**
   * Whether parameters are drawn from the very prior of the fit: intervals then hold the truth at exactly their level, on average
   * over the sets, and ranks are uniform.
   */
  readonly exact: boolean;
  readonly set: (index: number) => Promise<RecoverySet>;
}

/** Probabilities of the central intervals whose coverage is judged. */
export const levels = [0.5, 0.8, 0.9, 0.95] as const;

/** Position in `levels` of the intervals whose widths are told. */
export const reportedLevel = 2;

/** One number of one fit beside its truth. */
export interface SetRow {
  readonly group: StudiedGroup;
  readonly name: string;
  /** The geo that it is of; absent of what is of all geos together. */
  readonly geo?: string;
  readonly unit: string;
  readonly truth: number;
  readonly mean: number;
  readonly sd: number;
  /** Ends of the central intervals, in the order of `levels`. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Half the width of the central 68.3% interval: a standard deviation if normal, and finite for a Cauchy. */
  readonly spread: number;
  /** Of draws from the prior of the same fit. */
  readonly prior: { readonly sd: number; readonly spread: number };
  /** Rank of the truth among `rankedDraws` draws; only with calibration. */
  readonly rank?: number;
}

/** What one fit made of a data set. */
export interface FittedSet {
  readonly index: number;
  readonly seed: number;
  readonly outcome: "converged" | "not-converged" | "failed";
  /** Why it has not converged, or failed; "" otherwise. */
  readonly reason: string;
  /** Checks of the sampler that failed, by name. */
  readonly failing: readonly string[];
  /** Of the whole task: fit, prior draws and statistics. */
  readonly seconds: number;
  readonly maxRhat: number;
  readonly minEssBulk: number;
  readonly minEssTail: number;
  readonly divergences: number;
  /** After warm-up. */
  readonly leapfrogsPerDraw: number;
  /** Empty where the fit failed. */
  readonly rows: readonly SetRow[];
  /** What the model reports and the truth does not say, by name. */
  readonly withoutTruth: readonly string[];
}

/** A set of which there is no fit. @param seconds that were spent on it, where that is known */
export function failedSet(
  { index, seed }: Pick<RecoverySet, "index" | "seed">,
  reason: string,
  seconds: number = Number.NaN,
): FittedSet {
  const unknown = Number.NaN;
  const figures = { maxRhat: unknown, minEssBulk: unknown, minEssTail: unknown, leapfrogsPerDraw: unknown };
  return {
    index,
    seed,
    outcome: "failed",
    reason,
    failing: [],
    seconds,
    ...figures,
    divergences: 0,
    rows: [],
    withoutTruth: [],
  };
}
