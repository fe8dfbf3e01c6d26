// Whether effects change over time.

import { listed, pText } from "../../../words/index.ts";
import { conspicuous, misfitLimits, smallestP } from "../misfit-check.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const changingEffect: ReviewCheckKind = reviewCheck({
  name: "changing-effect",
  title: "Effects are constant over time",
  limits: misfitLimits,
  measure: ({ misfit }) => misfit.change,
  judge: (change, limits) => {
    const standOut = conspicuous(change, limits);
    const figure = smallestP(change);
    const told = standOut.map(({ channel, direction }) => `the effect of ${channel} ${direction}`);
    return {
      status: standOut.length > 0 ? "REVIEW" : "PASS",
      figure,
      threshold: limits.p,
      finding:
        standOut.length > 0
          ? `Effects may change over time: ${listed(told)} (${pText(figure)}).`
          : `No channel's effect detectably changes over time (${pText(figure)}).`,
      ...(standOut.length > 0 && {
        advice: `The ROI of ${listed(standOut.map(({ channel }) => channel))} is an average over the table. For decisions, fit the recent rows alone and compare.`,
      }),
    };
  },
});
