// Whether the draws of a fit sampled on lanes can be used, or the fit is to be sampled again on the CPU: reasons as problems.

import type { Problem } from "../problems/problem.ts";
import type { SampleResult } from "../sampling/index.ts";
import { chainFaults } from "./chain-faults.ts";
import { summarize } from "./summarize.ts";
import { rhatLimit } from "./rhat-limit.ts";
import { DIVERGENCES_LIMIT, ESS_PER_CHAIN } from "./thresholds.ts";
import { fixed } from "../words/index.ts";
import { canceledBeforeDraws, laneProblems } from "../problems/sampling-problems.ts";

/** What lanes give for one fit, as far as it is judged. */
export interface JudgedLanes {
  readonly sample: SampleResult | undefined;
  readonly problems: readonly Problem[];
}

export interface LaneVerdict {
  /** True when there is no reason. */
  readonly converged: boolean;
  readonly reasons: readonly Problem[];
  /** Over the unconstrained coordinates; NaN without draws. */
  readonly maxRhat: number;
  readonly minEssBulk: number;
  readonly divergences: number;
}

/**
 * Judges a fit by its unconstrained coordinates: it started, no chain is stuck, nothing diverged, R-hat of its superchains is below
 * `rhatLimit`, and each starting point has 100 effective draws. The same limits as the verdict on a fit, which judges parameters and
 * quantities as well.
 *
 * @param names of the unconstrained coordinates; default x[0], x[1], ...
 */
export function judgeLanes({ sample, problems }: JudgedLanes, names?: readonly string[]): LaneVerdict {
  if (sample === undefined || sample.chains[0].draws === 0) {
    const reasons = problems.length > 0 ? problems : [canceledBeforeDraws()];
    return { converged: false, reasons, maxRhat: Number.NaN, minEssBulk: Number.NaN, divergences: 0 };
  }
  const { chains, dimension, superchains } = sample;
  const { draws } = chains[0];
  const reasons: Problem[] = [...problems];
  const divergences = chains.reduce((sum, chain) => sum + chain.divergences, 0);
  if (divergences > DIVERGENCES_LIMIT) {
    reasons.push(laneProblems.divergences(divergences, chains.length * draws));
  }
  const stuck = new Set<number>();
  let maxRhat = Number.NEGATIVE_INFINITY;
  let minEssBulk = Number.POSITIVE_INFINITY;
  let [worstRhat, worstEss] = [0, 0];
  const startingPoints = new Set(superchains ?? chains.keys()).size;
  let failing: number | undefined;
  for (let i = 0; i < dimension; i++) {
    const column = { chains: chains.length, draws, values: coordinate(sample, i) };
    for (const chain of chainFaults(column).constant) stuck.add(chain);
    const { rhat, ess_bulk } = summarize(column, superchains);
    const limit = rhatLimit({ quantities: dimension, startingPoints, ess: ess_bulk });
    if (!(rhat < limit)) failing = Math.min(failing ?? limit, limit);
    // Not a number (a coordinate that never moved) is as bad as can be.
    if (!(rhat <= maxRhat)) [maxRhat, worstRhat] = [Number.isNaN(rhat) ? Number.POSITIVE_INFINITY : rhat, i];
    if (!(ess_bulk >= minEssBulk)) [minEssBulk, worstEss] = [Number.isNaN(ess_bulk) ? 0 : ess_bulk, i];
  }
  const nameOf = (i: number): string => names?.[i] ?? `x[${i}]`;
  if (stuck.size > 0) reasons.push(laneProblems.stuck(stuck.size, chains.length));
  if (failing !== undefined) {
    reasons.push(laneProblems.rhat(Number(failing.toFixed(3)), `${fixed(maxRhat, 3)} for ${nameOf(worstRhat)}`));
  }
  const wanted = ESS_PER_CHAIN * startingPoints;
  if (!(minEssBulk >= wanted)) {
    reasons.push(laneProblems.ess(wanted, `${Math.floor(minEssBulk)} for ${nameOf(worstEss)}`));
  }
  return { converged: reasons.length === 0, reasons, maxRhat, minEssBulk, divergences };
}

/** Values of one coordinate, chain after chain. */
function coordinate({ chains, dimension }: SampleResult, i: number): Float64Array {
  const { draws } = chains[0];
  const values = new Float64Array(chains.length * draws);
  chains.forEach(({ positions }, chain) => {
    for (let k = 0; k < draws; k++) values[chain * draws + k] = positions[k * dimension + i];
  });
  return values;
}
