// What the prior allows for the media share of the target.

import { percent } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const priorPredictiveShare: ReviewCheckKind = reviewCheck({
  name: "prior-predictive",
  title: "Prior is plausible",
  /** Draws of the prior in which media bring more than all of the target (our choice). */
  limits: { mediaAboveAll: 0.5 },
  measure: ({ priorPredictive }) => priorPredictive,
  judge: ({ mediaAboveAll, mediaShare }, limits) => {
    const absurd = mediaAboveAll > limits.mediaAboveAll;
    return {
      status: absurd ? "REVIEW" : "PASS",
      figure: mediaAboveAll,
      threshold: limits.mediaAboveAll,
      finding:
        `Under the prior, the media share of the target is ${percent(mediaShare.lower)} to ${percent(mediaShare.upper)} (90% interval); ` +
        `it exceeds 100% in ${percent(mediaAboveAll)} of the draws.`,
      ...(absurd && {
        advice: "The prior gives much probability to impossible shares. Use a smaller half_normal for coefficient.",
      }),
    };
  },
});
