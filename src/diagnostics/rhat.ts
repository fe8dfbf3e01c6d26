// R-hat: do the chains agree with each other, and each chain with itself? Source: Vehtari et al. (2021), Bayesian Analysis
// 16(2), equations 1-4 and section 4; agrees with the R package posterior 1.7.1.

import type { Draws } from "./draws.ts";
import { mean, median, variance } from "../numerics/index.ts";
import { chainMeans, isDegenerate } from "./moments.ts";
import { rankNormalize } from "./rank-normalize.ts";
import { splitChains } from "./split.ts";

/** sqrt of (pooled variance estimate / within-chain variance); NaN for one chain, or draws not finite or all equal. */
export function varianceRatio(draws: Draws): number {
  const { chains, draws: n, values } = draws;
  if (isDegenerate(values)) return Number.NaN;
  const means = chainMeans(draws);
  let within = 0;
  for (let chain = 0; chain < chains; chain++) {
    within += variance(values.subarray(chain * n, (chain + 1) * n), means[chain]);
  }
  within /= chains;
  return Math.sqrt((n * variance(means)) / within / n + (n - 1) / n);
}

/** The classical R-hat of the draws themselves, split by default. For comparison with older software; prefer `rhat`. */
export function rhatBasic(draws: Draws, { split = true }: { split?: boolean } = {}): number {
  return varianceRatio(split ? splitChains(draws) : draws);
}

/** R-hat of the rank-normalized split draws: sees chains that differ in location. */
export function rhatBulk(draws: Draws): number {
  if (isDegenerate(draws.values)) return Number.NaN;
  return varianceRatio(rankNormalize(splitChains(draws)));
}

/** R-hat of the rank-normalized split distances from the median: sees chains that differ in scale. */
export function rhatFolded(draws: Draws): number {
  if (isDegenerate(draws.values)) return Number.NaN;
  const center = median(draws.values);
  const values = draws.values.map((value) => Math.abs(value - center));
  return varianceRatio(rankNormalize(splitChains({ chains: draws.chains, draws: draws.draws, values })));
}

/**
 * R-hat, the larger of the bulk and the folded one. Near 1 when the chains agree; below 1.01 is the usual demand.
 * NaN when a draw is not finite, all draws are equal, or all are equally far from the median.
 */
export function rhat(draws: Draws): number {
  return Math.max(rhatBulk(draws), rhatFolded(draws));
}

/** Superchain of each half of the chains that `splitChains` gives: the halves of a superchain are two, so that drift shows. */
export function splitSuperchains(superchains: readonly number[]): number[] {
  return superchains.flatMap((name) => [2 * name, 2 * name + 1]);
}

/**
 * R-hat of many short chains, as `rhat` is for few long ones: the larger of the nested R-hat of the rank-normalized split draws and that of
 * their distances from the median. Chains of a superchain are averaged before they are compared, so that its size for chains that
 * agree depends on the effective draws of a superchain, not on those of a chain.
 */
export function rhatSuperchains(draws: Draws, superchains: readonly number[]): number {
  if (isDegenerate(draws.values)) return Number.NaN;
  const split = splitChains(draws);
  const halves = split.chains === draws.chains ? superchains : splitSuperchains(superchains);
  const center = median(draws.values);
  const folded = splitChains({ ...draws, values: draws.values.map((value) => Math.abs(value - center)) });
  return Math.max(rhatNested(rankNormalize(split), halves), rhatNested(rankNormalize(folded), halves));
}

/**
 * Nested R-hat for many short chains. Chains of one superchain started at the same point; `superchains[c]` names the
 * superchain of chain c, and all superchains must have the same number of chains (RangeError otherwise).
 * Source: Margossian, Hoffman, Sountsov, Riou-Durand, Vehtari and Gelman (2024), "Nested R-hat", equations 15-19.
 */
export function rhatNested(draws: Draws, superchains: readonly number[]): number {
  const { chains, draws: n, values } = draws;
  const members = new Map<number, number[]>();
  superchains.forEach((name, chain) => {
    members.set(name, [...(members.get(name) ?? []), chain]);
  });
  const groups = [...members.values()];
  if (superchains.length !== chains || groups.some((group) => group.length !== groups[0].length)) {
    throw new RangeError("Nested R-hat needs every chain in one superchain, and superchains of equal size.");
  }
  if (isDegenerate(values)) return Number.NaN;
  const means = chainMeans(draws);
  const withinChain = (chain: number): number =>
    n === 1 ? 0 : variance(values.subarray(chain * n, (chain + 1) * n), means[chain]);
  const groupMeans = groups.map((group) => mean(group.map((chain) => means[chain])));
  const within = groups.map((group) => {
    const betweenChains = group.length === 1 ? 0 : variance(group.map((chain) => means[chain]));
    return betweenChains + mean(group.map(withinChain));
  });
  return Math.sqrt(1 + variance(groupMeans) / mean(within));
}
