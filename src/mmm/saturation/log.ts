// Logarithmic curve: no ceiling, but every doubling of much spend adds the same.

import { divide, log1p, multiply, negate } from "../../graph/index.ts";
import { relativeTo } from "../coordinates/maps/index.ts";
import { columnOf } from "../transforms/index.ts";
import type { SaturationKind } from "./saturation-kind.ts";

/** log(1 + log_rate x) / log(1 + log_rate), which is 1 at one unit of scaled spend. */
export const log: SaturationKind = {
  name: "log",
  summary: "log(1 + log_rate x) / log(1 + log_rate)",
  parameters: [
    {
      name: "log_rate",
      domain: [0, Number.POSITIVE_INFINITY],
      meaning: "bend of the logarithmic curve: at 1 / log_rate of scaled spend its slope is half of that at no spend",
      shown: "log rate, per unit of scaled spend",
      prior: "lognormal(2.3, 1.6)",
      reason:
        "at average spend 1% more of it brings 0.2% to 0.8% more (90%): about the same belief as the default priors of curves with a ceiling",
      assumes: ["media"],
      coordinate: { name: "bend point", map: ({ typicalLogStock }) => relativeTo(negate(typicalLogStock)) },
    },
  ],
  curve({ stock, factor }, { log_rate: rate }) {
    const bent = log1p(multiply(columnOf(multiply(rate, factor), stock), stock));
    return multiply(columnOf(divide(1, log1p(rate)), stock), bent);
  },
  ceiling: false,
  slopeAtZero: ({ log_rate: rate }) => rate / Math.log1p(rate),
};
