// No saturation: effects grow with adstock in proportion.

import { multiply } from "../../graph/index.ts";
import { alongTime } from "../transforms/index.ts";
import type { SaturationKind } from "./saturation-kind.ts";

/** x itself. */
export const none: SaturationKind = {
  name: "none",
  summary: "x",
  parameters: [],
  curve: ({ stock, factor }) => multiply(alongTime(factor, stock), stock),
  ceiling: false,
  slopeAtZero: () => 1,
};
