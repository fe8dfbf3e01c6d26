// Delayed adstock: the effect peaks some weeks after the spend.

import { exp, log, multiply, square, subtract } from "../../graph/index.ts";
import { softly } from "../coordinates/maps/index.ts";
import type { AdstockKind } from "./adstock-kind.ts";
import { windowedAdstock } from "./windowed.ts";

/** Weights peak_decay^((lag - peak_delay)^2) (Jin, Wang, Sun, Chan and Koehler 2017). */
export const delayed: AdstockKind = windowedAdstock({
  name: "delayed",
  summary: "weight peak_decay^((lag - peak_delay)^2)",
  parameters: [
    {
      name: "peak_delay",
      domain: [0, Number.POSITIVE_INFINITY],
      meaning: "lag at which the effect of spend is largest, in periods; need not be whole",
      shown: "peak delay, in periods",
      prior: "half_normal(2)",
      reason: "from at once to about four periods later (95% below 3.9)",
      coordinate: { name: "delay", map: () => softly(0) },
    },
    {
      name: "peak_decay",
      domain: [0, 1],
      meaning: "weight one period before or after the peak, as a share of the weight at the peak",
      prior: "beta(3, 2)",
      reason:
        "90% between 0.25 and 0.90: from two or three periods that have nearly all to a peak some seven periods wide",
    },
  ],
  startsEmpty: true,
  weights: (lag, { peak_delay: delay, peak_decay: decay }) => exp(multiply(log(decay), square(subtract(lag, delay)))),
});
