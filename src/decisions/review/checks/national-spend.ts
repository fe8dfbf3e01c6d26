// Channels that are the same in every geo, and so are told from the baseline by time alone.

import { alike as written, listed } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const nationalSpend: ReviewCheckKind = reviewCheck({
  name: "national-spend",
  title: "National channels move unlike the baseline",
  /** Least share of a channel's movement that is its own: a variance inflation of 10, as of collinear spend. */
  limits: { share: 0.1 },
  measure: ({ geos }) => (geos === undefined || geos.national.length === 0 ? undefined : geos.national),
  judge: (national, limits) => {
    const least = national.reduce((worst, each) => (each.share < worst.share ? each : worst));
    const alike = national.filter(({ share }) => share < limits.share).map(({ channel }) => channel);
    const names = national.map(({ channel }) => channel);
    const shares = written.percents(national.map(({ share }) => share));
    return {
      status: alike.length > 0 ? "REVIEW" : "PASS",
      figure: least.share,
      threshold: limits.share,
      finding: `The spend of ${listed(names)} is national. Share of the movement over time that trend, season and controls do not explain: ${listed(
        national.map(({ channel, share }) => `${channel} ${shares(share)}`),
      )}.`,
      ...(alike.length > 0 && {
        advice: `The data say little of ${listed(alike)} beside the prior. Give its spend by geo, fit with a stiffer trend, or run an experiment.`,
      }),
    };
  },
});
