// Shadow prices of the constraints that bind at a plan.

import type { SpendSet } from "./optimize-set.ts";
import type { PlanLimits } from "./optimize-limits.ts";
import type { Variables } from "./optimize-objective.ts";

/** What a constraint costs: its shadow price, to first order. */
export interface ShadowPrice {
  /** "total of TV", "group online", "periods of TV", "change of TV". */
  readonly constraint: string;
  /** Which end binds. */
  readonly end: "lower" | "upper";
  /** What the objective gains for each unit by which the end gives way; of limits of several periods, when all of them do. */
  readonly price: number;
}

/** Prices below this share of what a unit of spend is worth on average are rounding of the solver. */
const negligible = 1e-4;

/**
 * The constraints that bind, as they stand after the last `gap` of the set, without the budget.
 * @param scale what a unit of spend is worth on average
 */
export function pricesOf(
  { set, rows, lower, upper }: SpendSet,
  {
    limits,
    response: { horizon },
    variables,
  }: {
    readonly limits: PlanLimits;
    readonly response: { readonly horizon: number };
    readonly variables: Variables;
  },
  scale: number,
): readonly ShadowPrice[] {
  const found = new Map<string, ShadowPrice>();
  const add = (constraint: string, end: ShadowPrice["end"], price: number): void => {
    const key = `${constraint} ${end}`;
    found.set(key, { constraint, end, price: price + (found.get(key)?.price ?? 0) });
  };
  rows.forEach(({ name, kind, lower: least, upper: most }, row) => {
    const price = set.prices[row];
    if (kind === "budget" || price === 0 || least === most) return;
    // Ramps of a line are one constraint: all of them give way together.
    add(kind === "ramp" ? name.replace(/ from period.*/, "") : name, price > 0 ? "upper" : "lower", Math.abs(price));
  });
  const cells = variables === "periods" ? horizon : 1;
  const what = variables === "periods" ? "periods" : "total";
  set.reduced.forEach((price, i) => {
    const { name, from } = limits.channels[Math.floor(i / cells)];
    if (from === "fixed" || price === 0) return;
    const isPinned = lower[i] === upper[i];
    add(isPinned ? `pinned periods of ${name}` : `${what} of ${name}`, price > 0 ? "upper" : "lower", Math.abs(price));
  });
  return [...found.values()].filter(({ price }) => price > negligible * scale).sort((a, b) => b.price - a.price);
}
