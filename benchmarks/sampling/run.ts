// One run of one system on model A, whatever the system.

import type { Quality } from "./quality.ts";

export interface Run extends Quality {
  readonly system: string;
  readonly version: string;
  readonly round: number;
  readonly seed: number;
  readonly warmup: number;
  /** Kept, of each chain. */
  readonly draws: number;
  /** Wall time of sampling alone, when everything that can be kept from an earlier run was kept. */
  readonly warmSeconds: number | undefined;
  /** Wall time with compiling. */
  readonly coldSeconds: number | undefined;
  readonly divergences: number;
  /** After warm-up. */
  readonly leapfrogsPerDraw: number;
}

/** R-hat at most 1.01 and no divergences. */
export function converged({ maxRhat, divergences }: Run): boolean {
  return maxRhat <= 1.01 && divergences === 0;
}

/** Effective draws (smallest bulk ESS) per second of wall time. */
export function rate({ minEssBulk }: Run, seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : minEssBulk / seconds;
}
