// A channel that brings most of what media bring, far beyond its spend.

import { percent } from "../../../words/index.ts";
import { activityText } from "../review-channels.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const dominantChannel: ReviewCheckKind = reviewCheck({
  name: "dominant-channel",
  title: "No channel dominates",
  /** Share of media's contribution by one channel, where it is also more than twice its share of spend (our choice). */
  limits: { share: 0.7, timesSpend: 2 },
  measure: ({ channels }) => channels,
  judge: (channels, limits) => {
    const top = channels.reduce((most, each) =>
      each.shareOfMedia.estimate > most.shareOfMedia.estimate ? each : most,
    );
    const share = top.shareOfMedia.estimate;
    const dominant = channels.length > 1 && share > limits.share && share > limits.timesSpend * top.shareOfSpend;
    return {
      status: dominant ? "REVIEW" : "PASS",
      figure: share,
      threshold: limits.share,
      finding: `${top.channel} has the largest share of the media contribution: ${percent(share)}, ${top.organic ? "without spend" : `with ${percent(top.shareOfSpend)} of spend`}.`,
      ...(dominant && {
        advice: `Demand may drive ${activityText([top])}, which would bias ${top.organic ? "its contribution" : "its ROI"} upwards. Add a control for demand, or run a test.`,
      }),
    };
  },
});
