// Whether spend follows what was sold.

import { judgeChannels, misfitLimits } from "../misfit-check.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const spendFollowsSales: ReviewCheckKind = reviewCheck({
  name: "spend-follows-sales",
  title: "Spend does not follow the target",
  limits: misfitLimits,
  measure: ({ misfit }) => misfit.laterSpend,
  judge: (channels, limits) =>
    judgeChannels(channels, limits, {
      seen: (names) => `Unexplained changes of the target precede spend on ${names}`,
      unseen: "Unexplained changes of the target do not detectably precede spend on any channel",
      advice: (names) =>
        `Later spend cannot cause earlier sales. Budgets of ${names} may follow demand, which would bias their ROI upwards; or spend is dated ` +
        "later than the ads ran (invoices). Date spend by the weeks in which the ads ran, add the driver of the budgets as a control, or run " +
        "an experiment.",
    }),
});
