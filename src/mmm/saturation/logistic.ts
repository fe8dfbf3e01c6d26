// Logistic curve: concave, nearly straight at first.

import { add, divide, exp, minimum, multiply, negate, type Node, subtract, sum, tanh } from "../../graph/index.ts";
import type { Carried } from "../adstock/index.ts";
import { relativeTo } from "../coordinates/maps/index.ts";
import { columnOf } from "../transforms/index.ts";
import { largestExponent } from "./largest-exponent.ts";
import type { SaturationKind, ScaledCurve } from "./saturation-kind.ts";

/** (1 - exp(-saturation_rate x)) / (1 + exp(-saturation_rate x)), which is tanh(saturation_rate x / 2). */
export const logistic: SaturationKind = {
  name: "logistic",
  summary: "(1 - exp(-saturation_rate x)) / (1 + exp(-saturation_rate x))",
  parameters: [
    {
      name: "saturation_rate",
      domain: [0, Number.POSITIVE_INFINITY],
      meaning: "rate of the logistic curve (1 - exp(-rate x)) / (1 + exp(-rate x)), per unit of scaled spend",
      prior: "lognormal(0.6, 1)",
      reason: "half effect is at log(3) / rate: the same belief about half effect as the default for half_saturation",
      assumes: ["media"],
      coordinate: { name: "rate point", map: ({ typicalLogStock }) => relativeTo(negate(typicalLogStock)) },
    },
  ],
  curve({ stock, factor }, { saturation_rate: rate }) {
    return tanh(multiply(columnOf(multiply(multiply(rate, factor), 0.5), stock), stock));
  },
  ceiling: true,
  // tanh(rate x / 2) = 1/2 at x = log(3) / rate.
  half: ({ saturation_rate: rate }) => divide(Math.log(3), rate),
  slopeAtZero: ({ saturation_rate: rate }) => rate / 2,
  scaled: (carried, { saturation_rate: rate }, factors) => scaledTanh(carried, rate, factors),
};

/** tanh(rate x / 2) at a stock multiplied by each factor, by an exponential, which costs half of a hyperbolic tangent. */
export function scaledTanh({ stock, factor }: Carried, rate: Node, factors: Node): ScaledCurve {
  const pressure = multiply(columnOf(multiply(rate, factor), stock), stock);
  const exponent = minimum(multiply(columnOf(factors, stock), pressure), largestExponent);
  const missing = divide(1, add(1, exp(exponent)));
  // tanh(x / 2) = 1 - 2 / (1 + exp(x)); with m = 1 / (1 + exp(x)) its derivative in x is 2 m (1 - m).
  return {
    total: sum(subtract(1, multiply(2, missing)), [1]),
    slope: sum(multiply(multiply(2, pressure), multiply(missing, subtract(1, missing))), [1]),
  };
}
