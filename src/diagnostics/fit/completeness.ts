// What a canceled fit says of itself.

import type { Remedies } from "../../problems/remedies.ts";
import type { Diagnostics, SampledFit } from "./types.ts";

/**
 * A canceled fit has not converged, whatever its draws look like; where there are no draws that all chains have, there is
 * nothing else to judge.
 */
export function withCompleteness(
  { complete, diagnostics }: Pick<SampledFit, "complete" | "diagnostics">,
  remedies: Remedies,
): Diagnostics {
  if (complete || diagnostics.checks.some(({ name }) => name === "complete")) return diagnostics;
  const draws = diagnostics.draws_per_chain;
  const check = {
    name: "complete",
    status: "fail",
    detail:
      draws === 0
        ? "Sampling was canceled before every chain had a draw."
        : `Sampling was canceled; every chain has ${draws} draws.`,
    remedy: remedies.complete(),
  } as const;
  return { ...diagnostics, converged: false, checks: [check, ...(draws === 0 ? [] : diagnostics.checks)] };
}
