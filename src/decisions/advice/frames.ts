// What is decided of a fit, in two frames that are never mixed: how to split the budget as it is, and how large a budget is best. Everything
// that is advised follows from the two plans here, which are those that `carryover optimize` prints.

import { leastChange, likely, type Optimization } from "../plans/index.ts";

/**
 * "increase" and "reduce": the best plan of the frame moves 5% or more of a channel's spend, and is likely (80%) to gain by it.
 * "test": the data say little about the channel's return, or it has no spend now, so an experiment is worth more than a guess. "hold": none of
 * these. "none": the fit cannot be used, because it has not converged or the review fails.
 */
export type Action = "increase" | "hold" | "reduce" | "test" | "none";

/** The actions in words. */
export const actionWords: Readonly<Record<Action, string>> = {
  increase: "spend more",
  hold: "hold",
  reduce: "spend less",
  test: "run a test",
  none: "no advice",
};

/** The best plan of one question, and whether it is likely to gain anything over the current plan. */
export interface BudgetQuestion {
  readonly plan: Optimization | undefined;
  readonly gains: boolean;
}

/** How the budget as it is should be split: judged by what the plan brings. */
export function splitFrame(plan: Optimization | undefined): BudgetQuestion {
  return { plan, gains: plan !== undefined && plan.gain.probability >= likely };
}

/** Which total is best, with its split: judged by profit. */
export function sizeFrame(plan: Optimization | undefined): BudgetQuestion {
  return { plan, gains: (plan?.gain.profitProbability ?? 0) >= likely };
}

/** What has to be known of a channel beside the plans. */
export interface ChannelState {
  /** False: the fit cannot be used. */
  readonly usable: boolean;
  /** Whether the data add little to the prior of its return. */
  readonly uninformed: boolean;
  /** Of the table's period. */
  readonly spend: number;
  /** Media without spend: plans leave them as they are. */
  readonly isOrganic: boolean;
}

/** What to do with a channel within one frame. */
export function actionIn(
  frame: BudgetQuestion,
  name: string,
  { usable, uninformed, spend, isOrganic }: ChannelState,
): Action {
  if (!usable) return "none";
  if (isOrganic) return "hold";
  if (uninformed || !(spend > 0) || isOff(frame, name)) return "test";
  const change = changeIn(frame, name);
  return change > 0 ? "increase" : change < 0 ? "reduce" : "hold";
}

/** Change of a channel's spend that the frame advises, as a share of its current spend; 0 below what counts as a change. */
export function changeIn({ plan, gains }: BudgetQuestion, name: string): number {
  const share = gains ? (plan?.channels.find((channel) => channel.name === name)?.changeShare ?? 0) : 0;
  return Math.abs(share) >= leastChange ? share : 0;
}

/** Whether the current plan spends nothing on a channel. */
export function isOff({ plan }: BudgetQuestion, name: string): boolean {
  return plan?.channels.find((channel) => channel.name === name)?.current === 0;
}
