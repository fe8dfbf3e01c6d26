// R-hat, by the verdict on convergence.

import { named, ownDiagnostics, worstDiagnostic } from "../convergence-check.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const convergenceRHat: ReviewCheckKind = reviewCheck({
  name: "convergence-r-hat",
  title: "Chains agree",
  limits: { review: 1.01 },
  measure: ({ diagnostics }) => diagnostics,
  judge: (diagnostics, { review }) => ({
    ...worstDiagnostic(named(diagnostics, ownDiagnostics.rHat)),
    figure: diagnostics.max_rhat,
    threshold: review,
  }),
});
