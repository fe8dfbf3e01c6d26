// Channels about which the posterior repeats the prior.

import { listed } from "../../../words/index.ts";
import { identificationText, leastContraction, saysNothing, sourceOf } from "../../predictions/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const priorDominated: ReviewCheckKind = reviewCheck({
  name: "prior-dominated",
  title: "Influence of the prior on ROI",
  limits: { contraction: leastContraction },
  measure: ({ priorPosterior }) => {
    const returns = priorPosterior
      .filter(({ of }) => of === "roi")
      .map(({ channel, contraction, overlap }) => ({ channel, contraction, overlap }));
    return returns.length === 0 ? undefined : returns;
  },
  judge: (returns, { contraction: threshold }) => {
    const silent = returns.filter(saysNothing).flatMap(({ channel }) => channel ?? []);
    const least = returns.reduce((smallest, { contraction }) => Math.min(smallest, contraction), 1);
    return {
      // Where the prior has a strong influence on every channel, no return is mainly the data's.
      status: silent.length > 0 || !returns.some((each) => sourceOf(each) === "data") ? "REVIEW" : "PASS",
      figure: least,
      threshold,
      finding: identificationText(
        "ROI",
        returns.map(({ channel = "", contraction, overlap }) => ({ label: channel, contraction, overlap })),
      ),
      ...(silent.length > 0
        ? {
            advice: `The prior determines the ROI of ${listed(silent)}. Do not base budgets on it; vary spend or run a lift test.`,
          }
        : !returns.some((each) => sourceOf(each) === "data") && {
            advice:
              "Returns depend on the prior as much as on the data. Add history, vary spend, or run a lift test on the channels that matter most.",
          }),
    };
  },
});
