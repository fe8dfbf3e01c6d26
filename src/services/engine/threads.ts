// How many worker threads a fit gets.

import { availableParallelism } from "node:os";

export interface FitThreads {
  /** That sample: one for each chain, as far as there are so many. */
  readonly threads: number;
  /** Those included that may share gradients of large densities. */
  readonly most: number;
}

/** @param asked how many there may be; by default one per core */
export function fitThreads(asked: number | undefined, chains: number): FitThreads {
  const most = Math.max(1, asked ?? availableParallelism());
  return { threads: Math.max(1, Math.min(most, chains)), most };
}

/** Threads of a fit that sample when nobody says how many: one per core, none without a chain. */
export function defaultThreads(chains: number): number {
  return fitThreads(undefined, chains).threads;
}
