// Whether the level of the target breaks.

import { figure, pText } from "../../../words/index.ts";
import { misfitLimits } from "../misfit-check.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const levelShift: ReviewCheckKind = reviewCheck({
  name: "level-shift",
  title: "Level has no breaks",
  limits: misfitLimits,
  measure: ({ misfit: { step } }) => ({ step }),
  judge: ({ step }, { p }) => {
    const seen = step !== undefined && step.pValue < p;
    return {
      status: seen ? "REVIEW" : "PASS",
      figure: step?.pValue ?? 1,
      threshold: p,
      finding: seen
        ? `From ${step.date} on, the target is about ${figure(Math.abs(step.size))} ${step.size > 0 ? "above" : "below"} its expected value (${pText(step.pValue)}).`
        : step === undefined
          ? "The model fits any level shift, so none can be detected."
          : `No level shift is detected (${pText(step.pValue)}).`,
      ...(seen && {
        advice:
          `Find out what changed around ${step.date} (a price, a competitor, the measurement), and add a control that is 0 before and 1 after it. ` +
          "Otherwise, channels whose spend changed at that time are biased.",
      }),
    };
  },
});
