// Says on standard error, before anything else, that a fit has not converged.

import { diagnoseIt, notConverged } from "../../problems/convergence.ts";
import type { Output } from "../terminal/index.ts";

/** `what` says which fit it is, or what to do about it; a run is to be diagnosed. */
export function warnUnlessConverged(
  err: Output,
  { converged, ...of }: { readonly converged: boolean } & ({ readonly run: string } | { readonly what: string }),
): void {
  if (converged) return;
  err.write(`${err.style.red(`${notConverged}:`)} ${"run" in of ? diagnoseIt(of.run) : of.what}\n`);
}
