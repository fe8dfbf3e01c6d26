// How much of the target the model explains.

import { fixed, percent } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const fitR2: ReviewCheckKind = reviewCheck({
  name: "fit-r2",
  title: "The model explains the target",
  /** R squared in sample: below 0 the mean is the better model; 0.6 is our choice. */
  limits: { review: 0.6, fail: 0 },
  measure: ({ scores }) => scores,
  judge: ({ r2, wmape }, { review, fail }) => ({
    status: r2 < fail ? "FAIL" : r2 < review ? "REVIEW" : "PASS",
    figure: r2,
    threshold: review,
    finding: `R squared is ${fixed(r2, 3)}; the mean absolute error is ${percent(wmape)} of the mean target.`,
    advice:
      r2 < review
        ? "Much of the variation is unexplained. Add controls that affect the target, such as promotions, prices or holidays."
        : "A good fit does not imply correct contributions; read the other checks too.",
  }),
});
