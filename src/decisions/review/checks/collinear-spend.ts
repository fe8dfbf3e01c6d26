// Channels whose spend moves together, or with the season and the controls.

import { fixed, listed } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const collinearSpend: ReviewCheckKind = reviewCheck({
  name: "collinear-spend",
  title: "Spend varies independently across channels",
  limits: {
    /** Variance inflation. Above 10 collinearity is commonly called serious: Belsley, Kuh and Welsch (1980). */
    vif: 10,
    /** Correlation of two channels' spend (our choice; Meridian's data check stops at 0.999). */
    spendCorrelation: 0.9,
  },
  measure: ({ collinearity, channels: facts }) => ({
    ...collinearity,
    organic: facts.flatMap(({ channel, organic }) => (organic ? [channel] : [])),
  }),
  judge: ({ channels, pairs, vifModel, conditionNumber, organic }, { vif, spendCorrelation }) => {
    const together = pairs.filter(({ spend, adstock }) => Math.max(spend, adstock) > spendCorrelation);
    const inflated = channels.filter((_, c) => vifModel[c] > vif);
    const pairNames = listed(together.map((pair) => pair.channels.join(" and ")));
    const isSpend = (names: readonly string[]): boolean => names.every((name) => !organic.includes(name));
    // NaN of a channel that never changes.
    const largestVif = vifModel.reduce((most, each) => (each > most ? each : most), 1);
    const figures = { figure: largestVif, threshold: vif };
    if (together.length > 0) {
      return {
        ...figures,
        status: "REVIEW",
        finding: `${isSpend(together.flatMap((pair) => pair.channels)) ? "Spend on" : "Activity of"} ${pairNames} is correlated (above ${spendCorrelation}).`,
        advice: `The table cannot separate the effects of ${pairNames}. Merge these channels, or vary them independently.`,
      };
    }
    if (inflated.length > 0) {
      return {
        ...figures,
        status: "REVIEW",
        finding: `${isSpend(inflated) ? "Adstocked spend on" : "Adstocked activity of"} ${listed(inflated)} is collinear with the other channels, controls or season (variance inflation factor above ${vif}).`,
        advice: `Before relying on the results for ${listed(inflated)}, vary them independently of the season and the other channels.`,
      };
    }
    return {
      ...figures,
      status: "PASS",
      finding: `The largest variance inflation factor is ${fixed(largestVif, 1)}; the condition number of the channels is ${fixed(conditionNumber, 1)}.`,
    };
  },
});
