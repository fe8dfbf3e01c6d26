// Problems of plans: plan files, constraints that cannot be met, and what should be known of a recommendation.

import type { Notice } from "./notice.ts";
import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { figure, money, nameList, quote } from "../words/index.ts";
import type { Rule } from "./written-file-problems.ts";

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
  | "name";

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
  minimum: { must: "a map of least spend by channel", hint: "Write `minimum: { TV: 1000 }`." },
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
  plan: { must: "a map of spend by channel", hint: "Write `more TV: { TV: +20% }`; what is not named stays as it is." },
  name: { must: "the name of a channel, as text", hint: "Quote names that are numbers." },
};

export const unknownChannel = (where: string, received: string, known: readonly string[]): Problem => ({
  code: "unknown-channel",
  message: "The fit has no such channel.",
  where,
  received: quote(received),
  hint: `${didYouMean(received, known)}Its channels: ${nameList(known, 12)}.`,
});

export const periodCount = (where: string, what: string, found: number, horizon: number): Problem => ({
  code: "period-count",
  message: `${what} must have one value for each of the ${horizon} periods of the horizon.`,
  where,
  received: `${found} values`,
  hint: "Give as many values as periods, or set the horizon.",
});

export const negativeSpend = (where: string, received: string): Problem => ({
  code: "negative-spend",
  message: "Spend must be at least 0.",
  where,
  received,
  hint: "Correct the value; for no spend write 0.",
});

export const noWeight = (where: string): Problem => ({
  code: "no-weight",
  message: "A flighting needs a weight above 0.",
  where,
  hint: "Give the weeks with spend weights, or write `even`.",
});

export const changeOfNothing = (where: string, channel: string): Problem => ({
  code: "change-of-nothing",
  message: `${quote(channel)} spends nothing now, so a change in percent leaves it at nothing.`,
  where,
  hint: "Give an amount instead of a percentage.",
});

export const listSyntax = (option: string, received: string, wanted: string): Problem => ({
  code: "wrong-option-value",
  message: `${option} must be ${wanted}.`,
  received: quote(received),
  hint: "Separate entries by commas and quote the whole in the shell.",
});

export const goalsConflict = (goals: readonly string[]): Problem => ({
  code: "goals-conflict",
  message: `Only one of ${goals.join(", ")} can decide how much is spent.`,
  received: goals.join(" and "),
  hint: "Leave all but one out.",
});

export const objectiveConflict = (message: string, hint: string): Problem => ({
  code: "objective-conflict",
  message,
  hint,
});

export const fixedAndBounded = (channel: string): Problem => ({
  code: "fixed-and-bounded",
  message: `${quote(channel)} is fixed and has bounds or a minimum.`,
  hint: "Leave one of them out.",
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
        message: `The least spend of ${quote(unmet.name)} is ${money(unmet.lower - unmet.upper)} above its most.`,
        received: `${money(unmet.lower)} to ${money(unmet.upper)}`,
        hint: "Lower the one or raise the other.",
      };
    case "too-little":
      return {
        code: "budget-below-bounds",
        message: `The lower bounds add up to ${money(unmet.least)}, which is ${money(unmet.least - unmet.budget)} more than the budget.`,
        received: `a budget of ${money(unmet.budget)}; lower bounds ${unmet.channels.map(({ name, lower }) => `${name} ${money(lower)}`).join(", ")}`,
        hint: "Raise the budget, or lower bounds with --bounds.",
      };
    case "too-much":
      return {
        code: "budget-above-bounds",
        message: `The upper bounds add up to ${money(unmet.most)}, which is ${money(unmet.budget - unmet.most)} less than the budget.`,
        received: `a budget of ${money(unmet.budget)}; upper bounds ${unmet.channels.map(({ name, upper }) => `${name} ${money(upper)}`).join(", ")}`,
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

export const beyondObserved = (channel: string, planned: number, observed: number, period: string): Notice => ({
  level: "warning",
  code: "beyond-observed-spend",
  message: `The plan spends up to ${money(planned)} on ${channel} in one ${period}; the most ever observed is ${money(observed)}. What lies beyond is the curve's word alone.`,
  hint: `Keep ${channel} at or below ${money(observed)} a ${period}, or test the increase before relying on it.`,
});

export const belowObserved = (channel: string, planned: number, observed: number, period: string): Notice => ({
  level: "warning",
  code: "below-observed-spend",
  message: `The plan spends as little as ${money(planned)} on ${channel} in one ${period}; it was never less than ${money(observed)}. What lies below is the curve's word alone.`,
  hint: `Keep ${channel} at or above ${money(observed)} a ${period}, or test the cut before relying on it.`,
});

export const notConverged = (): Notice => ({
  level: "warning",
  code: "fit-not-converged",
  message: "The fit has not converged, so nothing that follows from it may be relied on.",
  hint: "See carryover diagnose, and fit again.",
});

export const solverStopped = (gap: number): Notice => ({
  level: "warning",
  code: "solver-stopped",
  message: `The solver stopped before its conditions held: to first order, up to ${money(gap)} of the objective may still be gained.`,
  hint: "Narrow the bounds, or choose another objective, and compare.",
});

export const carryOutCut = (periods: number, period: string, channels: readonly string[]): Notice => ({
  level: "note",
  code: "carry-over-cut",
  message: `Carry-over is followed for ${periods} ${period}s after the horizon; more than 1% of it comes later for ${nameList(channels)}.`,
  hint: "Effects that come later are not counted, in any plan.",
});

export const endOfHorizon = (period: string): Notice => ({
  level: "note",
  code: "end-of-horizon",
  message: `Nothing is spent after the horizon, so the last ${period}s have their carry-over to themselves, and more is put there than if spend went on.`,
  hint: `Plan a longer horizon and use its first ${period}s.`,
});

export const noObservedFlighting = (channels: readonly string[]): Notice => ({
  level: "note",
  code: "no-observed-flighting",
  message: `${nameList(channels)} spent nothing in the periods whose flighting was to be followed; the spend is spread evenly.`,
  hint: "Give weights in a plan file for another flighting.",
});

export const noCurrentSpend = (channels: readonly string[]): Notice => ({
  level: "note",
  code: "no-current-spend",
  message: `${nameList(channels)} has no current spend, and bounds relative to it leave it at nothing.`,
  hint: "Give amounts as bounds to have it considered.",
});

export const defaultBoundsUsed = (change: number, scaled: boolean): Notice => ({
  level: "note",
  code: "default-bounds",
  message: `Channels without bounds of their own may change by ${change * 100}% of their current spend${scaled ? ", scaled to the budget," : ""} either way.`,
  hint: "Set others with --bounds.",
});

export const atTheLimits = (target: number, which: "upper" | "lower"): Notice => ({
  level: "note",
  code: "limits-reached",
  message:
    which === "upper"
      ? `The target of ${target} is exceeded with all the spend that the bounds allow.`
      : `The target of ${target} is missed even with the least spend that the bounds allow.`,
  hint: "Widen the bounds with --bounds to spend up to the target.",
});

export const planNamedCurrent = (where: string): Problem => ({
  code: "plan-named-current",
  message: "The name `current` is taken: it is the plan that all others are compared with.",
  where,
  hint: "Give the plan another name; what is current is set under the key `current`.",
});
