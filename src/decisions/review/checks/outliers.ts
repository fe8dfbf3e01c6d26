// Whether single rows are further off than normal noise allows; not asked where the likelihood expects them.

import { fixed, listed, pText } from "../../../words/index.ts";
import { misfitLimits } from "../misfit-check.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const outlyingRows: ReviewCheckKind = reviewCheck({
  name: "outliers",
  title: "Residuals have no outliers",
  limits: misfitLimits,
  measure: ({ misfit }) => misfit.tails,
  judge: ({ kurtosis, pValue, outliers, outlierP }, { p }) => {
    // Two tests of one thing.
    const figure = Math.min(1, 2 * Math.min(pValue, outlierP));
    const heavy = figure < p;
    const places = listed(outliers.map(({ date }) => date));
    return {
      status: heavy ? "REVIEW" : "PASS",
      figure,
      threshold: p,
      finding: heavy
        ? `Residuals have heavier tails than a normal distribution (kurtosis ${fixed(kurtosis, 1)} instead of 3; ${pText(figure)})` +
          `${outliers.length === 0 ? "." : `. Outliers: ${places}.`}`
        : `The residuals have no detectably heavy tails (${pText(figure)}).`,
      ...(heavy && {
        advice:
          `Single weeks influence all estimates. ${outliers.length === 0 ? "Fit" : `Check ${places} for data errors, stock-outs or one-off orders, add a control for known causes, and fit`} ` +
          "with likelihood: student_t, which is robust to outliers.",
      }),
    };
  },
});
