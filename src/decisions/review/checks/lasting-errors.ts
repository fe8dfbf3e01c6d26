// Whether errors last longer than noise would.

import { pText } from "../../../words/index.ts";
import { misfitLimits } from "../misfit-check.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const lastingErrors: ReviewCheckKind = reviewCheck({
  name: "lasting-errors",
  title: "No lasting driver is missing",
  limits: misfitLimits,
  measure: ({ misfit }) => misfit.persistence,
  judge: ({ pValue }, { p }) => {
    const lasting = pValue < p;
    return {
      status: lasting ? "REVIEW" : "PASS",
      figure: pValue,
      threshold: p,
      finding: lasting
        ? `The target stays above or below its expected value for longer than noise would explain (${pText(pValue)}).`
        : `Residuals persist no longer than independent noise would (${pText(pValue)}).`,
      ...(lasting && {
        advice:
          "A persistent driver of the target may be missing, and channels whose spend is correlated with it would be biased. " +
          "Add a trend, a season or a control for it, or run an experiment.",
      }),
    };
  },
});
