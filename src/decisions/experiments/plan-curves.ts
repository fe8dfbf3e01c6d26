// What each line of the next plan brings as a curve of its total, at every draw; and the best plan when draws are weighted.

import {
  bestAllocations,
  bestAtPrice,
  channelCurve,
  type ChannelCurve,
  curveTotal,
  curveValue,
  type PlanLimits,
  type PlanResponse,
} from "../plans/index.ts";

/** Points of each curve, dense near no spend, where curves may be steep. */
const curvePoints = 25;
const spacing = 2;

/** The curves of all lines at one weighting of the draws. */
export interface WeightedCurves {
  /** Totals of the best plan, and its value. */
  readonly totals: Float64Array;
  readonly value: number;
  /** Value of another plan. */
  readonly valueOf: (totals: ArrayLike<number>) => number;
}

export interface PlanCurves {
  readonly draws: number;
  /** @param weights of the draws, which add up to 1 */
  readonly at: (weights: Float64Array) => WeightedCurves;
}

export interface PlanCurveSettings {
  readonly response: PlanResponse;
  /** [line][period] */
  readonly shares: readonly (readonly number[])[];
  readonly limits: PlanLimits;
  /** Profit from one unit of the target: the value is profit then, and the total is free within the limits. Left out, it is revenue. */
  readonly margin: number | undefined;
}

export function planCurves({ response, shares, limits, margin }: PlanCurveSettings): PlanCurves {
  const { draws, horizon } = response;
  const lines = limits.channels.length;
  const cells = lines * horizon;
  const size = lines * curvePoints;
  /** [line][point][draw] */
  const values = new Float64Array(size * draws);
  const slopes = new Float64Array(size * draws);
  const spend = new Float64Array(cells);
  const revenue = new Float64Array(draws * lines);
  const gradient = new Float64Array(draws * cells);
  for (let point = 0; point < curvePoints; point++) {
    limits.channels.forEach(({ lower, upper }, line) => {
      const total = curveTotal({ lower, upper, spacing }, point, curvePoints);
      for (let t = 0; t < horizon; t++) spend[line * horizon + t] = total * shares[line][t];
    });
    response.run(spend, revenue, gradient);
    for (let line = 0; line < lines; line++) {
      const start = (line * curvePoints + point) * draws;
      for (let draw = 0; draw < draws; draw++) {
        values[start + draw] = revenue[draw * lines + line];
        let slope = 0;
        for (let t = 0; t < horizon; t++) slope += shares[line][t] * gradient[draw * cells + line * horizon + t];
        slopes[start + draw] = slope;
      }
    }
  }
  const mean = (of: Float64Array, k: number, weights: Float64Array): number => {
    let total = 0;
    const start = k * draws;
    for (let draw = 0; draw < draws; draw++) total += weights[draw] * of[start + draw];
    return total;
  };
  return {
    draws,
    at: (weights) => {
      const curves = limits.channels.map(({ lower, upper }, line): ChannelCurve => {
        const [value, slope] = [values, slopes].map((of) =>
          Float64Array.from({ length: curvePoints }, (_, point) => mean(of, line * curvePoints + point, weights)),
        );
        return channelCurve(lower, upper, value, slope, spacing);
      });
      const valueOf = (totals: ArrayLike<number>): number =>
        curves.reduce((sum, curve, line) => {
          const brought = curveValue(curve, totals[line]);
          return sum + (margin === undefined ? brought : margin * brought - totals[line]);
        }, 0);
      const totals = bestTotals(curves, limits, margin);
      return { totals, value: valueOf(totals), valueOf };
    },
  };
}

function bestTotals(curves: readonly ChannelCurve[], { total }: PlanLimits, margin: number | undefined): Float64Array {
  if (margin !== undefined) return bestAtPrice(curves, new Float64Array(curves.length).fill(1 / margin)).totals;
  const least = curves.reduce((sum, { lower }) => sum + lower, 0);
  const all = bestAllocations(curves, least, total[1]);
  return all.allocation(all.spend.length - 1);
}
