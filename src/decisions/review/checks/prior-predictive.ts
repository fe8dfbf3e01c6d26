// What the prior allows for the media share of the target.

import { alike, percent, range } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

/** What is doubted of a prior, and what to do. */
interface Doubt {
  readonly figure: number;
  readonly threshold: number;
  readonly advice: string;
}

export const priorPredictiveShare: ReviewCheckKind = reviewCheck({
  name: "prior-predictive",
  title: "Prior is plausible",
  /**
   * Our choice. Of the draws of the prior, 5% may have media bring more than all of the target; more than half of them are a prior that
   * nobody holds. The median share of all media may be between 1% and 60% of the target: below, the prior has decided that media do
   * nothing, above, that there is hardly anything else.
   */
  limits: { mediaAboveAll: 0.05, fail: 0.5, least: 0.01, most: 0.6 },
  measure: ({ priorPredictive }) => priorPredictive,
  judge: ({ mediaAboveAll, mediaShare }, limits) => {
    const doubts: Doubt[] = [];
    if (mediaAboveAll > limits.mediaAboveAll) {
      doubts.push({
        figure: mediaAboveAll,
        threshold: limits.mediaAboveAll,
        advice:
          "The prior gives much probability to impossible shares, and this may pull up the returns of all channels. Leave coefficient out for the default, or write a smaller prior.",
      });
    }
    if (mediaShare.median > limits.most) {
      doubts.push({
        figure: mediaShare.median,
        threshold: limits.most,
        advice:
          "Make sure that media are known to bring most of the target; otherwise leave coefficient out for the default, or write a smaller prior.",
      });
    }
    if (mediaShare.median < limits.least) {
      doubts.push({
        figure: mediaShare.median,
        threshold: limits.least,
        advice:
          "The prior says that media bring next to nothing. Leave coefficient out for the default, or write a larger prior.",
      });
    }
    const [first] = doubts;
    return {
      status: mediaAboveAll > limits.fail ? "FAIL" : first === undefined ? "PASS" : "REVIEW",
      figure: first?.figure ?? mediaAboveAll,
      threshold: first?.threshold ?? limits.mediaAboveAll,
      finding:
        `Under the prior, the media share of the target is ${range(mediaShare.lower, mediaShare.upper, alike.percents)} (90% interval), ${percent(mediaShare.median)} in the median; ` +
        `it exceeds 100% in ${percent(mediaAboveAll)} of the draws.`,
      ...(first !== undefined && { advice: doubts.map(({ advice }) => advice).join(" ") }),
    };
  },
});
