// What other folders take from diagnostics/watch.

export type { CommonDraws } from "./common-draws.ts";
export {
  type RunningConvergence,
  type RunningQuantity,
  watchConvergence,
  type WatchOptions,
} from "./watch-convergence.ts";
