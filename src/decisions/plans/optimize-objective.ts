// The function that the optimizer climbs: a figure of the posterior of what a plan brings, less what it costs, and its exact gradient.

import { drawWeights, type PlanObjective, rankWeights } from "./objective.ts";
import type { PlanResponse } from "./plan-response.ts";
import type { Differentiable } from "../../numerics/optimize/index.ts";

/** How a point of the optimizer stands for a plan: channels' totals with given shares of the periods, or spend of every period. */
export type Variables = { readonly shares: readonly (readonly number[])[] } | "periods";

/** Spend of every channel and period at a point. */
export function spendAt(variables: Variables, point: Float64Array, spend: Float64Array): void {
  if (variables === "periods") {
    spend.set(point);
    return;
  }
  const { shares } = variables;
  let i = 0;
  for (let channel = 0; channel < shares.length; channel++) {
    const own = shares[channel];
    for (let t = 0; t < own.length; t++) spend[i++] = own[t] * point[channel];
  }
}

/**
 * The objective as a function of a point: `margin` (1 without one) times the figure of the revenue that the plan brings beyond spending nothing,
 * less `price` times its spend.
 */
export function planObjective(
  response: PlanResponse,
  variables: Variables,
  objective: PlanObjective,
  price: number,
): Differentiable {
  const { draws, horizon } = response;
  const channels = response.channels.length;
  const cells = channels * horizon;
  const margin = objective.margin ?? 1;
  const byRank = rankWeights(objective, draws);
  const order = new Uint32Array(draws);
  const weights = new Float64Array(draws);
  const values = new Float64Array(draws);
  const revenue = new Float64Array(draws * channels);
  const gradients = new Float64Array(draws * cells);
  const bySpend = new Float64Array(cells);
  const spend = new Float64Array(cells);
  const without = new Float64Array(draws);
  response.run(spend, revenue);
  totalsOf(revenue, channels, without);
  return (point, gradient) => {
    spendAt(variables, point, spend);
    response.run(spend, revenue, gradients);
    totalsOf(revenue, channels, values);
    for (let draw = 0; draw < draws; draw++) values[draw] -= without[draw];
    drawWeights(objective, values, byRank, order, weights);
    let figure = 0;
    bySpend.fill(0);
    for (let draw = 0; draw < draws; draw++) {
      const weight = weights[draw];
      if (weight === 0) continue;
      figure += weight * values[draw];
      const start = draw * cells;
      for (let i = 0; i < cells; i++) bySpend[i] += weight * gradients[start + i];
    }
    let total = 0;
    for (let i = 0; i < cells; i++) {
      total += spend[i];
      bySpend[i] = margin * bySpend[i] - price;
    }
    if (variables === "periods") gradient.set(bySpend);
    else {
      for (let channel = 0; channel < channels; channel++) {
        const own = variables.shares[channel];
        let slope = 0;
        for (let t = 0; t < horizon; t++) slope += own[t] * bySpend[channel * horizon + t];
        gradient[channel] = slope;
      }
    }
    return margin * figure - price * total;
  };
}

/** Sum over the channels in each draw. */
function totalsOf(revenue: Float64Array, channels: number, totals: Float64Array): void {
  for (let draw = 0; draw < totals.length; draw++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++) sum += revenue[draw * channels + channel];
    totals[draw] = sum;
  }
}
