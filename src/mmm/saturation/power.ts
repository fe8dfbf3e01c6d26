// Power curve: no ceiling; every doubling of spend multiplies the effect by the same number.

import { add, exp, log, multiply } from "../../graph/index.ts";
import { columnOf } from "../transforms/index.ts";
import type { SaturationKind } from "./saturation-kind.ts";

/** x^exponent, with the exponent between 0 and 1; infinitely steep at no spend. */
export const power: SaturationKind = {
  name: "power",
  summary: "x^exponent",
  parameters: [
    {
      name: "exponent",
      domain: [0, 1],
      meaning: "exponent of the power curve: by how many percent the effect grows with 1% more spend",
      shown: "exponent of the power curve",
      prior: "beta(2, 3)",
      reason:
        "mean 0.4, 90% between 0.10 and 0.75: about the same belief at average spend as the default priors of curves with a ceiling",
    },
  ],
  curve: ({ stock, factor }, { exponent }) =>
    exp(multiply(columnOf(exponent, stock), add(log(stock), columnOf(log(factor), stock)))),
  ceiling: false,
  exponent: ({ exponent }) => exponent,
  slopeAtZero: () => Number.POSITIVE_INFINITY,
};
