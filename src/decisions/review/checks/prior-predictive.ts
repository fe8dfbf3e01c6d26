// What the prior allows for the media share of the target.

import { type ShareDoubt, shareDoubts, shareLimits } from "../../../mmm/specification/index.ts";
import { alike, percent, range } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

const advices: Readonly<Record<ShareDoubt, string>> = {
  impossible:
    "The prior gives much probability to impossible shares, and this may pull up the returns of all channels. Leave coefficient out for the default, or write a smaller prior.",
  dominant:
    "Make sure that media are known to bring most of the target; otherwise leave coefficient out for the default, or write a smaller prior.",
  vanishing:
    "The prior says that media bring next to nothing. Leave coefficient out for the default, or write a larger prior.",
};

export const priorPredictiveShare: ReviewCheckKind = reviewCheck({
  name: "prior-predictive",
  title: "Prior is plausible",
  limits: shareLimits,
  measure: ({ priorPredictive }) => priorPredictive,
  judge: ({ mediaAboveAll, mediaShare }, limits) => {
    const doubts = shareDoubts({ median: mediaShare.median, mediaAboveAll }, limits);
    const [first] = doubts;
    return {
      status: mediaAboveAll > limits.fail ? "FAIL" : first === undefined ? "PASS" : "REVIEW",
      figure: first?.figure ?? mediaAboveAll,
      threshold: first?.threshold ?? limits.mediaAboveAll,
      finding:
        `Under the prior, the media share of the target is ${range(mediaShare.lower, mediaShare.upper, alike.percents)} (90% interval), ${percent(mediaShare.median)} in the median; ` +
        `it exceeds 100% in ${percent(mediaAboveAll)} of the draws.`,
      ...(first !== undefined && { advice: doubts.map(({ doubt }) => advices[doubt]).join(" ") }),
    };
  },
});
