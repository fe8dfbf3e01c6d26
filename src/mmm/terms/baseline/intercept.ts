// The intercept: the level of the target without media, controls at zero, mid-trend, season averaged out.

import { realLine } from "../../parameters/index.ts";
import type { Term } from "./term.ts";

export const intercept: Term = {
  name: "intercept",
  parameters: [
    {
      name: "intercept",
      axes: ["geo"],
      domain: realLine,
      meaning: "level of the target without media, controls at zero, mid-trend, season averaged out, in scaled target",
      needs: "nothing",
      prior: "normal(0, 5)",
      reason: "wide, because media effects are positive and the level below them has to make up for their sum",
      assumes: ["target"],
      overGeos: {
        family: "normal",
        center: { name: "intercept_mean", meaning: "mean of the intercepts of the geos" },
        spread: {
          name: "intercept_spread",
          meaning: "standard deviation over the geos of the intercept",
          prior: "half_normal(1)",
          reason: "geos whose levels differ by up to about two standard deviations of the target",
        },
      },
    },
  ],
  present: () => true,
  rowAxes: ["time"],
  rows: ({ rows }) => ({ weeks: rows, values: new Float64Array(rows).fill(1) }),
  parts: () => [{ name: "base", kind: "base" }],
};
