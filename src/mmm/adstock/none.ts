// No adstock: spend works in its own week alone.

import { constant, type Node } from "../../graph/index.ts";
import type { AdstockKind } from "./adstock-kind.ts";
import { lagsTo } from "./windowed.ts";

/** A row for any channel. */
const row = (values: readonly number[]): Node => constant(values, [1, values.length]);

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
  weights: (last) => row(lagsTo(last).map((lag) => (lag === 0 ? 1 : 0))),
  later: (lags) => row(lags.map(() => 0)),
  total: () => 1,
  steady: () => 1,
  meanLag: () => 0,
};
