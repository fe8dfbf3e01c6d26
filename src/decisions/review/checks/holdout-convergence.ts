// Whether the refit without the rows held out converged.

import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const holdoutConvergence: ReviewCheckKind = reviewCheck({
  name: "holdout-convergence",
  title: "The refit without the held-out rows converged",
  limits: { fail: 0 },
  measure: ({ holdout }) => holdout,
  judge: ({ converged }, { fail }) => ({
    status: converged ? "PASS" : "FAIL",
    figure: converged ? 0 : 1,
    threshold: fail,
    finding: converged ? "The refit converged." : "The refit did not converge; do not rely on the holdout results.",
    ...(!converged && { advice: "Fit with more draws (--draws, --warmup), then check again." }),
  }),
});
