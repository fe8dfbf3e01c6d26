// Whether predictive intervals cover the rows that were fitted.

import { listed } from "../../../words/index.ts";
import { largestErrors } from "../largest-errors.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const fitCoverage: ReviewCheckKind = reviewCheck({
  name: "fit-coverage",
  title: "Predictive intervals cover the observations",
  /** The lower end of what chance allows for the number of rows. Rows that were fitted may well be covered more often. */
  limits: {},
  measure: ({ scores, predictions, model }) => ({
    coverage: scores.coverage[1],
    outside: largestErrors(predictions, model.data),
  }),
  judge: ({ coverage: { share, lower, inside, rows }, outside }) => {
    const narrow = share < lower;
    return {
      status: narrow ? "REVIEW" : "PASS",
      figure: share,
      threshold: lower,
      finding: `${inside} of ${rows} rows lie inside their 90% predictive interval.`,
      ...(narrow && {
        advice: `Predictive intervals are too narrow. Look for outliers (the largest residuals are in ${listed(outside)}), and try likelihood: student_t.`,
      }),
    };
  },
});
