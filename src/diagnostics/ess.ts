// Effective sample size: how many independent draws would estimate as well. Source: Geyer (1992), "Practical Markov chain
// Monte Carlo", initial monotone sequence; Vehtari et al. (2021), Bayesian Analysis 16(2), section 3.2 and 4.

import { type Autocovariances, autocovariances } from "./autocovariance.ts";
import type { Draws } from "./draws.ts";
import { mean, quantile, variance } from "../numerics/index.ts";
import { chainMeans, isDegenerate } from "./moments.ts";
import { rankNormalize } from "./rank-normalize.ts";
import { splitChains } from "./split.ts";

/** Probabilities of the two quantiles whose indicators make the tail effective sample size. */
export const TAIL_PROBABILITIES: readonly [number, number] = [0.05, 0.95];

/**
 * Fewest draws of a (split) chain for which autocorrelation is estimated: with fewer, Geyer's sequence ends before its second pair of lags, and every
 * chain would seem as good as antithetic draws (the cap). posterior 1.7.1 gives that cap for 3 to 5.
 */
const FEWEST_DRAWS = 6;

let correlations: Float64Array = new Float64Array(0);

/**
 * Effective sample size of the mean of these chains, taken as they are (neither split nor ranked). At most
 * S log10(S) of S draws. NaN when a draw is not finite, all are equal, or chains have fewer than six draws.
 */
export function effectiveSampleSize(draws: Draws): number {
  const { chains, draws: n, values } = draws;
  if (n < FEWEST_DRAWS || isDegenerate(values)) return Number.NaN;
  const total = chains * n;
  if (correlations.length < n) correlations = new Float64Array(n);
  const means = chainMeans(draws);
  const covariance = autocovariances(draws, means);
  const pooled = covariance.at(0) + (chains > 1 ? variance(means) : 0);
  return total / Math.max(integratedTime(covariance, pooled), 1 / Math.log10(total));
}

/** The integrated autocorrelation time by Geyer's initial monotone sequence of sums of neighboring pairs. */
function integratedTime(covariance: Autocovariances, pooled: number): number {
  const n = covariance.draws;
  const within = (covariance.at(0) * n) / (n - 1);
  const rho = correlations;
  rho.fill(0, 0, n);
  let even = 1;
  let odd = 1 - (within - covariance.at(1)) / pooled;
  rho[0] = even;
  rho[1] = odd;
  // Initial positive sequence.
  let last = 0;
  while (last < n - 5 && even + odd > 0) {
    last += 2;
    even = 1 - (within - covariance.at(last)) / pooled;
    odd = 1 - (within - covariance.at(last + 1)) / pooled;
    if (even + odd >= 0) {
      rho[last] = even;
      rho[last + 1] = odd;
    }
  }
  // The even term alone reduces the variance of the estimate for antithetic chains.
  if (even > 0) rho[last] = even;
  // Initial monotone sequence.
  for (let t = 2; t <= last - 2; t += 2) {
    const before = rho[t - 2] + rho[t - 1];
    if (rho[t] + rho[t + 1] > before) {
      rho[t] = before / 2;
      rho[t + 1] = before / 2;
    }
  }
  let sum = 0;
  for (let t = 0; t < last; t++) sum += rho[t];
  return -1 + 2 * sum + rho[last];
}

/** Effective sample size of the draws themselves, split by default. */
export function essBasic(draws: Draws, { split = true }: { split?: boolean } = {}): number {
  return effectiveSampleSize(split ? splitChains(draws) : draws);
}

/** Bulk effective sample size, of the rank-normalized split draws: how well the center of the distribution is known. */
export function essBulk(draws: Draws): number {
  if (isDegenerate(draws.values)) return Number.NaN;
  return effectiveSampleSize(rankNormalize(splitChains(draws)));
}

/** Effective sample size for the mean. */
export function essMean(draws: Draws): number {
  return essBasic(draws);
}

/** The squared distances from `center`, by default the mean over all chains. */
export function squaredDeviations(draws: Draws, center: number = mean(draws.values)): Draws {
  const squares = new Float64Array(draws.values.length);
  for (let i = 0; i < squares.length; i++) squares[i] = (draws.values[i] - center) * (draws.values[i] - center);
  return { chains: draws.chains, draws: draws.draws, values: squares };
}

/** Effective sample size for the standard deviation: that of the squared distances from the mean. */
export function essSd(draws: Draws): number {
  return essBasic(squaredDeviations(draws));
}

/** 1 where a draw is at most `limit`, else 0. */
export function atMost(draws: Draws, limit: number): Draws {
  const { chains, draws: n, values } = draws;
  const indicator = new Float64Array(values.length);
  for (let i = 0; i < indicator.length; i++) indicator[i] = values[i] <= limit ? 1 : 0;
  return { chains, draws: n, values: indicator };
}

/**
 * Effective sample size for the quantile at `probability`. All draws are at most the largest, so that at probability 1
 * the quantile half a draw below it stands in.
 */
export function essQuantile(draws: Draws, probability: number): number {
  const { values } = draws;
  if (isDegenerate(values)) return Number.NaN;
  const informative = probability === 1 ? (values.length - 0.5) / values.length : probability;
  return essBasic(atMost(draws, quantile(values, informative)));
}

/** Effective sample size for the median. */
export function essMedian(draws: Draws): number {
  return essQuantile(draws, 0.5);
}

/** Tail effective sample size: the smaller of those for the 5% and the 95% quantile. */
export function essTail(draws: Draws): number {
  return Math.min(essQuantile(draws, TAIL_PROBABILITIES[0]), essQuantile(draws, TAIL_PROBABILITIES[1]));
}
