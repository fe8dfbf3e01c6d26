// Whether rows held out are predicted better than by naive forecasts.

import { figure, listed } from "../../../words/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const holdoutSkill: ReviewCheckKind = reviewCheck({
  name: "holdout-skill",
  title: "Predictions beat naive forecasts",
  limits: { review: 0 },
  measure: ({ holdout, model }) => holdout && { ...holdout, dates: model.data.dates.slice(-holdout.rows) },
  judge: ({ rows, geos, scores, skill, naive, dates }, { review }) => {
    const best = naive.reduce((least, each) => (each.scores.mae < least.scores.mae ? each : least));
    return {
      status: skill > review ? "PASS" : "REVIEW",
      figure: skill,
      threshold: review,
      finding:
        `For ${geos === undefined ? `the last ${rows} rows (${dates[0]} to ${dates.at(-1)})` : `${listed(geos)}, held out with ${geos.length === 1 ? "its" : "their"} targets,`} the mean absolute error is ${figure(scores.mae)}; that of the best naive forecast ` +
        `(${best.method}) is ${figure(best.scores.mae)}.`,
      ...(!(skill > review) && {
        advice:
          geos === undefined
            ? "A naive forecast predicts better. Find out why before extrapolating from this model."
            : "A naive forecast predicts better: geos have less in common than the model takes for granted. Find out why before comparing them.",
      }),
    };
  },
});
