// Channels whose spend hardly changes.

import { percent } from "../../../words/index.ts";
import { activityHead, activityText } from "../review-channels.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const spendVariation: ReviewCheckKind = reviewCheck({
  name: "spend-variation",
  title: "Spend varies over time",
  /** Standard deviation of weekly spend over its mean (our choice). */
  limits: { variation: 0.1 },
  measure: ({ channels }) => channels,
  judge: (channels, limits) => {
    const flat = channels.filter(({ variation }) => variation < limits.variation);
    const least = Math.min(...channels.map(({ variation }) => variation));
    return {
      status: flat.length > 0 ? "REVIEW" : "PASS",
      figure: least,
      threshold: limits.variation,
      finding:
        flat.length > 0
          ? `${activityHead(flat)} is almost constant.`
          : `The smallest coefficient of variation of spend is ${percent(least)}.`,
      ...(flat.length > 0 && {
        advice: `Without variation, the effect cannot be separated from the baseline. Pause or raise ${activityText(flat)} for some weeks.`,
      }),
    };
  },
});
