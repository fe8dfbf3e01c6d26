// Rows of the table for each free parameter.

import { labelsOfElements } from "../../../mmm/axes/index.ts";
import { isPrior } from "../../../mmm/specification/index.ts";
import { fixed } from "../../../words/index.ts";
import type { FittedModel } from "../../draws/index.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const rowsPerParameter: ReviewCheckKind = reviewCheck({
  name: "rows-per-parameter",
  title: "Enough rows for the parameters",
  /** Fewer than 4 call for strong priors, fewer than 1 leave nothing to check (our choice). */
  limits: { review: 4, fail: 1 },
  measure: ({ model, scores }) => ({ rows: scores.rows, parameters: freeParameters(model) }),
  judge: ({ rows, parameters }, { review, fail }) => {
    const ratio = rows / parameters;
    return {
      status: ratio < fail ? "FAIL" : ratio < review ? "REVIEW" : "PASS",
      figure: ratio,
      threshold: review,
      finding: `The table has ${rows} rows for ${parameters} parameters: ${fixed(ratio, 1)} rows for each.`,
      ...(ratio < review && {
        advice: "The priors have a strong influence. Add history, merge small channels, or use fewer harmonics.",
      }),
    };
  },
});

function freeParameters({ spec, posterior }: FittedModel): number {
  return posterior.blocks.reduce((sum, { name, axes, size }) => {
    const priors = spec.priors[name];
    if (priors === undefined) return sum;
    if (isPrior(priors)) return sum + (priors.distribution === "fixed" ? 0 : size);
    return sum + labelsOfElements(axes).filter(([member]) => priors[member].distribution !== "fixed").length;
  }, 0);
}
