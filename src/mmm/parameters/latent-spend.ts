// The parameters of the prior of true spend, for channels whose spend was published with noise.

import { type ModelParameter, positiveLine, realLine } from "./parameter.ts";

/** Of every channel with latent spend. */
export const latentSpendParameters: readonly ModelParameter[] = [
  {
    name: "spend_location",
    axes: ["channel"],
    domain: realLine,
    meaning: "mean of the log of the true spend of a week, in scaled spend",
    needs: "noise in a channel's spend",
    prior: "normal(0, 1)",
    reason: "a typical week between a seventh and seven times the spend that scaling divides by",
    assumes: ["media"],
  },
  {
    name: "spend_scale",
    axes: ["channel"],
    domain: positiveLine,
    meaning: "standard deviation of the log of the true spend of a week",
    needs: "noise in a channel's spend",
    prior: "half_normal(1)",
    reason: "from spend that never changes to weeks that differ sevenfold from the typical one",
  },
];

/** Where it is autocorrelated too. */
export const autocorrelation: ModelParameter = {
  name: "spend_autocorrelation",
  axes: ["channel"],
  domain: [-1, 1],
  meaning: "correlation of the log of the true spend between neighboring weeks",
  needs: "noise in a channel's spend and latent_spend.autocorrelated",
  prior: "truncated_normal(0.5, 0.5, -1, 1)",
  reason: "more likely alike than not, from weeks on their own to budgets that hardly move",
};
