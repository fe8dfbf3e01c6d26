// TransformSettings that several kinds of adstock have.

import type { TransformSetting } from "../transforms/index.ts";

/** Longest window in rows of the table. */
const longestWindow = 10_000;

/** Whether weights are divided by their sum, so that constant spend is carried over unchanged. */
export const normalize: TransformSetting = {
  kind: "flag",
  describe: "Divide weights by their sum, so that constant spend is carried over unchanged",
  default: true,
  reason: "half-saturation then reads as weekly spend held steady",
  hint: "Without quotes. The default, true, makes half-saturation read as weekly spend.",
};

/** The last lag that counts; may be infinite. */
export const windowOrInfinite: TransformSetting = {
  kind: "integer",
  range: [1, longestWindow],
  word: "infinite",
  describe: "Last lag that counts; infinite for no cut-off",
  defaultFor: { daily: "infinite", weekly: "infinite", monthly: "infinite", quarterly: "infinite" },
  reason: "no arbitrary cut-off, and cheaper than a window",
  hint: "`window: 8` counts lags 0 to 8; for no carry-over write `adstock: none`.",
};

/** The last lag that counts. */
export const window: TransformSetting = {
  kind: "integer",
  range: [1, longestWindow],
  describe: "Last lag that counts",
  defaultFor: { daily: 28, weekly: 12, monthly: 4, quarterly: 2 },
  reason: "a quarter of weeks or four weeks of days; longer windows cost time at every gradient",
  hint: "`window: 8` counts lags 0 to 8; for no carry-over write `adstock: none`.",
};
