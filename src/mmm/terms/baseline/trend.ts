// A linear trend: -1/2 at the first row to 1/2 at the last, of the rows that were fitted.

import { realLine } from "../../parameters/index.ts";
import type { Term } from "./term.ts";

export const trend: Term = {
  name: "trend",
  parameters: [
    {
      name: "trend",
      axes: [],
      domain: realLine,
      meaning: "change from the first to the last row of the table, in scaled target",
      needs: "trend: linear",
      prior: "normal(0, 1)",
      reason: "either direction; up to about two scaled units over the whole table",
      assumes: ["target"],
    },
  ],
  present: (model) => model.trend === "linear",
  rowAxes: ["time"],
  rows: ({ rows }, _model, fitted) => ({
    weeks: fitted?.weeks ?? rows,
    values: Float64Array.from({ length: rows }, (_, t) => t / ((fitted?.weeks ?? rows) - 1) - 0.5),
  }),
  centered: true,
  parts: () => [{ name: "trend", kind: "trend" }],
};
