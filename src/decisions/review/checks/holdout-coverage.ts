// Whether predictive intervals cover the rows held out.

import { percent, pText } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const holdoutCoverage: ReviewCheckKind = reviewCheck({
  name: "holdout-coverage",
  title: "Intervals cover held-out rows",
  /** P value of the uniformity of probability integral transforms of rows held out (our choice). The share may be what chance allows. */
  limits: { pitP: 0.01 },
  measure: ({ holdout }) => holdout?.scores,
  judge: ({ coverage: [, wide], pit }, { pitP }) => {
    const good = wide.share >= wide.lower && wide.share <= wide.upper && pit.pValue >= pitP;
    const above = wide.share > wide.upper;
    return {
      status: good ? "PASS" : "REVIEW",
      figure: wide.share,
      threshold: above ? wide.upper : wide.lower,
      finding:
        `${wide.inside} of ${wide.rows} rows lie inside their 90% predictive interval (expected: ${percent(wide.lower)} to ${percent(wide.upper)}); ` +
        `uniformity of the probability integral transform: ${pText(pit.pValue)}.`,
      ...(!good && {
        advice: above
          ? "Intervals are too wide: the noise was larger in the training rows."
          : "Intervals are too narrow. Look for changes in the held-out rows, and for trends that the model extrapolates.",
      }),
    };
  },
});
