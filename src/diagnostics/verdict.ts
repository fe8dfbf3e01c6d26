// The verdict on a fit: every check with what was found and what to do, and whether the draws can be used. Limits: thresholds.ts.

import { type Check, type JudgedParameter, type SamplerStatistics } from "./check.ts";
import {
  checkChains,
  checkDivergences,
  checkDraws,
  checkEnergy,
  checkFaults,
  checkParetoK,
  checkStepSize,
  checkTreeDepth,
} from "./checks-sampler.ts";
import { checkEss, checkRhat, checkTails } from "./checks-parameters.ts";
import type { LooProblem } from "./psis-loo.ts";

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
    checkRhat(parameters, statistics),
    checkEss("bulk", parameters, statistics),
    checkEss("tail", parameters, statistics),
    checkTails(parameters),
    ...checkStepSize(statistics),
    checkDivergences(statistics),
    checkTreeDepth(statistics),
    checkEnergy(statistics),
    ...(loo === undefined ? [] : [checkParetoK(loo)]),
  ];
  return { converged: checks.every((check) => check.status !== "fail"), checks };
}
