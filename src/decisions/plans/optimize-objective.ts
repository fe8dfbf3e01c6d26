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
  penalty?: ReturnPenalty,
): Differentiable {
  const { draws, horizon } = response;
  const channels = response.channels.length;
  const cells = channels * horizon;
  const margin = penalty?.onlySpend === true ? 0 : (objective.margin ?? 1);
  const byRank = rankWeights(objective, draws);
  const order = new Uint32Array(draws);
  const weights = new Float64Array(draws);
  const values = new Float64Array(draws);
  const revenue = new Float64Array(draws * channels);
  const gradients = new Float64Array(draws * cells);
  const bySpend = new Float64Array(cells);
  const spend = new Float64Array(cells);
  const without = new Float64Array(draws * channels);
  const every = Array.from({ length: channels }, (_, channel) => channel);
  response.run(spend, without);
  const penalties = penalty === undefined ? undefined : penaltyTerms(penalty, response);
  return (point, gradient) => {
    spendAt(variables, point, spend);
    response.run(spend, revenue, gradients);
    broughtBy(every, revenue, without, channels, values);
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
    const cost = penalties?.(spend, revenue, without, gradients, bySpend) ?? 0;
    if (variables === "periods") gradient.set(bySpend);
    else {
      for (let channel = 0; channel < channels; channel++) {
        const own = variables.shares[channel];
        let slope = 0;
        for (let t = 0; t < horizon; t++) slope += own[t] * bySpend[channel * horizon + t];
        gradient[channel] = slope;
      }
    }
    return margin * figure - price * total - cost;
  };
}

/** What some lines bring beyond no spend, in each draw. */
function broughtBy(
  lines: readonly number[],
  revenue: Float64Array,
  without: Float64Array,
  channels: number,
  values: Float64Array,
): void {
  for (let draw = 0; draw < values.length; draw++) {
    let sum = 0;
    for (const line of lines) sum += revenue[draw * channels + line] - without[draw * channels + line];
    values[draw] = sum;
  }
}

/** What some lines have to bring: at least `roi` times their spend and at least `least`, by a figure of the draws. */
export interface ReturnRow {
  readonly name: string;
  readonly lines: readonly number[];
  readonly roi: number;
  readonly least: number;
  readonly figure: PlanObjective;
}

/** Returns that are to be reached, as the terms of an augmented Lagrangian (Birgin and Martinez 2014, chapter 4). */
export interface ReturnPenalty {
  readonly rows: readonly ReturnRow[];
  /** Of each row, at least 0; read at every evaluation. */
  readonly multipliers: Float64Array;
  /** One number, read at every evaluation. */
  readonly weight: Float64Array;
  /** Of each row what it has to spare (negative: what it lacks), written at every evaluation. */
  readonly spare: Float64Array;
  /** Whether revenue counts for nothing but the rows: the least spend is sought. Default false. */
  readonly onlySpend?: boolean;
}

/** What the rows cost at a point, and its derivative taken off `bySpend`. */
function penaltyTerms(
  { rows, multipliers, weight, spare }: ReturnPenalty,
  { draws, horizon, channels }: PlanResponse,
): (
  spend: Float64Array,
  revenue: Float64Array,
  without: Float64Array,
  gradients: Float64Array,
  bySpend: Float64Array,
) => number {
  const values = new Float64Array(draws);
  const weights = new Float64Array(draws);
  const order = new Uint32Array(draws);
  const ranks = rows.map(({ figure }) => rankWeights(figure, draws));
  const lines = channels.length;
  return (spend, revenue, without, gradients, bySpend) => {
    let cost = 0;
    for (let row = 0; row < rows.length; row++) {
      const { lines: own, roi, least, figure } = rows[row];
      broughtBy(own, revenue, without, lines, values);
      drawWeights(figure, values, ranks[row], order, weights);
      let left = -least;
      for (let draw = 0; draw < draws; draw++) left += weights[draw] * values[draw];
      for (const line of own) {
        for (let t = 0; t < horizon; t++) left -= roi * spend[line * horizon + t];
      }
      spare[row] = left;
      const multiplier = Math.max(0, multipliers[row] - weight[0] * left);
      cost += (multiplier * multiplier - multipliers[row] * multipliers[row]) / (2 * weight[0]);
      if (multiplier === 0) continue;
      for (const line of own) {
        for (let i = line * horizon; i < (line + 1) * horizon; i++) {
          let slope = -roi;
          for (let draw = 0; draw < draws; draw++) {
            if (weights[draw] !== 0) slope += weights[draw] * gradients[draw * lines * horizon + i];
          }
          bySpend[i] += multiplier * slope;
        }
      }
    }
    return cost;
  };
}
