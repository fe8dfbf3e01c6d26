// All that the summary table says of one parameter, in one pass: one sort serves the ranks, the folded ranks and the quantiles.

import { type Convergence, convergenceOf, orderedDraws } from "./convergence.ts";
import type { Draws } from "./draws.ts";
import { effectiveSampleSize, squaredDeviations, TAIL_PROBABILITIES } from "./ess.ts";
import { type Estimate, estimateOf, hasMean } from "./estimate.ts";
import { mcseSdFromSquares } from "./mcse.ts";
import { mean, quantileOfSorted, variance } from "../numerics/index.ts";
import { splitChains } from "./split.ts";

/**
 * Summary of one scalar quantity. Values in the quantity's own unit; names are those of summary.json. Where a tail is so heavy that the draws have no
 * mean to report (Pareto k above 0.7), `mean`, `sd` and their Monte Carlo errors are NaN, and `estimate` is the median.
 */
export interface Summary extends Estimate, Convergence {
  readonly mean: number;
  readonly sd: number;
  /** 5%, 50% and 95% quantiles. */
  readonly q5: number;
  readonly median: number;
  readonly q95: number;
  readonly mcse_mean: number;
  readonly mcse_sd: number;
}

/**
 * Summarizes the draws of one quantity. The results are those of `rhat`, `essBulk`, `essTail`, `mcseMean` and `mcseSd`;
 * these five are NaN when a draw is not finite or all are equal, while mean and quantiles say what can be said.
 *
 * @param superchains superchain of each chain, where several started at the same point: R-hat is then that of `rhatSuperchains`
 */
export function summarize(draws: Draws, superchains?: readonly number[]): Summary {
  const { values } = draws;
  const center = mean(values);
  const sd = Math.sqrt(variance(values, center));
  const ordered = orderedDraws(draws);
  if (ordered === undefined) return describeOnly(values, center, sd);
  const { order, split, q5, median, q95 } = ordered;
  const extremes = { low: order.sorted[0], high: order.sorted[order.sorted.length - 1] };
  const figures = { mean: center, median, lower: q5, upper: q95 };
  if (!hasMean(figures, values, extremes)) {
    return {
      estimate: median,
      statistic: "median",
      mean: Number.NaN,
      sd: Number.NaN,
      q5,
      median,
      q95,
      mcse_mean: Number.NaN,
      mcse_sd: Number.NaN,
      ...convergenceOf(ordered, superchains),
    };
  }
  const squares = squaredDeviations(draws, center);
  const essOfSquares = effectiveSampleSize(splitChains(squares));
  return {
    ...estimateOf(figures, values, extremes),
    mean: center,
    sd,
    q5,
    median,
    q95,
    mcse_mean: sd / Math.sqrt(effectiveSampleSize(split)),
    mcse_sd: mcseSdFromSquares(squares.values, essOfSquares),
    ...convergenceOf(ordered, superchains),
  };
}

function describeOnly(values: Float64Array, center: number, sd: number): Summary {
  const sorted = values.slice().sort();
  const unknown = Number.NaN;
  const median = quantileOfSorted(sorted, 0.5);
  const isConstant = sorted[0] === sorted[sorted.length - 1];
  return {
    ...(isConstant || !Number.isFinite(median) || Number.isFinite(center)
      ? { estimate: center, statistic: "mean" as const }
      : { estimate: median, statistic: "median" as const }),
    mean: center,
    sd,
    q5: quantileOfSorted(sorted, TAIL_PROBABILITIES[0]),
    median,
    q95: quantileOfSorted(sorted, TAIL_PROBABILITIES[1]),
    mcse_mean: unknown,
    mcse_sd: unknown,
    rhat: unknown,
    ess_bulk: unknown,
    ess_tail: unknown,
  };
}
