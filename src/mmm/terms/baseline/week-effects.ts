// Week effects of a panel: what moves all geos of a week alike.

import { positiveLine, realLine } from "../../parameters/index.ts";
import type { Term } from "./term.ts";

const needs = "a panel with `week_effects: independent`";

export const weekEffects: Term = {
  name: "week_effects",
  parameters: [
    {
      name: "week_spread",
      axes: [],
      domain: positiveLine,
      meaning: "standard deviation of the week effects, in scaled target",
      needs,
      prior: "half_normal(0.5)",
      reason: "from no common movement to weeks that differ by about one scaled unit",
      assumes: ["target"],
    },
    {
      name: "week",
      axes: ["time"],
      domain: realLine,
      meaning: "effect of a week on all geos, in scaled target",
      needs,
      reason: "",
      spread: "week_spread",
    },
  ],
  present: (model) => model.week_effects === "independent",
  labels: ({ periods = 0 }) => ({ time: Array.from({ length: periods }, (_, t) => String(t + 1)) }),
  rowAxes: ["time"],
  rows: ({ rows }) => ({ weeks: rows, values: new Float64Array(rows).fill(1) }),
  withoutRows: true,
  effect: ({ week }) => week,
  regressors: ({ periods = 0 }, { weeks }) =>
    Array.from({ length: periods - 1 }, (_, row) => {
      const own = new Float64Array(weeks);
      own[row] = 1;
      return own;
    }),
  beyond: {
    reach: ({ periods = 0 }) => periods,
    draw: ({ values, count, normal }) => Float64Array.from({ length: count }, () => values.week_spread[0] * normal()),
    says: "is drawn anew in every period",
  },
  parts: () => [{ name: "week effects", kind: "trend" }],
};
