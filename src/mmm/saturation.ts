// Saturation curves as graph nodes, on adstocked spend given as `stock * factor`.

import { log, logistic, multiply, type Node, subtract, tanh } from "../graph/index.ts";
import type { Carried } from "./adstock.ts";

/**
 * Hill curve x^slope / (half^slope + x^slope) with `slope` and `half` [channels, 1], as logistic(slope (log x - log half)):
 * one logarithm and one exponential per week, no power, no overflow.
 */
export function hill({ stock, factor }: Carried, slope: Node, half: Node): Node {
  return logistic(multiply(slope, subtract(log(stock), subtract(log(half), log(factor)))));
}

/** Logistic curve (1 - exp(-rate x)) / (1 + exp(-rate x)), which is tanh(rate x / 2). */
export function logisticSaturation({ stock, factor }: Carried, rate: Node): Node {
  return tanh(multiply(multiply(multiply(rate, factor), 0.5), stock));
}
