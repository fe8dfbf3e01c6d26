// Divergent transitions, by the verdict on convergence.

import { named, ownDiagnostics, worstDiagnostic } from "../convergence-check.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const convergenceDivergences: ReviewCheckKind = reviewCheck({
  name: "convergence-divergences",
  title: "No divergences",
  limits: { review: 0 },
  measure: ({ diagnostics }) => diagnostics,
  judge: (diagnostics, { review }) => ({
    ...worstDiagnostic(named(diagnostics, ownDiagnostics.divergences)),
    figure: diagnostics.divergences,
    threshold: review,
  }),
});
