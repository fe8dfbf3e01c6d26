// From what the user allows to numbers: lower and upper spend of every channel over the horizon and of all together, and whether
// any plan meets them.

import { sum } from "../../numerics/index.ts";
import { nothingWithin, type UnmetLimits } from "../../problems/plan-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";

/** Spend over the horizon in the table's own units, or a change of the channel's current spend: -0.2 is 20% less. */
export type Amount = { readonly amount: number } | { readonly change: number };

export interface Bounds {
  readonly lower?: Amount;
  readonly upper?: Amount;
}

/**
 * What spend is to reach. "budget": a total over the horizon, a change of the current total, or (neither) the current total. "free": whatever the
 * bounds allow. "roi": the largest value whose ratio to spend is at least `target`. "marginal-roi": spend up to where the next
 * unit brings `target`. "contribution": the least spend with which media bring `target`.
 */
export type Goal =
  | { readonly kind: "budget"; readonly total?: number; readonly change?: number }
  | { readonly kind: "free" }
  | { readonly kind: "roi" | "marginal-roi"; readonly target: number }
  | { readonly kind: "contribution"; readonly target: number };

/** Whether spend is to reach a return, which is a goal of revenue and leaves the total free. */
export function isReturnGoal(goal: Goal | undefined): goal is Extract<Goal, { readonly target: number }> {
  return goal !== undefined && "target" in goal;
}

/** Channels without bounds of their own may change by this share of their current spend, scaled to the budget, either way. */
export const defaultChange = 0.5;

/** The same where the total is free. */
export const defaultFreeChange = 1;

export interface LimitSettings {
  readonly goal: Goal;
  /** By channel; ends that are left out have the default. */
  readonly bounds: Readonly<Record<string, Bounds>>;
  /** Channels that keep their current spend. */
  readonly fixed: readonly string[];
  /** Least spend by channel, over the horizon, whatever else bounds it. */
  readonly minimum?: Readonly<Record<string, number>>;
  /**
   * For each channel the totals at which every period stays within the spend that the table shows. Ends that are left out keep to
   * them, unless the budget cannot be met that way. Default: any total.
   */
  readonly seen?: readonly { readonly lower: number; readonly upper: number }[];
}

export interface ChannelLimit {
  readonly name: string;
  readonly lower: number;
  readonly upper: number;
  /** The least amount that is planned at all: a plan spends the lower limit or at least this. */
  readonly least: number;
  /** Where the limits come from. */
  readonly from: "default" | "bounds" | "fixed";
}

export interface PlanLimits {
  readonly channels: readonly ChannelLimit[];
  readonly total: readonly [lower: number, upper: number];
}

/** Sums that differ by less than this share are equal: more than rounding, less than a cent in a million. */
const rounding = 1e-9;

/** Share of current spend (of the upper limit, where there is none) below which no amount is planned. */
const leastShare = 0.01;

/**
 * Limits of every channel and of the total.
 * @param current spend of each channel over the horizon
 * @throws CarryoverError (exit code 5) when no plan meets them; says which, and by how much
 */
export function planLimits(names: readonly string[], current: readonly number[], settings: LimitSettings): PlanLimits {
  const { goal } = settings;
  const currentTotal = sum(current);
  const budget =
    goal.kind === "budget" ? (goal.total ?? currentTotal * (1 + (goal.change ?? 0))) : Number.POSITIVE_INFINITY;
  const scale = goal.kind === "budget" && currentTotal > 0 ? budget / currentTotal : 1;
  const limitsWith = (seen: LimitSettings["seen"]): readonly ChannelLimit[] =>
    names.map((name, channel) => channelLimit(name, current[channel], scale, seen?.[channel], settings));
  const within = limitsWith(settings.seen);
  // A budget that only spend beyond what the table shows can meet, or below, is planned there; the plan then says so.
  const channels = goal.kind === "budget" && !meets(within, budget) ? limitsWith(undefined) : within;
  const unmet: UnmetLimits[] = channels
    .filter(({ lower, upper }) => lower > upper)
    .map(({ name, lower, upper }) => ({ kind: "channel", name, lower, upper }));
  const least = sum(channels.map(({ lower }) => lower));
  const most = sum(channels.map(({ upper }) => upper));
  if (unmet.length === 0 && goal.kind === "budget") {
    if (budget < least * (1 - rounding)) unmet.push({ kind: "too-little", budget, least, channels });
    if (budget > most * (1 + rounding)) unmet.push({ kind: "too-much", budget, most, channels });
  }
  if (unmet.length > 0) throw new CarryoverError(unmet.map(nothingWithin), exitCodes.notFeasible);
  const held = Math.min(Math.max(budget, least), most);
  return { channels, total: goal.kind === "budget" ? [held, held] : [least, most] };
}

function meets(channels: readonly ChannelLimit[], budget: number): boolean {
  const least = sum(channels.map(({ lower }) => lower));
  const most = sum(channels.map(({ upper }) => upper));
  return budget >= least * (1 - rounding) && budget <= most * (1 + rounding);
}

function channelLimit(
  name: string,
  now: number,
  scale: number,
  seen: { readonly lower: number; readonly upper: number } | undefined,
  { goal, bounds, fixed, minimum = {} }: LimitSettings,
): ChannelLimit {
  if (fixed.includes(name)) return { name, lower: now, upper: now, least: now, from: "fixed" };
  const change = goal.kind === "budget" ? defaultChange : defaultFreeChange;
  const own: Bounds = Object.hasOwn(bounds, name) ? bounds[name] : {};
  const atLeast = Object.hasOwn(minimum, name) ? minimum[name] : 0;
  // Current spend is always allowed, whatever the table shows.
  const usual = {
    lower: Math.max(now * scale * (1 - change), Math.min(now, seen?.lower ?? 0)),
    upper: Math.min(now * scale * (1 + change), Math.max(now, seen?.upper ?? Number.POSITIVE_INFINITY)),
  };
  // An end that is left out gives way to the other.
  const lower = own.lower === undefined ? Math.min(usual.lower, amountOf(own.upper, now)) : amountOf(own.lower, now);
  const upper = own.upper === undefined ? Math.max(usual.upper, lower, atLeast) : amountOf(own.upper, now);
  const from = Object.hasOwn(bounds, name) || Object.hasOwn(minimum, name) ? "bounds" : "default";
  const least = leastShare * (now > 0 ? Math.min(now, upper) : upper);
  return { name, lower: Math.max(lower, atLeast), upper, least, from };
}

function amountOf(amount: Amount | undefined, now: number): number {
  return amount === undefined ? Number.POSITIVE_INFINITY : amountFrom(amount, now);
}

/** An amount, or what a change makes of current spend. */
export function amountFrom(amount: Amount, now: number): number {
  return "amount" in amount ? amount.amount : now * (1 + amount.change);
}
