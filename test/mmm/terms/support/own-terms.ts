// Terms of one's own, as a user of the library would write them.

import * as g from "../../../../src/graph/index.ts";
import { along, onAxes, times } from "../../../../src/mmm/axes/index.ts";
import type { Term } from "../../../../src/mmm/terms/baseline/index.ts";

/** A step: zero before a date, one from it on. */
export const relaunch: Term = {
  name: "relaunch",
  parameters: [
    {
      name: "relaunch",
      axes: [],
      domain: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
      meaning: "change since the relaunch, in scaled target",
      needs: "relaunch in terms",
      prior: "normal(0, 1)",
      reason: "either way, by up to two scaled units",
      assumes: ["target"],
    },
  ],
  present: () => true,
  rowAxes: ["time"],
  rows: ({ dates, rows }) => ({
    weeks: rows,
    values: Float64Array.from(dates, (date) => (date >= "2024-06-01" ? 1 : 0)),
  }),
  parts: () => [{ name: "relaunch", kind: "control" }],
};

/** A pulse at a holiday that fades at a rate of its own: height * exp(-fading * weeks since the holiday). Not linear. */
export const holiday: Term = {
  name: "holiday",
  parameters: [
    {
      name: "holiday_height",
      axes: [],
      domain: [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
      meaning: "effect in the week of the holiday, in scaled target",
      needs: "holiday in terms",
      prior: "normal(0, 1)",
      reason: "either way, by up to two scaled units",
      assumes: ["target"],
    },
    {
      name: "holiday_fading",
      axes: [],
      domain: [0, Number.POSITIVE_INFINITY],
      meaning: "rate at which the effect of the holiday fades, per week",
      needs: "holiday in terms",
      prior: "gamma(2, 2)",
      reason: "half of it is gone after a few days to a few weeks",
    },
  ],
  present: () => true,
  rowAxes: ["time"],
  // Weeks since the last of a few holidays, every 13 rows.
  rows: ({ rows }) => ({ weeks: rows, values: Float64Array.from({ length: rows }, (_, t) => t % 13) }),
  effect: ({ holiday_height: height, holiday_fading: fading }, since) => {
    const fall = onAxes(g.exp(g.negate(g.multiply(along(fading, since.axes), since.node))), since.axes);
    return times(height, fall);
  },
  parts: () => [{ name: "holiday", kind: "control" }],
};
