// Figures of a study of known truth.

import type { recoverySettings, ValueOf } from "../../settings/index.ts";
import type { SamplingSettings } from "../../mmm/specification/index.ts";
import type { SetSource, StudiedGroup } from "./recovery-set.ts";

/** How the fits went. */
export interface FitFigures {
  readonly converged: number;
  readonly notConverged: number;
  readonly failed: number;
  /** Why fits have not converged or failed: the checks that failed, or what went wrong; the most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly sets: readonly number[] }[];
  readonly divergences: number;
  readonly setsWithDivergences: number;
  readonly leapfrogsPerDraw: number;
  readonly secondsPerFit: number;
  /** From the first fit to the last, on however many threads. */
  readonly wallSeconds: number;
}

/** Whether the ranks of one number are uniform. */
export interface RankUniformity {
  readonly group: StudiedGroup;
  readonly name: string;
  readonly fits: number;
  /** Alone, and adjusted for all numbers that were looked at (Holm). */
  readonly pValue: number;
  readonly adjusted: number;
  /** ECDF of the ranks less the uniform one at ranks 0, 1, ..., with bands that hold at all of them at once with probability 0.99. */
  readonly ecdfDifference: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

export interface StudySettings {
  readonly source: Omit<SetSource, "set">;
  /** Data sets that were asked for. */
  readonly datasets: number;
  readonly seed: number;
  readonly sampling: SamplingSettings;
  readonly selection: Selection;
  readonly calibrate: boolean;
}

/** Which fits the figures are of: what a user would rely on, or all that have draws. */
export type Selection = ValueOf<typeof recoverySettings.fits>;
