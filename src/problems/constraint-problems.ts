// Problems of constraints on cells of plans: what is written wrong, and what no plan meets.

import type { Problem } from "./problem.ts";
import { didYouMean } from "./suggest.ts";
import { listed, money, nameList, quote } from "../words/index.ts";

/** What is wrong with a constraint on cells. */
export interface ConstraintFault {
  readonly kind:
    | "map"
    | "names"
    | "periods"
    | "amount"
    | "bounds"
    | "ramp"
    | "pinned"
    | "flights"
    | "count"
    | "return"
    | "price";
  readonly horizon: number;
  readonly received: string;
}

const constraintWords: Readonly<Record<ConstraintFault["kind"], (horizon: number) => readonly [string, string]>> = {
  map: () => ["a map with a name for each entry", "Write one entry for each channel or group."],
  names: () => ["lists of names", "Write `channels: [TV]` and `geos: [North]`."],
  periods: (horizon) => [
    `a period or a range of periods from 1 to ${horizon}, the horizon`,
    "Write `3` for one period and `1..4` for a range.",
  ],
  amount: () => ["an amount of at least 0", "Write a plain number."],
  bounds: () => ["bounds with at least one end, the lower first", "Write `-20%..+30%`, `1000..5000` or `..5000`."],
  ramp: () => ["an amount of at least 0, or a change in percent above 0", "Write `20%` or `5000`."],
  pinned: () => ["spend by period", "Write `pinned: { TV: { 1..4: 5000 } }`."],
  flights: () => [
    "off, shortest and most, any of them left out",
    "Write `flights: { TV: { off: [5..8], shortest: 3, most: 2 } }`.",
  ],
  count: () => ["a whole number of at least 1", "Leave it out for no such limit."],
  return: () => [
    "an ROI above 0, and a probability between 0 and 1 or none",
    "Write `returns: [{ channels: [TV], roi: 2, probability: 0.9 }]`.",
  ],
  price: () => [
    "an elasticity of at least 0 and below 1, and a reference spend above 0 or none",
    "Write `price_response: { TV: 0.2 }`.",
  ],
};

export const constraintWrong = (where: string, { kind, horizon, received }: ConstraintFault): Problem => {
  const [must, hint] = constraintWords[kind](horizon);
  return { code: "wrong-constraint", message: `This must be ${must}.`, where, received, hint };
};

export const unknownInGroup = (where: string, received: string, known: readonly string[]): Problem => ({
  code: "unknown-in-group",
  message: "A group names what the plan does not have.",
  where,
  received: quote(received),
  hint:
    known.length === 0
      ? "Geos need plans of every channel in every geo: --by-geo (by_geo: true in a plan file)."
      : `${didYouMean(received, known)}It has ${nameList(known, 12)}.`,
});

export const emptyGroup = (where: string): Problem => ({
  code: "empty-group",
  message: "No part of the plan belongs to this group.",
  where,
  hint: "Name channels and geos that go together, or leave one of the two out.",
});

export const needsPeriods = (where: string): Problem => ({
  code: "needs-periods",
  message: "This limits single periods, but only totals are planned.",
  where,
  hint: "--by-week (by_week: true in a plan file) plans every period.",
});

/** @param conflicting all that no plan meets together; each with by how much it alone would have to give way */
export const constraintsConflict = (
  conflicting: readonly {
    readonly name: string;
    readonly end: "lower" | "upper";
    readonly limit: number;
    readonly by: number;
  }[],
): Problem => ({
  code: "constraints-conflict",
  message: `No plan meets these limits together: ${listed(conflicting.map(({ name, end, limit }) => `${name} ${end === "upper" ? "at most" : "at least"} ${money(limit)}`))}.`,
  received: listed(
    conflicting.map(
      ({ name, end, by }) => `${name} would have to ${end === "upper" ? "rise" : "fall"} by ${money(by)} or more`,
    ),
  ),
  hint: "Change one of them by that much.",
});

export const returnsOutOfReach = (
  missed: readonly { readonly name: string; readonly target: number; readonly lacks: number }[],
): Problem => ({
  code: "returns-out-of-reach",
  message: `No plan that was found within the limits reaches ${listed(missed.map(({ name, target, lacks }) => `${target} as the ${name}: the closest lacks ${money(lacks)}`))}.`,
  hint: "Lower what is to be reached, or widen the limits.",
});

/** Spend that is on or off leaves no plan. */
export const noPatternHolds = (): Problem => ({
  code: "no-pattern",
  message: "No choice of periods with and without spend that was tried meets all limits together.",
  hint: "Lower minimum orders and step costs, allow shorter or more flights, or widen the bounds.",
});
