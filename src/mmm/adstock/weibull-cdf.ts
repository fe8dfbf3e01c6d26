// Adstock after the survival function of a Weibull distribution: the share that is carried over changes from lag to lag.

import { cumulativeSum, exp, less, maximum, multiply, negate } from "../../graph/index.ts";
import type { AdstockKind } from "./adstock-kind.ts";
import { weibullParameters, weibullPower } from "./weibull.ts";
import { windowedAdstock } from "./windowed.ts";

/** Weight 1 at lag 0; from lag l - 1 to lag l the share exp(-(l / weibull_scale)^weibull_shape) is left (as in Robyn and PyMC-Marketing). */
export const weibullCdf: AdstockKind = windowedAdstock({
  name: "weibull_cdf",
  summary: "weight exp(-sum over 1 to lag of (lag / weibull_scale)^weibull_shape)",
  parameters: weibullParameters,
  weights(lag, { weibull_shape: shape, weibull_scale: scale }) {
    const lost = multiply(less(0, lag), weibullPower(maximum(lag, 1), shape, scale));
    return exp(negate(cumulativeSum(lost, 1)));
  },
});
