// What is said of a plan: revenue, ROI and marginal ROI with their uncertainty, all from figures of every draw; and of two
// plans: the difference, draw by draw. Controls, season and trend of the future are the same under every plan and drop out.

import { sum } from "../../numerics/index.ts";
import type { Notice } from "../../problems/notice.ts";
import { belowObserved, beyondObserved } from "../../problems/plan-problems.ts";
import { type Cost, costOf, type Interval, intervalOf } from "../draws/index.ts";
import { channelTotals, flatSpend, type ObservedSpend, type Plan } from "./plan.ts";
import type { PlanResponse } from "./plan-response.ts";

export interface ChannelPlanFigures {
  readonly name: string;
  /** Over the horizon. */
  readonly spend: number;
  /** Of every period. */
  readonly periods: readonly number[];
  /** What this spend brings, over the horizon and its carry-out, beyond what no spend in the horizon would; in the unit of the target. */
  readonly contributionWithCarryOver: Interval;
  /** The former over `spend`; null without spend worth the name (see `marginalRoi`). */
  readonly roiWithCarryOver: Interval | null;
  /** Where the target is conversions: one over the former. */
  readonly costPerConversionWithCarryOver?: Cost | null;
  /**
   * Derivative of the contribution with respect to the channel's total, all periods in proportion, with carry-over: what the next unit of
   * spend brings. Null where the plan spends nothing on the channel, or less than a thousandth of the most that the table shows: next to no
   * spend, curves whose slope is below 1 are as steep as one likes, and no data speak of that.
   */
  readonly marginalRoi: Interval | null;
  /** Where the target is conversions: one over the former. */
  readonly costOfOneMore?: Cost | null;
  /** Largest spend of one period in the plan, and in the table. */
  readonly largest: number;
  readonly observedLargest: number;
  /** Whether the plan spends more in one period than the table ever shows: there the curve is extrapolated. */
  readonly extrapolates: boolean;
  /** What the spend above the largest observed spend of a period brings; null where there is none. */
  readonly beyond: Interval | null;
  /** Smallest spend of one period in the plan, and in the table. */
  readonly smallest: number;
  readonly observedSmallest: number;
  /** Whether the plan spends less in one period than the table ever shows. */
  readonly extrapolatesBelow: boolean;
}

export interface PlanFigures {
  readonly name: string;
  /** Of all channels, with the step costs. */
  readonly spend: number;
  /** Part of `spend`: costs of periods with any spend; absent where there are none. */
  readonly stepCosts?: number;
  /** Sum over the channels. */
  readonly contributionWithCarryOver: Interval;
  readonly roiWithCarryOver: Interval | null;
  readonly costPerConversionWithCarryOver?: Cost | null;
  /** Margin times the contribution, less `spend`; null where no margin is known. */
  readonly profit: Interval | null;
  readonly channels: readonly ChannelPlanFigures[];
}

export interface PlanComparison {
  readonly plan: string;
  readonly over: string;
  /** Difference in spend. */
  readonly spend: number;
  /** Difference in what the plans bring, in the unit of the target. */
  readonly contributionWithCarryOver: Interval;
  /** Probability that this difference is positive. */
  readonly probability: number;
  /**
   * The difference over what the plan that is compared with is expected to bring: the same ratio as that of the two numbers. Null where that is
   * not positive.
   */
  readonly share: Interval | null;
  /**
   * Part of the difference, in the mean, that spend above the largest observed spend of a period makes: extrapolation. Null where the difference is
   * not positive.
   */
  readonly extrapolated: number | null;
  /** Difference in profit, where a margin is given, and the probability that it is positive. */
  readonly profit: Interval | null;
  readonly profitProbability: number | null;
}

/** A plan with the draws of what it brings. */
export interface EvaluatedPlan {
  readonly plan: Plan;
  readonly figures: PlanFigures;
  /** [draw] Revenue of all channels, as in the figures. */
  readonly revenue: Float64Array;
  /** Mean over the draws of what spend above the largest observed spend of a period brings. */
  readonly beyond: number;
}

/** Of the most that the table shows: a channel that gets less has no return worth a name. */
const leastWorth = 1e-3;

export interface PlanFigureOptions {
  readonly level?: number | undefined;
  readonly margin?: number | undefined;
  /** Whether the target is conversions, which have a cost. Default false. */
  readonly conversions?: boolean;
  /** Costs of a plan beside its spend. Default none. */
  readonly stepCosts?: (plan: Plan) => number;
}

/** Computes the figures of plans on all draws of a response. */
export function planEvaluator(
  response: PlanResponse,
  observed: readonly ObservedSpend[],
  { level, margin, conversions = false, stepCosts }: PlanFigureOptions = {},
): (plan: Plan) => EvaluatedPlan {
  const { draws, horizon } = response;
  const channels = response.channels.length;
  const cells = channels * horizon;
  const without = new Float64Array(draws * channels);
  response.run(new Float64Array(cells), without);
  const revenue = new Float64Array(draws * channels);
  const gradient = new Float64Array(draws * cells);
  const own = new Float64Array(draws);
  const work = new Float64Array(draws);
  const figure = (values: Float64Array): Interval => intervalOf(values, level, work);
  const seen = new Float64Array(draws * channels);
  const costsOf = (roi: Interval | null): Pick<PlanFigures, "costPerConversionWithCarryOver"> =>
    conversions ? { costPerConversionWithCarryOver: roi === null ? null : costOf(roi) } : {};
  return (plan) => {
    const flat = flatSpend(plan);
    const capped = flat.map((value, i) => Math.min(value, observed[Math.floor(i / horizon)].largest));
    const beyondSeen = flat.some((value, i) => exceeds(value, capped[i]));
    if (beyondSeen) response.run(capped, seen);
    response.run(flat, revenue, gradient);
    const totals = channelTotals(plan);
    const all = new Float64Array(draws);
    const byChannel = response.channels.map((name, channel): ChannelPlanFigures => {
      const spend = totals[channel];
      const periods = plan.spend[channel];
      for (let draw = 0; draw < draws; draw++) {
        own[draw] = revenue[draw * channels + channel] - without[draw * channels + channel];
        all[draw] += own[draw];
      }
      const brought = figure(own);
      const isSpend = spend > leastWorth * observed[channel].largest * horizon;
      const roiWithCarryOver = isSpend ? figure(own.map((value) => value / spend)) : null;
      const slopes = (): Interval => {
        for (let draw = 0; draw < draws; draw++) {
          let slope = 0;
          for (let t = 0; t < horizon; t++) {
            const share = periods[t] / spend;
            // A period without spend has no part in it, however steep the curve is there.
            if (share > 0) slope += share * gradient[draw * cells + channel * horizon + t];
          }
          own[draw] = slope;
        }
        return figure(own);
      };
      const marginalRoi = isSpend ? slopes() : null;
      const largest = Math.max(...periods);
      const smallest = Math.min(...periods);
      const extrapolates = exceeds(largest, observed[channel].largest);
      const beyondDraws = (): Float64Array =>
        own.map((_, draw) => revenue[draw * channels + channel] - seen[draw * channels + channel]);
      return {
        name,
        spend,
        periods,
        contributionWithCarryOver: brought,
        roiWithCarryOver,
        ...costsOf(roiWithCarryOver),
        marginalRoi,
        ...(conversions ? { costOfOneMore: marginalRoi === null ? null : costOf(marginalRoi) } : {}),
        largest,
        observedLargest: observed[channel].largest,
        extrapolates,
        beyond: extrapolates ? figure(beyondDraws()) : null,
        smallest,
        observedSmallest: observed[channel].smallest,
        extrapolatesBelow: exceeds(observed[channel].smallest, smallest),
      };
    });
    const costs = stepCosts?.(plan) ?? 0;
    const spend = sum(totals) + costs;
    const roiWithCarryOver = spend > 0 ? figure(all.map((value) => value / spend)) : null;
    const figures: PlanFigures = {
      name: plan.name,
      spend,
      ...(costs > 0 ? { stepCosts: costs } : {}),
      contributionWithCarryOver: figure(all),
      roiWithCarryOver,
      ...costsOf(roiWithCarryOver),
      profit: margin === undefined ? null : figure(all.map((value) => margin * value - spend)),
      channels: byChannel,
    };
    let beyond = 0;
    if (beyondSeen) {
      for (let i = 0; i < draws * channels; i++) beyond += (revenue[i] - seen[i]) / draws;
    }
    return { plan, figures, revenue: all, beyond };
  };
}

/** Above by more than rounding of sums over the periods can be. */
export function exceeds(value: number, limit: number): boolean {
  return value > limit * (1 + 1e-9);
}

/** The difference between two plans, draw by draw. */
export function comparePlans(a: EvaluatedPlan, b: EvaluatedPlan, margin?: number, level?: number): PlanComparison {
  const difference = a.revenue.map((value, draw) => value - b.revenue[draw]);
  const spend = a.figures.spend - b.figures.spend;
  const over = b.figures.contributionWithCarryOver.estimate;
  const profit = margin === undefined ? undefined : difference.map((value) => margin * value - spend);
  return {
    plan: a.figures.name,
    over: b.figures.name,
    spend,
    contributionWithCarryOver: intervalOf(difference, level),
    probability: shareAboveZero(difference),
    share:
      over > 0
        ? intervalOf(
            difference.map((value) => value / over),
            level,
          )
        : null,
    extrapolated: extrapolatedShare(a.beyond - b.beyond, sum([...difference]) / difference.length),
    profit: profit === undefined ? null : intervalOf(profit, level),
    profitProbability: profit === undefined ? null : shareAboveZero(profit),
  };
}

function extrapolatedShare(beyond: number, difference: number): number | null {
  return difference > 0 ? Math.min(1, Math.max(0, beyond / difference)) : null;
}

function shareAboveZero(values: Float64Array): number {
  let above = 0;
  for (let i = 0; i < values.length; i++) if (values[i] > 0) above++;
  return above / values.length;
}

/** Warnings for a channel whose plan leaves the range of spend that the table shows. */
export function outsideObserved(figures: ChannelPlanFigures, period: string): readonly Notice[] {
  const { name, largest, observedLargest, extrapolates, smallest, observedSmallest, extrapolatesBelow } = figures;
  const { beyond, contributionWithCarryOver: all } = figures;
  // Of means: a part of a whole.
  const share = beyond === null || !(all.mean > 0) ? null : beyond.mean / all.mean;
  return [
    ...(extrapolates ? [beyondObserved(name, largest, observedLargest, period, share)] : []),
    ...(extrapolatesBelow ? [belowObserved(name, smallest, observedSmallest, period)] : []),
  ];
}
