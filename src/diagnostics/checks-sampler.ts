// The checks of the verdict that look at the sampler: draws, chains, faults, divergences, tree depth, energy, importance weights.

import { sum } from "../numerics/index.ts";
import { nameWorst } from "./checks-parameters.ts";
import type { DivergenceLocation } from "./divergences.ts";
import { LARGEST_RELIABLE_K } from "./pareto-smooth.ts";
import type { LooProblem } from "./psis-loo.ts";
import {
  ACCEPTANCE_LIMIT,
  ACCEPTANCE_SUSPICIOUS,
  CHAINS_WANTED,
  DIVERGENCE_SHIFT,
  DIVERGENCES_LIMIT,
  EBFMI_LIMIT,
  EBFMI_SUSPICIOUS,
  FEWEST_DRAWS_PER_CHAIN,
  NAMED_WORST,
  START_SPREAD_WANTED,
} from "./thresholds.ts";
import type { Check, JudgedParameter, SamplerStatistics } from "./check.ts";
import type { Remedies } from "../problems/remedies.ts";
import { count, figure, fixed, percent } from "../words/index.ts";

/** Chains are counted from 1 in what people read. */
const chainList = (chains: readonly number[]): string =>
  `${chains.length === 1 ? "chain" : "chains"} ${chains.map((chain) => chain + 1).join(", ")}`;

export function checkDraws({ drawsPerChain }: SamplerStatistics, remedies: Remedies): Check {
  const enough = drawsPerChain >= FEWEST_DRAWS_PER_CHAIN;
  return {
    name: "draws",
    status: enough ? "pass" : "fail",
    detail: enough
      ? `There are ${count(drawsPerChain, "draw")} per chain.`
      : `There are too few draws per chain (${drawsPerChain}) to judge convergence.`,
    remedy: enough ? "" : remedies.draws(FEWEST_DRAWS_PER_CHAIN),
  };
}

export function checkChains(
  { chains, startingPoints = chains, startSpread }: SamplerStatistics,
  remedies: Remedies,
): Check {
  if (startingPoints < CHAINS_WANTED && startingPoints < chains) {
    const detail = `${count(chains, "chain")} started at ${count(startingPoints, "point")}, so R-hat may miss modes.`;
    return { name: "chains", status: "warn", detail, remedy: remedies.startingPoints(CHAINS_WANTED) };
  }
  if (startSpread !== undefined && startSpread.deviations < START_SPREAD_WANTED) {
    const detail = `In ${startSpread.name}, all ${chains} chains started within ${fixed(startSpread.deviations, 2)} standard deviations of the posterior, so R-hat may miss modes farther away.`;
    return { name: "chains", status: "warn", detail, remedy: remedies.startsFarther() };
  }
  if (chains >= CHAINS_WANTED) {
    const apart =
      startSpread === undefined
        ? ""
        : ` They started at least ${fixed(Math.floor(startSpread.deviations * 10) / 10, 1)} standard deviations of the posterior apart (closest in ${startSpread.name}).`;
    return { name: "chains", status: "pass", detail: `There are ${chains} chains.${apart}`, remedy: "" };
  }
  const detail =
    chains === 1
      ? "With one chain, R-hat only compares its two halves and cannot detect a second mode."
      : `With ${chains} chains, R-hat may miss modes.`;
  return { name: "chains", status: "warn", detail, remedy: remedies.chains(CHAINS_WANTED) };
}

export function checkFaults(parameters: readonly JudgedParameter[], remedies: Remedies): Check {
  const broken = parameters.filter(({ faults }) => (faults?.nonFinite.length ?? 0) > 0);
  const stuck = parameters.filter(({ faults }) => (faults?.constant.length ?? 0) > 0);
  const name = "stuck-chains";
  if (broken.length === 0 && stuck.length === 0) {
    return { name, status: "pass", detail: "All chains moved and all draws are finite.", remedy: "" };
  }
  const list = (found: readonly JudgedParameter[], chains: (parameter: JudgedParameter) => readonly number[]): string =>
    nameWorst(found.map((parameter) => ({ name: parameter.name, figure: `(${chainList(chains(parameter))})` })));
  const details: string[] = [];
  if (broken.length > 0) {
    details.push(`Some draws are NaN or infinite for ${list(broken, ({ faults }) => faults!.nonFinite)}.`);
  }
  if (stuck.length > 0) {
    details.push(`Some chains never moved for ${list(stuck, ({ faults }) => faults!.constant)}.`);
  }
  return {
    name,
    status: "fail",
    detail: details.join(" "),
    remedy: remedies.faults(),
  };
}

/** No check where acceptances are not known. */
export function checkStepSize({ acceptance, targetAccept }: SamplerStatistics, remedies: Remedies): Check[] {
  if (acceptance === undefined || targetAccept === undefined) return [];
  const name = "step-size";
  const found = acceptance
    .map((value, chain) => ({ value, chain }))
    .filter(({ value }) => !(value >= ACCEPTANCE_SUSPICIOUS * targetAccept))
    .sort((a, b) => a.value - b.value);
  if (found.length === 0) {
    const detail = `All chains accept at least ${percent(Math.min(...acceptance))} of their proposals (target ${percent(targetAccept)}).`;
    return [{ name, status: "pass", detail, remedy: "" }];
  }
  const list = nameWorst(found.map(({ value, chain }) => ({ name: `chain ${chain + 1}:`, figure: percent(value) })));
  return [
    {
      name,
      status: found.some(({ value }) => !(value >= ACCEPTANCE_LIMIT * targetAccept)) ? "fail" : "warn",
      detail: `Far fewer proposals are accepted than the target of ${percent(targetAccept)} (${list}). These chains are where much shorter steps are needed, and hardly move.`,
      remedy: remedies.stepSize(),
    },
  ];
}

/** Parameters at which an equation has no solution have density zero, whether the model says so or the solver gave up. */
export function checkSolutions({ unsolved }: SamplerStatistics, remedies: Remedies): Check[] {
  if (unsolved === undefined) return [];
  const { solutions, atMostSteps } = unsolved;
  const limited = atMostSteps === 0 ? "" : `, ${atMostSteps} of them after the greatest number of steps`;
  return [
    {
      name: "solutions",
      status: "warn",
      detail:
        `${count(solutions, "solution")} of differential equations failed after warm-up${limited}. ` +
        "Parameters where a solution fails are rejected, so the posterior may be cut off there.",
      remedy: remedies.solutions(atMostSteps > 0),
    },
  ];
}

export function checkDivergences(statistics: SamplerStatistics, remedies: Remedies): Check {
  const total = sum(statistics.divergences);
  const name = "divergences";
  const { resampled } = statistics;
  if (total <= DIVERGENCES_LIMIT) {
    const again =
      resampled === undefined
        ? ""
        : ` The fit was sampled again with target acceptance ${resampled.target_accept}: before, ${earlierDivergences(resampled)}.`;
    return { name, status: "pass", detail: `There were no divergences after warm-up.${again}`, remedy: "" };
  }
  const transitions = statistics.chains * statistics.drawsPerChain;
  const perChain = statistics.divergences.map((n, chain) => ({ name: `chain ${chain + 1}:`, figure: String(n), n }));
  const affected = perChain.filter(({ n }) => n > 0).sort((a, b) => b.n - a.n);
  const where = describeLocations(statistics.divergenceLocations ?? []);
  return {
    name,
    status: "fail",
    detail:
      `${total} of ${transitions} transitions diverged after warm-up (${nameWorst(affected)})${where}. ` +
      `The sampler may not have explored part of the posterior, and estimates may be biased.${
        resampled === undefined
          ? ""
          : ` Shorter steps did not help enough: with lower target acceptances than ${resampled.target_accept}, ${earlierDivergences(resampled)}.`
      }`,
    remedy: remedies.divergences(resampled !== undefined),
  };
}

/** "2 divergences with target acceptance 0.8, 1 divergence with 0.95". */
function earlierDivergences({ earlier }: NonNullable<SamplerStatistics["resampled"]>): string {
  const parts = earlier.map(
    ({ target_accept, divergences }, i) =>
      `${count(divergences, "divergence")} with ${i === 0 ? "target acceptance " : ""}${target_accept}`,
  );
  return `there ${earlier[0].divergences === 1 ? "was" : "were"} ${parts.join(", ")}`;
}

function describeLocations(locations: readonly DivergenceLocation[]): string {
  const shifted = locations.filter(({ shift }) => Math.abs(shift) >= DIVERGENCE_SHIFT).slice(0, NAMED_WORST);
  if (shifted.length === 0) return "";
  const parts = shifted.map(({ name, mean, shift }) => {
    const side = shift < 0 ? "below" : "above";
    return `${name} near ${figure(mean)} (${fixed(Math.abs(shift), 1)} sd ${side} its mean)`;
  });
  return `, at ${parts.join(", ")}`;
}

export function checkTreeDepth(
  { treeDepthHits, maxTreeDepth, withoutTrees, chains, drawsPerChain }: SamplerStatistics,
  remedies: Remedies,
): Check {
  const name = "tree-depth";
  const most = withoutTrees
    ? `the limit of ${count(2 ** maxTreeDepth, "leapfrog step")}`
    : `the maximum tree depth of ${maxTreeDepth}`;
  if (treeDepthHits === 0) {
    return {
      name,
      status: "pass",
      detail: `No transition reached ${most}.`,
      remedy: "",
    };
  }
  const share = treeDepthHits / (chains * drawsPerChain);
  return {
    name,
    // The draws stay valid; it is the sampler that is slow (Stan development team, "Runtime warnings").
    status: "warn",
    detail: `${count(treeDepthHits, "transition")} (${percent(share)}) reached ${most}. Sampling is slow, but the draws are valid.`,
    remedy: remedies.treeDepth(maxTreeDepth + 2),
  };
}

export function checkEnergy({ ebfmi }: SamplerStatistics, remedies: Remedies): Check {
  const name = "e-bfmi";
  const chains = ebfmi.map((value, chain) => ({ value, chain })).filter(({ value }) => !(value >= EBFMI_SUSPICIOUS));
  if (ebfmi.length === 0) {
    return { name, status: "fail", detail: "No energies were recorded.", remedy: "Pass the E-BFMI of each chain." };
  }
  if (chains.length === 0) {
    return { name, status: "pass", detail: `The smallest E-BFMI is ${fixed(Math.min(...ebfmi), 2)}.`, remedy: "" };
  }
  const failing = chains.some(({ value }) => !(value >= EBFMI_LIMIT));
  const list = nameWorst(
    chains
      .sort((a, b) => (Number.isNaN(a.value) ? -1 : Number.isNaN(b.value) ? 1 : a.value - b.value))
      .map(({ value, chain }) => ({ name: `chain ${chain + 1}:`, figure: fixed(value, 2) })),
  );
  return {
    name,
    status: failing ? "fail" : "warn",
    detail: `E-BFMI is below ${EBFMI_SUSPICIOUS} (${list}), so the sampler explores the tails of the posterior slowly.`,
    remedy: remedies.energy(),
  };
}

export function checkParetoK(
  { observations, count: high, threshold, largestK, drawsNeeded }: LooProblem,
  remedies: Remedies,
): Check {
  const name = "pareto-k";
  if (high === 0) {
    return { name, status: "pass", detail: `All values of Pareto k are at most ${fixed(threshold, 2)}.`, remedy: "" };
  }
  const worst = observations.slice(0, NAMED_WORST).map((observation) => observation + 1);
  const enough = Number.isFinite(drawsNeeded) && largestK <= LARGEST_RELIABLE_K;
  return {
    name,
    // It concerns the leave-one-out estimate, not the draws.
    status: "warn",
    detail: `Pareto k is above ${fixed(threshold, 2)} for ${count(high, "observation")} (largest ${fixed(largestK, 2)}; row ${worst.join(", ")}). The leave-one-out estimate is not reliable for these rows.`,
    remedy: remedies.paretoK(enough ? Math.ceil(drawsNeeded) : undefined),
  };
}
