// Whether earlier spend explains more than the adstock lets it.

import { judgeChannels, misfitLimits } from "../misfit-check.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const carryOverShape: ReviewCheckKind = reviewCheck({
  name: "carry-over-shape",
  title: "Carry-over has the right shape",
  limits: misfitLimits,
  measure: ({ misfit }) => misfit.earlierSpend,
  judge: (channels, limits) =>
    judgeChannels(channels, limits, {
      seen: (names) => `Earlier spend on ${names} explains part of the residuals`,
      unseen: "Earlier spend does not detectably explain the residuals",
      advice: (names) =>
        `The effect of ${names} may come later or last longer than the adstock allows. Do not rely on the half-life, and interpret the contribution ` +
        "with caution. If spend is dated too early (bookings, invoices), move it to the weeks in which the ads ran.",
    }),
});
