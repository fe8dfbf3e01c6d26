// Shape and scale of a Weibull distribution of lags, which two kinds of adstock have, and powers of it.

import { constant, exp, log, minimum, multiply, type Node, subtract } from "../../graph/index.ts";
import { halfPoint } from "../coordinates/maps/index.ts";
import type { TransformParameter } from "../transforms/index.ts";

export const weibullParameters: readonly TransformParameter[] = [
  {
    name: "weibull_shape",
    domain: [0, Number.POSITIVE_INFINITY],
    meaning: "shape of the Weibull distribution of lags; above 1 the distribution has a peak after lag 0",
    prior: "lognormal(0.2, 0.4)",
    reason: "median 1.2, 90% between 0.6 and 2.4: from effects that fade fast and then slowly to a peak later on",
  },
  {
    name: "weibull_scale",
    domain: [0, Number.POSITIVE_INFINITY],
    meaning: "scale of the Weibull distribution of lags, in periods",
    prior: "lognormal(0.5, 0.7)",
    reason: "median 1.6, 90% between 0.5 and 5.2 periods: much the same belief as the default for decay",
    // The larger the shape, the more closely the weights pin down the scale.
    coordinate: {
      name: "reach",
      map: ({ values: { weibull_shape: shape } }) => halfPoint(constant(0), shape),
    },
  },
];

/** Exponent at which a power counts as infinite, while its products are still numbers. */
const largestExponent = 300;

/** (lag / scale)^shape, of lags above 0. */
export function weibullPower(lag: Node, shape: Node, scale: Node): Node {
  return exp(minimum(multiply(shape, subtract(log(lag), log(scale))), largestExponent));
}
