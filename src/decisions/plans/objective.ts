// What a plan is judged by: a figure of the distribution of what it brings over the posterior draws, with its derivative.
//
// Every figure here is a weighted mean of the draws in ascending order (an L-estimator), so its derivative is the same weighted
// mean of the derivatives of the draws. Where two draws swap places the value has no jump; its derivative jumps by their difference in weight.

import { betaCdf } from "../../numerics/special/index.ts";

/**
 * "mean": the expectation. "quantile": the value that is fallen short of with `probability`. "cvar": the mean of the worst draws,
 * which are a share `probability` of all (conditional value at risk; Rockafellar and Uryasev 2000).
 */
export type PlanObjective = {
  /** Profit before media from one unit of the target; spend is taken off: the objective is profit. Left out, it is revenue. */
  readonly margin?: number;
} & (
  | { readonly statistic: "mean" }
  | { readonly statistic: "mean-less-spread"; readonly aversion: number }
  | { readonly statistic: "quantile" | "cvar"; readonly probability: number }
);

/** Weights of the draws in ascending order of value; they add up to one. */
export function rankWeights(objective: PlanObjective, draws: number): Float64Array {
  const weights = new Float64Array(draws);
  switch (objective.statistic) {
    case "mean":
    case "mean-less-spread":
      return weights.fill(1 / draws);
    case "quantile": {
      // Harrell and Davis (1982): the mean of the distribution of the quantile's order statistic. It spreads the weight over the
      // sqrt(draws * p * (1 - p)) or so draws around the quantile, which is what makes the objective smooth.
      const a = (draws + 1) * objective.probability;
      const b = (draws + 1) * (1 - objective.probability);
      let below = 0;
      for (let rank = 0; rank < draws; rank++) {
        const upTo = rank === draws - 1 ? 1 : betaCdf((rank + 1) / draws, a, b);
        weights[rank] = upTo - below;
        below = upTo;
      }
      return weights;
    }
    case "cvar": {
      const worst = objective.probability * draws;
      for (let rank = 0; rank < draws; rank++) weights[rank] = Math.min(1, Math.max(0, worst - rank)) / worst;
      return weights;
    }
  }
}

/**
 * Weight of each draw for values of one plan: what its rank has.
 * @param values [draw]
 * @param byRank from `rankWeights`
 * @param order work, as long as the draws
 */
export function drawWeights(
  objective: PlanObjective,
  values: Float64Array,
  byRank: Float64Array,
  order: Uint32Array,
  weights: Float64Array,
): void {
  if (objective.statistic === "mean") {
    weights.set(byRank);
    return;
  }
  if (objective.statistic === "mean-less-spread") {
    // Mean less aversion times the spread is the sum of these weights times the values, and so is its derivative.
    const draws = values.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / draws;
    const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / draws);
    for (let draw = 0; draw < draws; draw++) {
      weights[draw] = (1 - (spread > 0 ? (objective.aversion * (values[draw] - mean)) / spread : 0)) / draws;
    }
    return;
  }
  for (let i = 0; i < order.length; i++) order[i] = i;
  order.sort((a, b) => values[a] - values[b] || a - b);
  for (let rank = 0; rank < order.length; rank++) weights[order[rank]] = byRank[rank];
}
