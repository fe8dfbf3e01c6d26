// What a check of a fit takes and gives.

import type { ChainFaults } from "./chain-faults.ts";
import type { DivergenceLocation } from "./divergences.ts";
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

/** The coordinate in which chains started closest together. */
export interface StartSpread {
  readonly name: string;
  /** Distance between the outermost starts, in standard deviations of the draws. */
  readonly deviations: number;
}

/** What the sampler counted, after warm-up: `samplerStatistics` makes it of a result. */
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
  /** Trajectories of HMC have a number of leapfrog steps, at most 2^maxTreeDepth, and no tree. Default false. */
  readonly withoutTrees?: boolean;
  /** E-BFMI of each chain. */
  readonly ebfmi: readonly number[];
  /** How often it was sampled before, with which target acceptance, where those draws had divergences; default never. */
  readonly resampled?: {
    readonly target_accept: number;
    readonly earlier: readonly { readonly target_accept: number; readonly divergences: number }[];
  };
  /** Mean acceptance statistic of each chain, and what its step size was adapted to; without them step sizes are not judged. */
  readonly acceptance?: readonly number[];
  readonly targetAccept?: number;
  /** Solutions of differential equations that were given up in all chains, and those of them at the greatest number of steps. */
  readonly unsolved?: { readonly solutions: number; readonly atMostSteps: number };
  /** How far apart the chains started; without it nothing is said of that. */
  readonly startSpread?: StartSpread;
  /** From `locateDivergences`. */
  readonly divergenceLocations?: readonly DivergenceLocation[];
}
