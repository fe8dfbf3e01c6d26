// Shape and scale of a Weibull distribution of lags, which two kinds of adstock have, and powers of it.

import { add, constant, exp, log, minimum, multiply, type Node, subtract } from "../../graph/index.ts";
import { halfPoint } from "../coordinates/maps/index.ts";
import type { TransformParameter } from "../transforms/index.ts";

/** Log of the lag at which the coordinate of the scale does not depend on the shape: the middle of the period after the spend. */
const turningLag = Math.log(1.5);

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
    shown: "Weibull scale, in periods",
    prior: "lognormal(0.5, 0.7)",
    reason: "median 1.6, 90% between 0.5 and 5.2 periods: much the same belief as the default for decay",
    // Log scale is known to about 1 / shape around the lag that the weights turn on, so it is sampled in units of 1 / (1 + shape).
    coordinate: {
      name: "reach",
      map: ({ values: { weibull_shape: shape } }) => halfPoint(constant(turningLag), multiply(shape, add(shape, 2))),
    },
  },
];

/** Exponent at which a power counts as infinite, while its products are still numbers. */
const largestExponent = 300;

/** (lag / scale)^shape, of lags above 0. */
export function weibullPower(lag: Node, shape: Node, scale: Node): Node {
  return exp(minimum(multiply(shape, subtract(log(lag), log(scale))), largestExponent));
}
