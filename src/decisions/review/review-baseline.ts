// The baseline, everything but media: how probable it is that it is negative, which no business has.

import { sum } from "../../numerics/index.ts";
import { type Interval, intervalOf, shareOf } from "../draws/index.ts";
import type { Predictions } from "../predictions/index.ts";

export interface BaselineSign {
  /** P(the baseline summed over the table is negative). */
  readonly total: number;
  /** P(negative) of each row. */
  readonly weekly: readonly number[];
  /** Their mean: the share of all rows of all draws that are negative. */
  readonly meanOfWeeks: number;
  /** Rows that are more likely negative than not. */
  readonly rowsMostlyNegative: number;
  /** Share of the baseline in the expected target: that of the contributions. */
  readonly share: Interval;
}

/** How often the expected target less what media bring is below zero. */
export function baselineSign({ weeks, count, expected, media }: Predictions): BaselineSign {
  const totals = new Float64Array(count);
  const all = new Float64Array(count);
  const weekly: number[] = [];
  for (let t = 0; t < weeks; t++) {
    let negative = 0;
    for (let i = 0; i < count; i++) {
      const baseline = expected[t * count + i] - media[t * count + i];
      totals[i] += baseline;
      all[i] += expected[t * count + i];
      if (baseline < 0) negative++;
    }
    weekly.push(negative / count);
  }
  return {
    total: totals.filter((value) => value < 0).length / count,
    weekly,
    meanOfWeeks: sum(weekly) / weeks,
    rowsMostlyNegative: weekly.filter((p) => p > 0.5).length,
    share: shareOf(intervalOf(totals), intervalOf(all), intervalOf(totals.map((value, i) => value / all[i]))),
  };
}
