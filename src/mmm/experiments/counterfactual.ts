// Spend without a test, from spend with it: one definition for tests that were, and for tests that are planned.

import type { Counterfactual } from "./experiment.ts";

/** Rows of a series: from the first, before the last. */
interface RowSpan {
  readonly from: number;
  readonly to: number;
}

/** By which factor the spend of a row is multiplied without the test, and what is added to that. */
export interface SpendChange {
  readonly factor: number;
  readonly addend: number;
}

/** The change of the spend of row `row` of a test, counted from its first; `share` of it, such as that of one geo, takes its share of amounts. */
export function changeOfRow(change: Counterfactual, row: number, share = 1): SpendChange {
  if ("multiply" in change) return { factor: change.multiply, addend: 0 };
  if ("add" in change) return { factor: 1, addend: change.add * share };
  const { spend } = change;
  return { factor: 0, addend: (typeof spend === "number" ? spend : spend[row]) * share };
}

/**
 * Spend without the test, [geo][row] as `spend` is: changed in `rows` of these geos, and as it was elsewhere. Amounts are of the geos together, and
 * are shared among them as spend is in that row; as `people` are, where nothing is spent in it.
 * @param geos positions of the geos of the test
 * @param people [geo]
 */
export function spendWithout(
  spend: Float64Array,
  change: Counterfactual,
  { from, to }: RowSpan,
  geos: readonly number[],
  people: ArrayLike<number>,
): Float64Array<ArrayBuffer> {
  const rows = spend.length / people.length;
  const without = Float64Array.from(spend);
  for (let t = from; t < to; t++) {
    const shares = sharesOfRow(spend, rows, t, geos, people);
    geos.forEach((geo, k) => {
      const { factor, addend } = changeOfRow(change, t - from, shares[k]);
      without[geo * rows + t] = factor * spend[geo * rows + t] + addend;
    });
  }
  return without;
}

/** Shares of these geos in what all of them spend in a row, or in their people where that is nothing. */
export function sharesOfRow(
  spend: ArrayLike<number>,
  rows: number,
  row: number,
  geos: readonly number[],
  people: ArrayLike<number>,
): readonly number[] {
  const own = geos.map((geo) => Math.max(spend[geo * rows + row], 0));
  const total = own.reduce((sum, value) => sum + value, 0);
  if (total > 0) return own.map((value) => value / total);
  const all = geos.reduce((sum, geo) => sum + people[geo], 0);
  return geos.map((geo) => people[geo] / all);
}
