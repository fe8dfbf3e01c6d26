// Saturation curves as graph nodes, on adstocked spend given as `stock * factor`.

import { expand, log, logistic, multiply, type Node, subtract, tanh } from "../../graph/index.ts";
import type { Carried } from "../adstock/index.ts";

/**
 * Hill curve x^slope / (half^slope + x^slope) with `slope` and `half` [channels], as logistic(slope (log x - log half)):
 * one logarithm and one exponential per week, no power, no overflow.
 */
export function hill({ stock, factor }: Carried, slope: Node, half: Node): Node {
  const logHalfStock = subtract(log(half), log(factor));
  return logistic(multiply(expand(slope, 1), subtract(log(stock), expand(logHalfStock, 1))));
}

/** Logistic curve (1 - exp(-rate x)) / (1 + exp(-rate x)) with `rate` [channels], which is tanh(rate x / 2). */
export function logisticSaturation({ stock, factor }: Carried, rate: Node): Node {
  return tanh(multiply(expand(multiply(multiply(rate, factor), 0.5), 1), stock));
}
