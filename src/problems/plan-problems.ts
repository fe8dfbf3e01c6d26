// Problems of plans: plan files, constraints that cannot be met, and what should be known of a recommendation.

import type { Notice } from "./notice.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import type { Rule } from "./written-file-problems.ts";
import { count, figure, listed, money, nameList, percent, probability, quote } from "../words/index.ts";

export type PlanRuleName =
  | "planFile"
  | "flighting"
  | "bounds"
  | "bound"
  | "fixed"
  | "minimum"
  | "minimumAmount"
  | "current"
  | "spend"
  | "plans"
  | "plan"
  | "name"
  | "groups"
  | "pinned"
  | "period_bounds"
  | "ramps"
  | "flights"
  | "minimum_order"
  | "step_cost"
  | "returns"
  | "price_response"
  | "cellAmount"
  | "periods";

/** What each part of a plan file must be; the schema refers to these by name. */
export const planRules: Readonly<Record<PlanRuleName, Rule>> = {
  planFile: { must: "a map of keys and values", hint: "Start with `horizon: 13`." },
  flighting: {
    must: "even, observed, a list of weights of at least 0, or a map of these by channel",
    hint: "Write `flighting: observed`, or one weight for each period.",
  },
  bounds: { must: "a map of bounds by channel", hint: "Write `bounds: { TV: -20%..+30% }`." },
  bound: {
    must: "two ends with .. between, each an amount over the horizon or a change in percent, the lower first",
    hint: "Write `-20%..+30%`, `1000..5000`, or leave an end out: `1000..`.",
  },
  fixed: { must: "a list of channels", hint: "Write `fixed: [TV]`." },
  minimum: { must: "a map of minimum spend by channel", hint: "Write `minimum: { TV: 1000 }`." },
  minimumAmount: { must: "an amount over the horizon of at least 0", hint: "Write a plain number." },
  current: {
    must: "a map by channel of totals over the horizon, or of lists with the spend of each period",
    hint: "Write `current: { TV: 120000 }`.",
  },
  spend: {
    must: "a total over the horizon, a list with the spend of each period, or a change in percent such as +20%",
    hint: "Write `TV: 120000`, `TV: [10000, 0, 10000]` or `TV: +20%`.",
  },
  plans: { must: "a map of named plans with at least one", hint: "Write `plans: { more TV: { TV: +20% } }`." },
  plan: {
    must: "a map of spend by channel",
    hint: "Write `more TV: { TV: +20% }`; channels that are not named keep their current spend.",
  },
  name: { must: "the name of a channel, as text", hint: "Quote names that are numbers." },
  groups: {
    must: "a map of groups, each with bounds and any of channels, geos and periods",
    hint: "Write `groups: { online: { channels: [Search, Social], bounds: ..5000 } }`.",
  },
  pinned: { must: "a map by channel of spend by period", hint: "Write `pinned: { TV: { 1..4: 5000 } }`." },
  period_bounds: {
    must: "a map of bounds of a period by channel",
    hint: "Write `period_bounds: { TV: 0..5000 }`.",
  },
  ramps: {
    must: "a map by channel of the largest change from one period to the next, an amount or a percentage",
    hint: "Write `ramps: { TV: 20% }`.",
  },
  flights: {
    must: "a map by channel of off, shortest and most",
    hint: "Write `flights: { TV: { off: [5..8], shortest: 3, most: 2 } }`.",
  },
  minimum_order: {
    must: "a map by channel of the least spend of a period that spends at all",
    hint: "Write `minimum_order: { TV: 5000 }`.",
  },
  step_cost: {
    must: "a map by channel of the cost of every period with spend",
    hint: "Write `step_cost: { TV: 2000 }`.",
  },
  returns: {
    must: "a list of returns, each with an roi and any of channels, geos and probability",
    hint: "Write `returns: [{ channels: [TV], roi: 2, probability: 0.9 }]`.",
  },
  price_response: {
    must: "a map by channel of how much a price rises with spend: an elasticity, or elasticity and reference",
    hint: "Write `price_response: { TV: 0.2 }`.",
  },
  cellAmount: { must: "an amount of at least 0", hint: "Write a plain number." },
  periods: { must: "a period of the horizon, or a range of periods", hint: "Write `3` or `1..4`." },
};

/** @param all whether it holds for every line */
export const sharedByGeos = (names: readonly string[], all: boolean): Notice => ({
  level: "note",
  code: "plan-shared-by-geos",
  message: `${all ? "Spend of every channel goes" : `Spend of ${nameList(names, 12)} goes`} to the geos in the shares of their current spend.`,
  hint: all
    ? "--by-geo (by_geo: true in a plan file) plans every channel in every geo."
    : "Its budget is one for all geos.",
});

export const geoEnded = (geo: string): Problem => ({
  code: "geo-ended",
  message: `${quote(geo)} ends before the table does, so there are no periods after the table to plan for it.`,
  hint: "Plan the geos that go on.",
});

export const endedGeosNotPlanned = (geos: readonly string[]): Notice => ({
  level: "note",
  code: "plan-without-ended-geos",
  message: `${nameList(geos, 12)} ${geos.length === 1 ? "ends" : "end"} before the table does: no spend is planned there.`,
  hint: "Nothing to do if that is right.",
});

export const unknownChannel = (where: string, received: string, known: readonly string[]): Problem => ({
  code: "unknown-channel",
  message: "The fit has no such channel.",
  where,
  received: quote(received),
  hint: `${didYouMean(received, known)}Its channels: ${nameList(known, 12)}.`,
});

/** @param name of one of the lines of the channel */
export const amountOfSeveral = (where: string, channel: string, name: string): Problem => ({
  code: "amount-of-several-geos",
  message: `${quote(channel)} has a budget in each geo here, and one amount does not say how they share it.`,
  where,
  hint: `Give a change in percent, which holds for every geo, or name each: ${quote(name)}.`,
});

export const periodCount = (where: string, what: string, found: number, horizon: number): Problem => ({
  code: "period-count",
  message: `${what} must have one value for each of the ${horizon} periods of the horizon.`,
  where,
  received: `${found} values`,
  hint: "Give as many values as periods, or set the horizon.",
});

export const plannedRows = (where: string, line: string, found: number, rows: number): Problem => ({
  code: "planned-rows",
  message: `The plan must have spend of ${quote(line)} in each of the ${count(rows, "row")} of the period.`,
  where,
  received: `${found} values`,
  hint: "Ask about the period that was planned, with --weeks or --from and --to.",
});

export const plannedTwice = (where: string, line: string): Problem => ({
  code: "planned-twice",
  message: `${quote(line)} is planned twice.`,
  where,
  hint: "Plan a channel either as a whole or in each geo.",
});

export const notPlanned = (where: string, channels: readonly string[]): Problem => ({
  code: "not-planned",
  message: `The plan lacks spend of ${nameList(channels, 12)}.`,
  where,
  hint: "Every channel with spend needs a plan, of a panel in every geo; for no spend write 0.",
});

export const negativeSpend = (where: string, received: string): Problem => ({
  code: "negative-spend",
  message: "Spend must be at least 0.",
  where,
  received,
  hint: "Correct the value; for no spend write 0.",
});

/** For callers of the library, whose plans come without a file. */
export const planSpendWrong = (plan: string, horizon: number): Problem => ({
  code: "plan-spend",
  message: `Each channel of a plan must have spend of at least 0 in each of the ${horizon} periods.`,
  where: `plan ${quote(plan)}`,
  hint: "Give one finite number for each period.",
});

export const notAChange = (received: string): Problem => ({
  code: "not-a-change",
  message: "This is not a change in percent.",
  received: quote(received),
  hint: "Write a change such as `+20%` or `-50%`.",
});

export const flightingWrong = (channel: string, horizon: number): Problem => ({
  code: "flighting",
  message: `A flighting must have ${horizon} weights of at least 0, and one above 0.`,
  where: `flighting of ${quote(channel)}`,
  hint: "Give one weight for each period, or `even` or `observed`.",
});

export const noWeight = (where: string): Problem => ({
  code: "no-weight",
  message: "A flighting needs a weight above 0.",
  where,
  hint: "Give the weeks with spend weights, or write `even`.",
});

export const changeOfNothing = (where: string, channel: string): Problem => ({
  code: "change-of-nothing",
  message: `${quote(channel)} has no current spend, so a change in percent has no effect.`,
  where,
  hint: "Give an amount instead of a percentage.",
});

export const listSyntax = (option: string, received: string, wanted: string): Problem => ({
  code: "wrong-option-value",
  message: `${option} must be ${wanted}.`,
  received: quote(received),
  hint: "Separate entries by commas and quote the whole in the shell. A plan file (--plan) takes the same settings.",
});

export const goalsConflict = (goals: readonly string[]): Problem => ({
  code: "goals-conflict",
  message: `Only one of ${goals.join(", ")} can decide how much is spent.`,
  received: goals.join(" and "),
  hint: "Keep only one of them.",
});

export const objectiveConflict = (message: string, hint: string): Problem => ({
  code: "objective-conflict",
  message,
  hint,
});

export const fixedAndBounded = (channel: string): Problem => ({
  code: "fixed-and-bounded",
  message: `${quote(channel)} is fixed and has bounds or a minimum.`,
  hint: "Remove one of the two.",
});

interface NamedLimit {
  readonly name: string;
  readonly lower: number;
  readonly upper: number;
}

/** Limits that no plan meets. */
export type UnmetLimits =
  | ({ readonly kind: "channel" } & NamedLimit)
  | {
      readonly kind: "too-little";
      readonly budget: number;
      readonly least: number;
      readonly channels: readonly NamedLimit[];
    }
  | {
      readonly kind: "too-much";
      readonly budget: number;
      readonly most: number;
      readonly channels: readonly NamedLimit[];
    };

export const nothingWithin = (unmet: UnmetLimits): Problem => {
  switch (unmet.kind) {
    case "channel":
      return {
        code: "bounds-crossed",
        message: `The minimum spend of ${quote(unmet.name)} is ${money(unmet.lower - unmet.upper)} above its maximum.`,
        received: `${money(unmet.lower)} to ${money(unmet.upper)}`,
        hint: "Lower the minimum or raise the maximum.",
      };
    case "too-little":
      return {
        code: "budget-below-bounds",
        message: `The lower bounds add up to ${money(unmet.least)}, which is ${money(unmet.least - unmet.budget)} more than the budget.`,
        received: `a budget of ${money(unmet.budget)}; lower bounds: ${listed(unmet.channels.map(({ name, lower }) => `${name} ${money(lower)}`))}`,
        hint: "Raise the budget, or lower bounds with --bounds.",
      };
    case "too-much":
      return {
        code: "budget-above-bounds",
        message: `The upper bounds add up to ${money(unmet.most)}, which is ${money(unmet.budget - unmet.most)} less than the budget.`,
        received: `a budget of ${money(unmet.budget)}; upper bounds: ${listed(unmet.channels.map(({ name, upper }) => `${name} ${money(upper)}`))}`,
        hint: "Lower the budget, or raise bounds with --bounds.",
      };
  }
};

export const roiOutOfReach = (target: number, best: number, spend: number, least: number): Problem => ({
  code: "target-roi-out-of-reach",
  message: `No plan within the bounds that spends at least ${money(least)} reaches the target ROI: the best found is ${figure(best)}, at a spend of ${money(spend)}.`,
  received: `a target of ${target}`,
  hint: "Lower the target, or allow less spend with --bounds.",
});

/** @param share of what the channel brings under the plan that lies beyond; null where nothing can be said */
export const beyondObserved = (
  channel: string,
  planned: number,
  observed: number,
  period: string,
  share: number | null,
): Notice => ({
  level: "warning",
  code: "beyond-observed-spend",
  message: `The plan spends up to ${money(planned)} on ${channel} in one ${period}; the largest observed spend is ${money(observed)}. Beyond that, the estimate is extrapolation${share === null ? "" : `: ${percent(share)} of what the plan expects of ${channel}`}.`,
  hint: `Keep ${channel} at or below ${money(observed)} per ${period}, or test the increase before relying on it.`,
});

export const belowObserved = (channel: string, planned: number, observed: number, period: string): Notice => ({
  level: "warning",
  code: "below-observed-spend",
  message: `The plan spends as little as ${money(planned)} on ${channel} in one ${period}; the smallest observed spend is ${money(observed)}. Below that, the estimate is extrapolation.`,
  hint: `Keep ${channel} at or above ${money(observed)} per ${period}, or test the cut before relying on it.`,
});

export const notConverged = (): Notice => ({
  level: "warning",
  code: "fit-not-converged",
  message: "The fit has not converged. Do not rely on these results.",
  hint: "See carryover diagnose, and fit again.",
});

/** @param share of the objective that another plan may gain at most, as far as is known */
export const solverStopped = (gap: number, share: number): Notice => ({
  level: "warning",
  code: "solver-stopped",
  message: `The solver did not converge: another plan within the limits may gain up to ${money(gap)} more (${percent(share)}).`,
  hint: "Narrow the bounds, or choose another objective, and compare.",
});

export const notClearlyBetter = (chance: number): Notice => ({
  level: "note",
  code: "not-clearly-better",
  message: `The plan is not clearly better than the current one: the probability of a gain is ${probability(chance)}.`,
  hint: "Keep the current plan, or test the change before relying on it.",
});

export const movedByPrior = (channels: readonly string[]): Notice => ({
  level: "warning",
  code: "moved-by-prior",
  message: `The data say little about the return of ${listed(channels)}: that part of the plan rests on the prior.`,
  hint: "Keep the spend of these channels with --fixed, or test the change in an experiment first.",
});

/** @param moved by the name of a plan, the channels that it moves */
export const plansMovedByPrior = (moved: ReadonlyMap<string, readonly string[]>): Notice => {
  const channels = [...new Set([...moved.values()].flat())];
  const plans = [...moved].map(([plan, own]) => (moved.size === 1 ? quote(plan) : `${quote(plan)} (${listed(own)})`));
  return {
    level: "warning",
    code: "moved-by-prior",
    message: `The data say little about the return of ${listed(channels)}: what changes with that spend in ${listed(plans)} rests on the prior.`,
    hint: "Test the change in an experiment before you rely on it.",
  };
};

export const sameDraws = (): Notice => ({
  level: "note",
  code: "same-draws",
  message: "The plan is chosen and judged on the same posterior draws, so its gain is on average somewhat overstated.",
  hint: "Take small gains with care, or ask for at most half of the run's draws with --draws.",
});

/** What plans at their limits say, whatever the width of a table. */
export const atLimits = (upper: readonly string[], lower: readonly string[]): Notice => ({
  level: "note",
  code: "at-limits",
  message: `${[
    ...(upper.length === 0 ? [] : [`at the upper limit: ${listed(upper)}`]),
    ...(lower.length === 0 ? [] : [`at the lower limit: ${listed(lower)}`]),
  ]
    .join("; ")
    .replace(/^a/, "A")}. With wider limits, another plan may be better.`,
  hint: "Set limits with --bounds, and mind what the data have seen.",
});

export const carryOutCut = (periods: number, period: string, channels: readonly string[]): Notice => ({
  level: "note",
  code: "carry-over-cut",
  message: `Carry-over is counted for ${count(periods, period)} after the horizon; more than 1% of it comes later for ${nameList(channels)}.`,
  hint: "Later effects are not counted, in any plan.",
});

export const endOfHorizon = (period: string): Notice => ({
  level: "note",
  code: "end-of-horizon",
  message: `No spend is assumed after the horizon. Marginal returns of the last ${period}s are therefore higher, and the plan spends more there.`,
  hint: `Plan a longer horizon and use its first ${period}s.`,
});

export const noObservedFlighting = (channels: readonly string[]): Notice => ({
  level: "note",
  code: "no-observed-flighting",
  message: `${nameList(channels)} had no spend in the periods of the observed flighting; the spend is spread evenly.`,
  hint: "Give weights in a plan file for another flighting.",
});

export const flightsSpread = (channels: readonly string[], period: string): Notice => ({
  level: "note",
  code: "flights-spread",
  message: `${nameList(channels)} ${channels.length === 1 ? "has" : "have"} run in flights, with next to no spend in many ${period}s. This plan and the current one beside it spread spend evenly, so their returns are not those of the flights: a plan may raise a channel whose marginal ROI in the table is low.`,
  hint: "--flighting observed (flighting: observed in a plan file) keeps the flights of a year ago.",
});

export const noCurrentSpend = (channels: readonly string[]): Notice => ({
  level: "note",
  code: "no-current-spend",
  message: `${nameList(channels)} has no current spend, so relative bounds keep it at zero.`,
  hint: "Give absolute bounds to include it.",
});

export const defaultBoundsUsed = (change: number, scaled: boolean): Notice => ({
  level: "note",
  code: "default-bounds",
  message: `Channels without bounds may change by up to ${percent(change)} of their current spend${scaled ? ", scaled to the budget," : ""} in either direction, and stay within the spend per period that the table shows where the budget allows it.`,
  hint: "Set others with --bounds.",
});

export const atTheLimits = (target: number, which: "upper" | "lower"): Notice => ({
  level: "note",
  code: "limits-reached",
  message:
    which === "upper"
      ? `The target of ${target} is exceeded even with the largest spend within the bounds.`
      : `The target of ${target} is missed even with the smallest spend within the bounds.`,
  hint: "Widen the bounds with --bounds to spend up to the target.",
});

export const planNamedCurrent = (where: string): Problem => ({
  code: "plan-named-current",
  message: "The name `current` is reserved for the plan that all others are compared with.",
  where,
  hint: "Give the plan another name. The key `current` sets current spend.",
});
