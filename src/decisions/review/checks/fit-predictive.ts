// Whether tables simulated from the posterior resemble the data.

import type { PredictiveStatistic } from "../../predictions/index.ts";
import { figure, listed, pText } from "../../../words/index.ts";
import { largestErrors } from "../largest-errors.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

/** Posterior predictive p value of a statistic of the table, either tail (our choice). */
const limits = { p: 0.01 };

/** Whether the model does not reproduce a statistic of the table. */
export function isUnlike({ p }: PredictiveStatistic): boolean {
  return Math.min(p, 1 - p) < limits.p;
}

export const fitPredictive: ReviewCheckKind = reviewCheck({
  name: "fit-predictive",
  title: "Simulated tables resemble the data",
  limits,
  measure: ({ statistics, predictions, model: { data } }) => ({
    statistics,
    rows: largestErrors(predictions, data),
    perHead: data.geos?.[0].population !== undefined,
  }),
  judge: ({ statistics, rows, perHead }, { p: threshold }) => {
    const tail = ({ p }: PredictiveStatistic): number => Math.min(p, 1 - p);
    const worst = statistics.reduce((least, each) => (tail(each) < tail(least) ? each : least));
    return {
      status: isUnlike(worst) ? "REVIEW" : "PASS",
      figure: worst.p,
      threshold,
      finding:
        `The ${worst.statistic}${worst.statistic.endsWith("est") ? " value" : ""} of the target${perHead ? " per head" : ""} is ${figure(worst.observed)}; in tables simulated from the posterior it is ` +
        `${figure(worst.predicted)} on average (${pText(worst.p)}).`,
      ...(isUnlike(worst) && {
        advice: `The model does not reproduce this property of the data. Look at the rows with the largest residuals (${listed(rows)}), and at the likelihood.`,
      }),
    };
  },
});
