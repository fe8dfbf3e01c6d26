// Hyperbolic tangent: concave, nearly straight at first.

import { divide, multiply, tanh as tanhOf } from "../../graph/index.ts";
import { columnOf } from "../transforms/index.ts";
import { halfSaturation } from "./half-saturation.ts";
import { scaledTanh } from "./logistic.ts";
import type { SaturationKind } from "./saturation-kind.ts";

const halfwayUp = Math.atanh(0.5);

/**
 * tanh(x / c), with the point of half effect c atanh(1/2) as parameter. It is the logistic curve with another parameter, under the name
 * that others give it.
 */
export const tanh: SaturationKind = {
  name: "tanh",
  summary: "tanh(atanh(1/2) x / half_saturation)",
  parameters: [halfSaturation],
  curve: ({ stock, factor }, { half_saturation: half }) =>
    tanhOf(multiply(columnOf(multiply(divide(halfwayUp, half), factor), stock), stock)),
  ceiling: true,
  half: ({ half_saturation: half }) => half,
  slopeAtZero: ({ half_saturation: half }) => halfwayUp / half,
  scaled: (carried, { half_saturation: half }, factors) => scaledTanh(carried, divide(2 * halfwayUp, half), factors),
};
