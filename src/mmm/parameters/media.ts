// The parameter of media beside those of their adstock and saturation.

import { positiveLine, type TableParameter } from "./parameter.ts";

/** Of every channel. Its default prior follows from the table: it is a statement of the share of the target that media bring. */
export const coefficient: TableParameter = {
  name: "coefficient",
  axes: ["channel"],
  domain: positiveLine,
  meaning:
    "ceiling of the channel's effect (of a curve without a ceiling: effect of one unit of scaled spend), in scaled target",
  needs: "a channel",
  reason:
    "all media together bring 5% to 85% of the target (95% of the prior), whatever the number of channels and the scale of the target",
  assumes: ["target"],
  overGeos: {
    family: "lognormal",
    center: { name: "coefficient_median", meaning: "median of the coefficients of the geos" },
    spread: {
      name: "coefficient_spread",
      meaning: "standard deviation over the geos of the logarithm of the coefficient",
      prior: "half_normal(0.5)",
      reason: "from geos that respond alike to coefficients that commonly differ by a factor of two or three",
      inPanels: {
        prior: "half_normal(0.25)",
        reason: "fewer than five geos hardly tell how much geos differ: coefficients that commonly differ by half",
        fewerThan: 5,
      },
    },
  },
};
