// What the sampler did in each chain, averaged over its draws.

import { ebfmi, type Draws, mean } from "../../diagnostics/index.ts";
import type { SamplerDraws } from "../../mmm/fit/index.ts";

export interface ChainRow {
  /** From 1. */
  readonly chain: number;
  readonly divergences: number;
  /** Mean acceptance statistic. */
  readonly acceptance: number;
  /** Leapfrog steps per draw. */
  readonly leapfrogs: number;
  /** Mean and largest tree depth. */
  readonly treeDepth: number;
  readonly deepest: number;
  readonly ebfmi: number;
}

export function chainTable(sampler: SamplerDraws): readonly ChainRow[] {
  const energies = ebfmi(sampler.energy);
  return energies.map((energy, chain) => {
    const of = ({ values, draws }: Draws): Float64Array => values.subarray(chain * draws, (chain + 1) * draws);
    return {
      chain: chain + 1,
      divergences: of(sampler.divergent).filter((value) => value !== 0).length,
      acceptance: mean(of(sampler.acceptance)),
      leapfrogs: mean(of(sampler.leapfrogs)),
      treeDepth: mean(of(sampler.treeDepth)),
      deepest: of(sampler.treeDepth).reduce((deepest, depth) => Math.max(deepest, depth), 0),
      ebfmi: energy,
    };
  });
}
