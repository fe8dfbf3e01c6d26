// E-BFMI: does the momentum resampling move through the energies the posterior has? Source: Betancourt (2016), "Diagnosing
// suboptimal cotangent disintegrations in Hamiltonian Monte Carlo", arXiv 1604.00695.

import type { Draws } from "./draws.ts";
import { variance } from "../numerics/index.ts";
import { isDegenerate } from "./moments.ts";

/**
 * Estimated Bayesian fraction of missing information, one per chain: mean squared change of the energy over its variance
 * (divisor n - 1). Near 1 is good, below 0.3 suspicious. NaN for energies that are not finite or constant.
 */
export function ebfmi(energies: Draws): number[] {
  const { chains, draws: n, values } = energies;
  return Array.from({ length: chains }, (_, chain) => {
    const energy = values.subarray(chain * n, (chain + 1) * n);
    if (isDegenerate(energy)) return Number.NaN;
    let squares = 0;
    for (let i = 1; i < n; i++) squares += (energy[i] - energy[i - 1]) ** 2;
    return squares / (n - 1) / variance(energy);
  });
}
