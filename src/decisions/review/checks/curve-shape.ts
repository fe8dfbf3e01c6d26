// Whether the response has another shape than the fitted curve.

import { judgeChannels, misfitLimits } from "../misfit-check.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const curveShape: ReviewCheckKind = reviewCheck({
  name: "curve-shape",
  title: "Response curves have the right shape",
  limits: misfitLimits,
  measure: ({ misfit }) => misfit.curve,
  judge: (channels, limits) =>
    judgeChannels(channels, limits, {
      seen: (names) => `The response to ${names} deviates from the fitted curve`,
      unseen: "No response detectably deviates from its fitted curve",
      advice: (names) =>
        `The response to ${names} may have a different shape. Try another saturation, and do not rely on the marginal ROI.`,
    }),
});
