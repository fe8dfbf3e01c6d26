// The verdict on a fit: every check with what was found and what to do, and whether the draws can be used. Limits: thresholds.ts.

import type { ChainFaults } from "./chain-faults.ts";
import {
  checkChains,
  checkDivergences,
  checkDraws,
  checkEnergy,
  checkFaults,
  checkParetoK,
  checkTreeDepth,
} from "./checks-sampler.ts";
import { checkEss, checkRhat } from "./checks-parameters.ts";
import type { DivergenceLocation } from "./divergences.ts";
import type { LooProblem } from "./psis-loo.ts";
import type { Summary } from "./summarize.ts";

/** One check: "fail" means that the draws must not be used, "warn" that they may be with the reservation in `detail`. */
export interface Check {
  /** Stable identifier, kebab-case. */
  readonly name: string;
  readonly status: "pass" | "warn" | "fail";
  /** What was found, with the worst parameters and their figures. */
  readonly detail: string;
  /** What to do: flag of the command line or change of the model. Empty when the check passes. */
  readonly remedy: string;
}

/** A sampled parameter. Quantities that are constant by construction do not belong here: a constant cannot converge. */
export interface JudgedParameter {
  readonly name: string;
  readonly summary: Summary;
  /** From `chainFaults`; without it stuck chains show in R-hat only. */
  readonly faults?: ChainFaults;
}

/** What the sampler counted, after warm-up. */
export interface SamplerStatistics {
  readonly chains: number;
  readonly drawsPerChain: number;
  /** Starting points, where chains share them; default: one for each chain. */
  readonly startingPoints?: number;
  /** Divergent transitions of each chain. */
  readonly divergences: readonly number[];
  /** Transitions of all chains that stopped at the greatest tree depth. */
  readonly treeDepthHits: number;
  readonly maxTreeDepth: number;
  /** E-BFMI of each chain. */
  readonly ebfmi: readonly number[];
  /** From `locateDivergences`. */
  readonly divergenceLocations?: readonly DivergenceLocation[];
}

export interface Verdict {
  /** True when no check fails. */
  readonly converged: boolean;
  readonly checks: readonly Check[];
}

/** Judges a fit from its parameters' summaries, the sampler's statistics and, where there is one, the leave-one-out estimate. */
export function verdict(
  parameters: readonly JudgedParameter[],
  statistics: SamplerStatistics,
  loo?: LooProblem,
): Verdict {
  const checks = [
    checkDraws(statistics),
    checkChains(statistics),
    checkFaults(parameters),
    checkRhat(parameters),
    checkEss("bulk", parameters, statistics),
    checkEss("tail", parameters, statistics),
    checkDivergences(statistics),
    checkTreeDepth(statistics),
    checkEnergy(statistics),
    ...(loo === undefined ? [] : [checkParetoK(loo)]),
  ];
  return { converged: checks.every((check) => check.status !== "fail"), checks };
}
