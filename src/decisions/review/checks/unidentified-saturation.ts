// Channels whose spend has too few levels to show how their effect saturates.

import { listed, percent } from "../../../words/index.ts";
import { activityText, fewActiveRows } from "../review-channels.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const unidentifiedSaturation: ReviewCheckKind = reviewCheck({
  name: "unidentified-saturation",
  title: "Levels of spend show the response curve",
  /**
   * Of a saturating curve, the share that a straight line misses, and rows with spend (our choices). Spend that varies freely has 2.5 to
   * 15%, a channel that is off or on at one level less than 1%; a curve has three parameters.
   */
  limits: { bend: 0.02, rows: fewActiveRows },
  measure: ({ channels }) => {
    const curved = channels.filter(({ reach }) => reach !== undefined);
    return curved.length === 0 ? undefined : curved;
  },
  judge: (channels, limits) => {
    const rare = channels.filter(({ activeRows }) => activeRows < limits.rows);
    const single = channels.filter(({ activeRows, bend }) => activeRows >= limits.rows && bend < limits.bend);
    const names = listed([...rare, ...single].map(({ channel }) => channel));
    const least = channels.reduce((smallest, { bend }) => Math.min(smallest, bend), 1);
    const found = [
      ...(rare.length > 0
        ? [
            `${listed(rare.map(({ channel, activeDates = [] }) => `${channel}${activeDates.length === 0 ? "" : ` (${listed(activeDates, limits.rows)})`}`))} ${rare.some(({ organic }) => organic) ? "had activity" : "had spend"} in fewer than ${limits.rows} rows`,
          ]
        : []),
      ...(single.length > 0 ? [`${activityText(single)} was at nearly one level`] : []),
    ];
    return {
      status: names === "" ? "PASS" : "REVIEW",
      figure: least,
      threshold: limits.bend,
      finding:
        found.length > 0
          ? `The saturation of ${names} is not identified: ${found.join(", and ")}.`
          : `A straight line would miss at least ${percent(least)} of a saturating curve, for every channel.`,
      ...(found.length > 0 && {
        advice: `The marginal ROI of ${names} follows the prior of its curve more than the data. Try several levels of ${activityText([...rare, ...single])} before moving budget.`,
      }),
    };
  },
});
