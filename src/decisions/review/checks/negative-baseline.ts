// The sign of what is left without media.

import { percent } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const negativeBaseline: ReviewCheckKind = reviewCheck({
  name: "negative-baseline",
  title: "Baseline is plausible",
  /** Posterior probability of a negative baseline. Google Meridian's ModelReviewer: review above 0.2, fail above 0.8. */
  limits: { review: 0.2, fail: 0.8 },
  measure: ({ baseline }) => baseline,
  judge: ({ total, meanOfWeeks }, { review, fail }) => {
    const worst = Math.max(total, meanOfWeeks);
    return {
      status: worst > fail ? "FAIL" : worst > review ? "REVIEW" : "PASS",
      figure: worst,
      threshold: review,
      finding:
        `The probability of a negative baseline is ${percent(total)} for the whole table and ` +
        `${percent(meanOfWeeks)} for an average week.`,
      ...(worst > review && {
        advice:
          "The model attributes nearly all of the target to media. Use a tighter prior for coefficient or a positive prior for the intercept, or add controls.",
      }),
    };
  },
});
