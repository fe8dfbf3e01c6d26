// Adstock after the density of a Weibull distribution: effects may peak later, and fade as they do.

import { add, divide, exp, log, multiply, subtract } from "../../graph/index.ts";
import type { AdstockKind } from "./adstock-kind.ts";
import { weibullParameters, weibullPower } from "./weibull.ts";
import { windowedAdstock } from "./windowed.ts";

/**
 * Weights are the density at lag + 1/2, the middle of the period. Others take it at whole numbers and stretch it between 0 and 1, which makes
 * one weight exactly 0 and has kinks.
 */
export const weibullPdf: AdstockKind = windowedAdstock({
  name: "weibull_pdf",
  summary: "weight of the Weibull density at lag + 1/2",
  parameters: weibullParameters,
  weights(lag, { weibull_shape: shape, weibull_scale: scale }) {
    const middle = add(lag, 0.5);
    const logRatio = subtract(log(middle), log(scale));
    return multiply(
      divide(shape, scale),
      exp(subtract(multiply(subtract(shape, 1), logRatio), weibullPower(middle, shape, scale))),
    );
  },
});
