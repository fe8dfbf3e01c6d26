// Hill curve: concave or S-shaped.

import { add, divide, exp, log, logistic, minimum, multiply, subtract, sum } from "../../graph/index.ts";
import { halfPoint, softly } from "../coordinates/maps/index.ts";
import { columnOf } from "../transforms/index.ts";
import { halfSaturation } from "./half-saturation.ts";
import { largestExponent } from "./largest-exponent.ts";
import type { SaturationKind } from "./saturation-kind.ts";

/**
 * x^slope / (half_saturation^slope + x^slope), as logistic(slope (log x - log half_saturation)): one logarithm and one exponential per
 * week, no power, no overflow. Infinitely steep at no spend for slopes below 1, flat for slopes above.
 */
export const hill: SaturationKind = {
  name: "hill",
  summary: "x^slope / (half_saturation^slope + x^slope)",
  parameters: [
    {
      name: "slope",
      domain: [0, Number.POSITIVE_INFINITY],
      meaning: "steepness of the Hill curve; above 1 it is S-shaped",
      prior: "gamma(4, 2)",
      reason:
        "mean 2, 90% between 0.7 and 3.9, a seventh of it concave: from a steep start to clearly S-shaped, not a step",
      inPanels: {
        prior: "lognormal(0.1, 0.4)",
        reason:
          "median 1.1, 90% between 0.57 and 2.1: concave or somewhat S-shaped; in panels, a prior that expects S-shaped curves finds too little effect where they are concave",
      },
      coordinate: { name: "steepness", map: () => softly(0) },
    },
    {
      ...halfSaturation,
      coordinate: {
        name: "half point",
        map: ({ typicalLogStock, values: { slope } }) => halfPoint(typicalLogStock, slope),
      },
    },
  ],
  curve({ stock, factor }, { slope, half_saturation: half }) {
    const logHalfStock = subtract(log(half), log(factor));
    return logistic(multiply(columnOf(slope, stock), subtract(log(stock), columnOf(logHalfStock, stock))));
  },
  ceiling: true,
  half: ({ half_saturation: half }) => half,
  slopeAtZero({ slope, half_saturation: half }) {
    if (slope === 1) return 1 / half;
    return slope < 1 ? Number.POSITIVE_INFINITY : 0;
  },
  // The ratio (stock / half)^slope is taken once for each week and then multiplied by factor^slope, so that a factor costs a
  // division per week instead of a logarithm and an exponential.
  scaled({ stock, factor }, { slope, half_saturation: half }, factors) {
    const logHalfStock = columnOf(subtract(log(half), log(factor)), stock);
    const exponent = multiply(columnOf(slope, stock), subtract(log(stock), logHalfStock));
    const ratio = exp(minimum(exponent, largestExponent));
    const power = exp(multiply(slope, log(factors)));
    const missing = divide(1, add(1, multiply(columnOf(power, stock), ratio)));
    const curve = subtract(1, missing);
    // curve = 1 - 1 / (1 + factor^slope ratio), so its derivative is slope / factor * curve * (1 - curve).
    return {
      total: sum(curve, [1]),
      slope: multiply(divide(slope, factors), sum(multiply(curve, missing), [1])),
    };
  },
};
