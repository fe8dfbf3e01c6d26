// A linear trend: -1/2 at the first row to 1/2 at the last, of the rows that were fitted. In a panel, a line for each geo.

import type { MediaData } from "../../../data/panel/index.ts";
import { times } from "../../axes/index.ts";
import { positiveLine, realLine } from "../../parameters/index.ts";
import type { Term, TermModel, TermRows } from "./term.ts";

/** From -1/2 to 1/2. */
function line({ rows }: Pick<MediaData, "rows">, _model: TermModel, fitted?: TermRows): TermRows {
  const weeks = fitted?.weeks ?? rows;
  return { weeks, values: Float64Array.from({ length: rows }, (_, t) => t / (weeks - 1) - 0.5) };
}

const spreadPrior = {
  prior: "half_normal(0.3)",
  reason: "from the same drift everywhere to geos that drift apart by about half a scaled unit over the table",
};

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
      overGeos: {
        family: "normal",
        center: { name: "trend_mean", meaning: "mean of the changes of the geos from the first to the last row" },
        spread: {
          name: "trend_spread",
          meaning: "standard deviation over the geos of the change from the first to the last row",
          ...spreadPrior,
        },
      },
    },
  ],
  present: (model) => model.trend === "linear",
  rowAxes: ["time"],
  rows: line,
  centered: true,
  parts: () => [{ name: "trend", kind: "trend" }],
};

const needs = "a panel with a trend of knots, local_level or hsgp, and `pooling: { trend: partial }`";

/** In a panel whose common trend bends: how far each geo drifts from it. */
export const geoTrend: Term = {
  name: "geo_trend",
  parameters: [
    {
      name: "geo_trend_spread",
      axes: [],
      domain: positiveLine,
      meaning: "standard deviation over the geos of the drift away from the common trend, in scaled target",
      needs,
      ...spreadPrior,
      assumes: ["target"],
    },
    {
      name: "geo_trend",
      axes: ["geo"],
      domain: realLine,
      meaning: "drift of a geo away from the common trend, from the first to the last row, in scaled target",
      needs,
      reason: "",
      spread: "geo_trend_spread",
      pooled: true,
    },
  ],
  present: (model) => model.geos !== undefined && typeof model.trend !== "string" && model.pooling?.trend === "partial",
  rowAxes: ["time"],
  rows: line,
  effect: ({ geo_trend: drift }, rows) => times(drift, rows),
  parts: () => [{ name: "trend of geos", kind: "trend" }],
};
