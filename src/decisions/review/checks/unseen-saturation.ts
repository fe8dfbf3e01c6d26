// Channels that never came near the half-saturation point of their curve.

import { listed } from "../../../words/index.ts";
import { activityHead, activityText } from "../review-channels.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const unseenSaturation: ReviewCheckKind = reviewCheck({
  name: "unseen-saturation",
  title: "Spend reached saturation",
  /** Largest share of a curve's ceiling that was reached in any row; below half, the half-saturation was never seen. */
  limits: { reach: 0.5 },
  measure: ({ channels }) => channels,
  judge: (channels, limits) => {
    const low = channels.filter(({ reach }) => (reach?.estimate ?? 1) < limits.reach);
    const names = listed(low.map(({ channel }) => channel));
    return {
      status: low.length > 0 ? "REVIEW" : "PASS",
      figure: Math.min(1, ...channels.map(({ reach }) => reach?.estimate ?? 1)),
      threshold: limits.reach,
      finding:
        low.length > 0
          ? `${activityHead(low)} never came near the half-saturation point.`
          : "Every channel with a saturating curve was observed beyond half of its maximum effect.",
      ...(low.length > 0 && {
        advice: `The prior determines where ${names} saturates. Increase ${activityText(low)} in small steps; far above what the table shows, curves are extrapolation.`,
      }),
    };
  },
});
