// Channels about which the posterior repeats the prior.

import { listed, percent } from "../../../words/index.ts";
import { leastContraction, saysNothing } from "../../predictions/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const priorDominated: ReviewCheckKind = reviewCheck({
  name: "prior-dominated",
  title: "Data inform the returns",
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
      status: silent.length > 0 ? "REVIEW" : "PASS",
      figure: least,
      threshold,
      finding:
        silent.length > 0
          ? `The posterior of the ROI of ${listed(silent)} is almost the same as the prior.`
          : `The data informed the ROI of every channel; the smallest reduction of prior spread is ${percent(Math.max(0, least))}.`,
      ...(silent.length > 0 && {
        advice: `The prior determines the ROI of ${listed(silent)}. Do not base budgets on it; vary spend or run a lift test.`,
      }),
    };
  },
});
