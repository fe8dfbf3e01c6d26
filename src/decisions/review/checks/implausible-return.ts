// Returns that hardly any advertising has; asked only where the target is money.

import { outcomeOf } from "../../../data/panel/index.ts";
import { estimatedInText, listed } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const implausibleReturn: ReviewCheckKind = reviewCheck({
  name: "implausible-return",
  title: "Returns are plausible",
  /** Return of a revenue target that hardly any advertising has (our choice). */
  limits: { roi: 10 },
  measure: ({ model, channels }) => {
    const paid = channels.filter(({ roi }) => !Number.isNaN(roi.estimate));
    return outcomeOf(model.data).kind === "revenue" && paid.length > 0 ? paid : undefined;
  },
  judge: (channels, limits) => {
    const high = channels.filter(({ roi }) => roi.estimate > limits.roi);
    const most = channels.reduce((largest, each) => (each.roi.estimate > largest.roi.estimate ? each : largest));
    return {
      status: high.length > 0 ? "REVIEW" : "PASS",
      figure: most.roi.estimate,
      threshold: limits.roi,
      finding: `${most.channel} has the highest ROI: ${estimatedInText(most.roi)}.`,
      ...(high.length > 0 && {
        advice: `Check that spend and target have the same currency unit, and whether spend on ${listed(high.map(({ channel }) => channel))} follows demand.`,
      }),
    };
  },
});
