// Whether single rows determine the fit, so that leave-one-out cannot be estimated.

import { count, fixed, listed } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const looReliability: ReviewCheckKind = reviewCheck({
  name: "loo-reliability",
  title: "No row is overly influential",
  limits: {
    /**
     * Rows whose Pareto k is too large for leave-one-out, as a share of all: one or two in a hundred are usual in a model with five rows to a
     * parameter (our choice). They make that estimate unreliable, not the fit: never a FAIL.
     */
    unreliableShare: 0.05,
    /** Pareto k of any row above which the fit hangs on it: the importance ratios then have no mean. Vehtari et al. (2024), JMLR 25. */
    paretoK: 1,
  },
  measure: ({ loo, model }) => loo && { loo, rows: loo.pointwise.length, dates: loo.names ?? model.data.dates },
  judge: ({ loo: { unreliableRows, threshold, largestK, pointwise }, rows, dates }, limits) => {
    const share = unreliableRows.length / rows;
    const some = share > limits.unreliableShare || largestK > limits.paretoK;
    const unfitted = pointwise.filter(({ paretoK }) => !Number.isFinite(paretoK)).length;
    const none = unfitted === rows;
    return {
      status: some || none ? "REVIEW" : "PASS",
      figure: share,
      threshold: limits.unreliableShare,
      finding: none
        ? "No Pareto k could be estimated, because there are too few draws, a few of them hold all the weight, or all are equal."
        : `Pareto k is above ${fixed(threshold, 2)} in ${unreliableRows.length} of ${rows} rows${unreliableRows.length === 0 ? "" : ` (${listed(unreliableRows.map((row) => dates[row]))})`}${Number.isFinite(largestK) ? `; the largest k is ${fixed(largestK, 2)}` : ""}.` +
          `${unfitted === 0 ? "" : ` For ${count(unfitted, "row")}, k could not be estimated.`}`,
      ...((some || none) && {
        advice: some
          ? "Leave-one-out estimates are unreliable for these influential rows. Check their data, then consider a likelihood that allows outliers."
          : "The influence of single rows is unknown. Fit with more draws.",
      }),
    };
  },
});
