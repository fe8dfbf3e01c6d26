// The parameter of media beside those of their adstock and saturation.

import { type ModelParameter, positiveLine } from "./parameter.ts";

/** Of every channel. Without a ceiling of the curve its default prior takes the scaling of media for granted too. */
export const coefficient: ModelParameter = {
  name: "coefficient",
  axes: ["channel"],
  domain: positiveLine,
  meaning:
    "ceiling of the channel's effect (of a curve without a ceiling: effect of one unit of scaled spend), in scaled target",
  needs: "a channel",
  prior: "half_normal(2)",
  reason: "never negative; a ceiling of up to about four scaled units of the target, zero included",
  assumes: ["target"],
};
