// No adstock: spend works in its own week alone.

import { broadcastTo, constant, type Node } from "../../graph/index.ts";
import type { AdstockKind } from "./adstock-kind.ts";

/** A row of ones or zeros for the only channel shape that is known. */
const row = (lags: readonly number[], of: (lag: number) => number): Node =>
  broadcastTo(constant(lags.map(of)), [1, lags.length]);

/** Weight 1 at lag 0. */
export const none: AdstockKind = {
  name: "none",
  summary: "no carry-over",
  settings: {},
  parameters: [],
  window: () => 0,
  carry: (spend) => ({ stock: spend, factor: 1 }),
  states: () => 0,
  stateAfter: (spend) => spend,
  weights: (lags) => row(lags, (lag) => (lag === 0 ? 1 : 0)),
  later: (lags) => row(lags, () => 0),
  total: () => 1,
  steady: () => 1,
  meanLag: () => 0,
};
