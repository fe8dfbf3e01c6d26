// Binomial adstock: weights that fall to zero just beyond the window.

import { divide, exp, log, multiply, subtract } from "../../graph/index.ts";
import type { AdstockKind } from "./adstock-kind.ts";
import { windowedAdstock } from "./windowed.ts";

/** Weights (1 - lag / (window + 1))^(1 / binomial_decay - 1), as in Meridian, whose `max_lag` is the window. */
export const binomial: AdstockKind = windowedAdstock({
  name: "binomial",
  summary: "weight (1 - lag / (window + 1))^(1 / binomial_decay - 1)",
  parameters: [
    {
      name: "binomial_decay",
      domain: [0, 1],
      meaning: "how long effects last, from 0 (the period of the spend alone) to 1 (all lags of the window alike)",
      shown: "binomial decay: 0 for no carry-over, 1 for equal weights within the window",
      prior: "beta(1.5, 6)",
      reason:
        "90% between 0.03 and 0.47, a mean lag of 0.1 to 3.6 periods with the default window for weeks: much the same belief as the default for decay",
    },
  ],
  weights: (lag, { binomial_decay: decay }, window) =>
    exp(multiply(subtract(divide(1, decay), 1), log(subtract(1, divide(lag, window + 1))))),
});
