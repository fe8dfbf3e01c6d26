// Effective draws of bulk and tails, by the verdict on convergence.

import { named, ownDiagnostics, worstDiagnostic } from "../convergence-check.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const convergenceEss: ReviewCheckKind = reviewCheck({
  name: "convergence-ess",
  title: "Enough effective draws",
  limits: { perChain: 100 },
  measure: ({ diagnostics }) => diagnostics,
  judge: (diagnostics, { perChain }) => ({
    ...worstDiagnostic(named(diagnostics, ownDiagnostics.ess)),
    figure: Math.min(diagnostics.min_ess_bulk, diagnostics.min_ess_tail),
    threshold: perChain * diagnostics.chains,
  }),
});
