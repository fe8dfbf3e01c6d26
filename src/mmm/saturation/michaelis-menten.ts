// Michaelis-Menten: the Hill curve of slope 1, concave from the start.

import { add, divide } from "../../graph/index.ts";
import { columnOf } from "../transforms/index.ts";
import { halfSaturation } from "./half-saturation.ts";
import type { SaturationKind } from "./saturation-kind.ts";

/** x / (half_saturation + x). */
export const michaelisMenten: SaturationKind = {
  name: "michaelis_menten",
  summary: "x / (half_saturation + x)",
  parameters: [halfSaturation],
  curve: ({ stock, factor }, { half_saturation: half }) =>
    divide(stock, add(stock, columnOf(divide(half, factor), stock))),
  ceiling: true,
  half: ({ half_saturation: half }) => half,
  slopeAtZero: ({ half_saturation: half }) => 1 / half,
};
