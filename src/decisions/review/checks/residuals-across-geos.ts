// Whether what the model leaves unexplained moves together in different geos.

import { fixed, pText } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const residualsAcrossGeos: ReviewCheckKind = reviewCheck({
  name: "residuals-across-geos",
  title: "Geos have errors of their own",
  limits: {
    /** Mean correlation of residuals between geos in the same week (our choice). */
    mean: 0.1,
    /** P value of the most correlated pair, over all pairs (our choice; low, because the test is done on every fit), and how large it must be to matter. */
    p: 0.01,
    pair: 0.3,
  },
  measure: ({ geos }) =>
    geos === undefined || geos.residualCorrelation.pairs === 0 ? undefined : geos.residualCorrelation,
  judge: ({ mean, pairs, largest }, limits) => {
    const together = mean > limits.mean;
    const paired = largest !== undefined && largest.pValue < limits.p && largest.correlation > limits.pair;
    return {
      status: together || paired ? "REVIEW" : "PASS",
      figure: mean,
      threshold: limits.mean,
      finding:
        `Residuals of different geos in the same week have a mean correlation of ${fixed(mean, 2)} over ${pairs === 1 ? "1 pair" : `${pairs} pairs`}` +
        `${largest === undefined ? "" : `; the most correlated pair is ${largest.geos.join(" and ")} with ${fixed(largest.correlation, 2)} (${pText(largest.pValue)})`}.`,
      ...((together || paired) && {
        advice: together
          ? "Geos share something that the model lacks, so intervals are too narrow. Write `week_effects: independent`, or add a control for what moves all geos."
          : `${largest?.geos.join(" and ")} share something that the model lacks, such as weather, a regional campaign, or sales across their border. Add a control for it, or merge the two.`,
      }),
    };
  },
});
