// How many worker threads a fit gets when nobody says.

import { availableParallelism } from "node:os";

/** One per core, none without a chain. */
export function defaultThreads(chains: number): number {
  return Math.max(1, Math.min(availableParallelism(), chains));
}
