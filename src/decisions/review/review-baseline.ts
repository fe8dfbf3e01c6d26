// The baseline, everything but media: how probable it is that it is negative, which no business has.

import { sum } from "../../numerics/index.ts";
import { type Interval, intervalOf, shareOf } from "../draws/index.ts";
import type { Predictions } from "../predictions/index.ts";

export interface BaselineSign {
  /** P(the baseline summed over the table is negative). */
  readonly total: number;
  /** P(negative) of each row, in panels of those with a known target first. */
  readonly weekly: readonly number[];
  /** Their mean: the share of all rows of all draws that are negative. */
  readonly meanOfWeeks: number;
  /** Rows that are more likely negative than not. */
  readonly rowsMostlyNegative: number;
  /** Share of the baseline in the expected target: that of the contributions. */
  readonly share: Interval;
  /** Of a panel: P(the baseline of the geo summed over the table is negative). */
  readonly geos?: readonly { readonly geo: string; readonly total: number }[];
}

/** How often the expected target less what media bring is below zero; in panels in all rows that the geos have. */
export function baselineSign({ count, withoutTarget, ...known }: Predictions): BaselineSign {
  const parts = withoutTarget === undefined ? [known] : [known, withoutTarget];
  const totals = new Float64Array(count);
  const all = new Float64Array(count);
  const weekly: number[] = [];
  const geos = new Map<string, Float64Array>();
  for (const { series, expected, media } of parts) {
    for (const { geo, from, to } of series) {
      const ofGeo = geos.get(geo) ?? new Float64Array(count);
      geos.set(geo, ofGeo);
      for (let t = from; t < to; t++) {
        let negative = 0;
        for (let i = 0; i < count; i++) {
          const baseline = expected[t * count + i] - media[t * count + i];
          totals[i] += baseline;
          ofGeo[i] += baseline;
          all[i] += expected[t * count + i];
          if (baseline < 0) negative++;
        }
        weekly.push(negative / count);
      }
    }
  }
  const below = (values: Float64Array): number => values.filter((value) => value < 0).length / count;
  const isPanel = !geos.has("");
  return {
    total: below(totals),
    weekly,
    meanOfWeeks: sum(weekly) / weekly.length,
    rowsMostlyNegative: weekly.filter((p) => p > 0.5).length,
    share: shareOf(intervalOf(totals), intervalOf(all), intervalOf(totals.map((value, i) => value / all[i]))),
    ...(isPanel ? { geos: Array.from(geos, ([geo, values]) => ({ geo, total: below(values) })) } : {}),
  };
}
