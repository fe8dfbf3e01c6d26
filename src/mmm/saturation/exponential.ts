// Exponential approach to the ceiling: what is missing halves with every half_saturation of spend.

import { divide, expm1, multiply, negate } from "../../graph/index.ts";
import { columnOf } from "../transforms/index.ts";
import { halfSaturation } from "./half-saturation.ts";
import type { SaturationKind } from "./saturation-kind.ts";

/** 1 - exp(-x / c), with the point of half effect c log(2) as parameter. */
export const exponential: SaturationKind = {
  name: "exponential",
  summary: "1 - 2^(-x / half_saturation)",
  parameters: [halfSaturation],
  curve: ({ stock, factor }, { half_saturation: half }) =>
    negate(expm1(negate(multiply(columnOf(multiply(divide(Math.LN2, half), factor), stock), stock)))),
  ceiling: true,
  half: ({ half_saturation: half }) => half,
  slopeAtZero: ({ half_saturation: half }) => Math.LN2 / half,
};
