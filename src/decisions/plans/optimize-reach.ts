// Which totals can matter, and what channels are expected to bring over them. Bounds may be far wider than any sensible plan; what the goal
// implies narrows them, so that curves are fine where it counts.

import { sum } from "../../numerics/index.ts";
import { channelCurve, type ChannelCurve, curveTotal } from "./optimize-curves.ts";
import type { Goal, PlanLimits } from "./optimize-limits.ts";
import { planObjective, type Variables } from "./optimize-objective.ts";
import type { PlanObjective } from "./objective.ts";
import { channelTotals, type FlightingPatterns, type Plan } from "./plan.ts";
import type { PlanResponse } from "./plan-response.ts";

/** Least and most spend of a channel that a best plan may have. */
export interface Range {
  readonly lower: number;
  readonly upper: number;
}

/** Narrowing goes on while it takes at least this share off. */
const worthwhile = 0.25;
const mostRounds = 20;

/**
 * Ranges of the channels, without what cannot be best because revenue only grows with spend: above a fixed budget less the others' least;
 * above the spend at which even all that the range brings falls short of the target ROI; above the spend whose price exceeds it.
 * @param price of a unit of spend in revenue; 0 where spend costs nothing within the limits
 */
export function withinReach(
  problem: {
    readonly response: PlanResponse;
    readonly variables: Variables;
    readonly shares: FlightingPatterns["shares"];
    readonly objective: PlanObjective;
    readonly goal: Goal;
    readonly limits: PlanLimits;
    readonly current: Plan;
  },
  price: number,
): readonly Range[] {
  const { response, variables, shares, objective, goal, limits } = problem;
  let ranges: readonly Range[] = limits.channels;
  if (goal.kind === "budget") return withinTotal(ranges, limits.total[1]);
  // Spend that chooses its periods may bring more than the given flighting; there the largest observed spend bounds it already.
  if (variables === "periods") return ranges;
  if (goal.kind === "roi") {
    const f = planObjective(response, variables, objective, 0);
    const gradient = new Float64Array(ranges.length);
    for (let round = 0; round < mostRounds; round++) {
      const before = totalOf(ranges);
      const brought = f(
        Float64Array.from(ranges, ({ upper }) => upper),
        gradient,
      );
      ranges = withinTotal(ranges, Math.max(brought / goal.target, leastWorth(problem)));
      if (totalOf(ranges) > (1 - worthwhile) * before) break;
    }
    return ranges;
  }
  if (price === 0) return ranges;
  for (let round = 0; round < mostRounds; round++) {
    const before = totalOf(ranges);
    ranges = expectedCurves(response, shares, ranges, 2).map(({ lower, upper, value }) => ({
      lower,
      upper: Math.max(lower, Math.min(upper, lower + (value[1] - value[0]) / price)),
    }));
    if (totalOf(ranges) > (1 - worthwhile) * before) break;
  }
  return ranges;
}

/** Share of current spend below which a plan is none. */
const shareWorth = 0.01;

/**
 * The least total that a target ROI is sought at: 1% of current spend (of what the limits allow, where nothing is spent now). Below, the ROI is
 * that of a curve's first cents, which no data speak of; where slopes may be below 1 it is without limit.
 */
export function leastWorth({ limits, current }: { readonly limits: PlanLimits; readonly current: Plan }): number {
  const now = sum(channelTotals(current));
  const [least, most] = limits.total;
  return Math.min(most, Math.max(least, shareWorth * (now > 0 ? now : most)));
}

function withinTotal(ranges: readonly Range[], total: number): readonly Range[] {
  const least = ranges.reduce((sum, { lower }) => sum + lower, 0);
  return ranges.map(({ lower, upper }) => ({
    lower,
    upper: Math.max(lower, Math.min(upper, total - (least - lower))),
  }));
}

function totalOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, { upper }) => sum + upper, 0);
}

/** Expected revenue of every channel beyond no spend, against its total; one pass over the draws for each point of all curves. */
export function expectedCurves(
  response: PlanResponse,
  shares: FlightingPatterns["shares"],
  ranges: readonly Range[],
  points: number,
): readonly ChannelCurve[] {
  const { draws, horizon } = response;
  const channels = ranges.length;
  const cells = channels * horizon;
  const spend = new Float64Array(cells);
  const revenue = new Float64Array(draws * channels);
  const gradient = new Float64Array(draws * cells);
  const meanRevenue = (channel: number): number => {
    let total = 0;
    for (let draw = 0; draw < draws; draw++) total += revenue[draw * channels + channel];
    return total / draws;
  };
  response.run(spend, revenue);
  const without = ranges.map((_, channel) => meanRevenue(channel));
  const curves = ranges.map(
    ({ lower, upper }): ChannelCurve => ({
      lower,
      upper,
      value: new Float64Array(points),
      slope: new Float64Array(points),
      spacing: 2,
    }),
  );
  for (let k = 0; k < points; k++) {
    curves.forEach((curve, channel) => {
      const total = curveTotal(curve, k, points);
      for (let t = 0; t < horizon; t++) spend[channel * horizon + t] = total * shares[channel][t];
    });
    response.run(spend, revenue, gradient);
    curves.forEach(({ value, slope }, channel) => {
      value[k] = meanRevenue(channel) - without[channel];
      let total = 0;
      for (let draw = 0; draw < draws; draw++) {
        const start = draw * cells + channel * horizon;
        for (let t = 0; t < horizon; t++) total += shares[channel][t] * gradient[start + t];
      }
      slope[k] = total / draws;
    });
  }
  return curves.map(({ lower, upper, value, slope }) => channelCurve(lower, upper, value, slope, 2));
}
