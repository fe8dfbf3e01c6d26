// The diagnostics that no other check has for its own: chains and draws, tree depth, energy.

import { ownDiagnostics, worstDiagnostic } from "../convergence-check.ts";
import { reviewCheck, type ReviewCheckKind } from "../review-check.ts";

export const convergenceSampler: ReviewCheckKind = reviewCheck({
  name: "convergence-sampler",
  title: "Sampler diagnostics are good",
  limits: { review: 0 },
  measure: ({ diagnostics }) => {
    const own = Object.values(ownDiagnostics).flat();
    return diagnostics.checks.filter(({ name }) => !own.includes(name));
  },
  judge: (checks, { review }) => {
    const worst = worstDiagnostic(checks);
    return {
      ...worst,
      figure: checks.filter(({ status }) => status !== "pass").length,
      threshold: review,
      finding:
        worst.status === "PASS"
          ? "The number of chains and draws, the tree depth and the energy diagnostics are good."
          : worst.finding,
    };
  },
});
