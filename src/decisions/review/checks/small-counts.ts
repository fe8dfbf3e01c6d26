// Whether a target of small counts has a likelihood for counts.

import { smallCounts } from "../../../mmm/specification/index.ts";
import { count, figure } from "../../../words/index.ts";
import { knownSeries, targetOf } from "../../predictions/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const smallCountTarget: ReviewCheckKind = reviewCheck({
  name: "small-counts",
  title: "Likelihood suits the target",
  /** Counts of this mean or more may have normal errors: that of `smallCounts`. */
  limits: { mean: 30 },
  measure: ({ model }) => {
    const { spec, data } = model;
    const counts = data.target.kind === "conversions" ? smallCounts(targetOf(data, knownSeries(data))) : undefined;
    return counts === undefined
      ? undefined
      : { ...counts, likelihood: spec.likelihood, suits: spec.likelihood === "negative_binomial" };
  },
  judge: ({ mean, zeros, likelihood, suits }, limits) => {
    const found = `The target is a count of ${figure(mean)} a row on average, with 0 in ${count(zeros, "row")}`;
    return {
      status: suits ? "PASS" : "REVIEW",
      figure: mean,
      threshold: limits.mean,
      finding: suits
        ? `${found}; its likelihood is for counts.`
        : `${found}, but its errors are taken as ${likelihood}.`,
      ...(!suits && {
        advice:
          "Write `likelihood: negative_binomial` in the model file, or leave the key out: intervals then fit counts and never go below 0.",
      }),
    };
  },
});
