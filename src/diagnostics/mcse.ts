// Monte Carlo standard errors: how far a summary of the draws may be from that of the posterior. Source: Vehtari et al. (2021),
// Bayesian Analysis 16(2), section 4; standard deviation by the delta method, Kenney and Keeping (1951). As in posterior 1.7.1.

import type { Draws } from "./draws.ts";
import { effectiveSampleSize, essMean, essQuantile, squaredDeviations } from "./ess.ts";
import { mean, sortNumbers, standardDeviation } from "../numerics/index.ts";
import { inverseBetaCdf } from "../numerics/special/index.ts";
import { splitChains } from "./split.ts";

/** Phi(-1) and Phi(1), rounded as in posterior: the interval of one standard error either side. */
const ONE_SIGMA: readonly [number, number] = [0.1586553, 0.8413447];

/** Monte Carlo standard error of the mean, in the unit of the draws. */
export function mcseMean(draws: Draws): number {
  return standardDeviation(draws.values) / Math.sqrt(essMean(draws));
}

/** Monte Carlo standard error of the standard deviation, in the unit of the draws. */
export function mcseSd(draws: Draws): number {
  const squares = squaredDeviations(draws);
  return mcseSdFromSquares(squares.values, effectiveSampleSize(splitChains(squares)));
}

/** The same from the squared deviations and their effective sample size. */
export function mcseSdFromSquares(squares: Float64Array, essOfSquares: number): number {
  const secondMoment = mean(squares);
  let fourth = 0;
  for (let i = 0; i < squares.length; i++) fourth += squares[i] * squares[i];
  const varianceOfVariance = (fourth / squares.length - secondMoment * secondMoment) / essOfSquares;
  // The variance of a square root: Var(sqrt(v)) = Var(v) / (4 v).
  return Math.sqrt(varianceOfVariance / secondMoment / 4);
}

/**
 * Monte Carlo standard error of the quantile at `probability`: half the width between the order statistics that bound
 * one standard error of the posterior probability, whose distribution is a beta.
 */
export function mcseQuantile(draws: Draws, probability: number): number {
  const ess = essQuantile(draws, probability);
  if (Number.isNaN(ess)) return Number.NaN;
  const sorted = sortNumbers(draws.values.slice());
  const size = sorted.length;
  const [low, high] = ONE_SIGMA.map((p) => inverseBetaCdf(p, ess * probability + 1, ess * (1 - probability) + 1));
  const below = sorted[Math.max(Math.floor(low * size), 1) - 1];
  const above = sorted[Math.min(Math.ceil(high * size), size) - 1];
  return (above - below) / 2;
}

/** Monte Carlo standard error of the median. */
export function mcseMedian(draws: Draws): number {
  return mcseQuantile(draws, 0.5);
}
