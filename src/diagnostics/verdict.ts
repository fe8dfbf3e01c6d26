// The verdict on a fit: every check with what was found and what to do, and whether the draws can be used. Limits: thresholds.ts.

import { type Check, type JudgedParameter, type SamplerStatistics } from "./check.ts";
import {
  checkChains,
  checkDivergences,
  checkDraws,
  checkEnergy,
  checkFaults,
  checkParetoK,
  checkSolutions,
  checkStepSize,
  checkTreeDepth,
} from "./checks-sampler.ts";
import { checkEss, checkRhat, checkTails } from "./checks-parameters.ts";
import { generalRemedies, type Remedies } from "../problems/remedies.ts";
import type { LooProblem } from "./psis-loo.ts";

export interface Verdict {
  /** True when no check fails. */
  readonly converged: boolean;
  readonly checks: readonly Check[];
}

/**
 * Judges a fit from its parameters' summaries, the sampler's statistics and, where there is one, the leave-one-out estimate.
 *
 * @param remedies what to do about each check: in terms of the library by default
 */
export function verdict(
  parameters: readonly JudgedParameter[],
  statistics: SamplerStatistics,
  loo?: LooProblem,
  remedies: Remedies = generalRemedies,
): Verdict {
  const checks = [
    checkDraws(statistics, remedies),
    checkChains(statistics, remedies),
    checkFaults(parameters, remedies),
    checkRhat(parameters, statistics, remedies),
    checkEss("bulk", parameters, statistics, remedies),
    checkEss("tail", parameters, statistics, remedies),
    checkTails(parameters, remedies),
    ...checkStepSize(statistics, remedies),
    ...checkSolutions(statistics, remedies),
    checkDivergences(statistics, remedies),
    checkTreeDepth(statistics, remedies),
    checkEnergy(statistics, remedies),
    ...(loo === undefined ? [] : [checkParetoK(loo, remedies)]),
  ];
  return { converged: checks.every((check) => check.status !== "fail"), checks };
}
