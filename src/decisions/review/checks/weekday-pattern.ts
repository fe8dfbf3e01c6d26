// Whether the target of a daily table has a pattern over the week that the model lacks.

import { percent, pText } from "../../../words/index.ts";
import { misfitLimits } from "../misfit-check.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const weekdayPattern: ReviewCheckKind = reviewCheck({
  name: "weekday-pattern",
  title: "No pattern over the week is missing",
  limits: misfitLimits,
  measure: ({ misfit: { weekday } }) => weekday,
  judge: ({ pValue, explained, highest, lowest }, { p }) => {
    const seen = pValue < p;
    return {
      status: seen ? "REVIEW" : "PASS",
      figure: pValue,
      threshold: p,
      finding: seen
        ? `Residuals differ by day of the week (${pText(pValue)}), highest on ${highest} and lowest on ${lowest}: ${percent(explained)} of their variance.`
        : `Residuals do not detectably differ by day of the week (${pText(pValue)}).`,
      ...(seen && {
        advice:
          "Channels that spend more on such days are credited with them. Let every day of the week have a level: leave `weekday` out of the model file, or write `weekday: true`.",
      }),
    };
  },
});
