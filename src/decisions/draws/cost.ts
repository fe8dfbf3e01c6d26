// What a conversion costs: spend over conversions, the figures of the conversions turned over.

import type { Interval } from "./interval.ts";

/**
 * Spend for each conversion. Cost times conversions is spend, for the estimate and for the ends of the interval. The mean over draws is
 * not given: draws with few conversions cost without limit.
 */
export interface Cost extends Pick<Interval, "statistic"> {
  /** Spend over the estimate of the conversions; `statistic` is that of the conversions. */
  readonly estimate: number;
  readonly median: number;
  readonly lower: number;
  /** Infinite when more draws than the interval leaves out are without conversions. */
  readonly upper: number;
}

/**
 * The cost of each of these conversions. NaN without spend, infinite without conversions.
 * @param spend that brings them; 1 by default, for conversions per unit of spend
 */
export function costOf({ estimate, statistic, median, lower, upper }: Interval, spend: number = 1): Cost {
  const cost = (conversions: number): number => {
    if (!(spend > 0) || Number.isNaN(conversions)) return Number.NaN;
    return conversions > 0 ? spend / conversions : Number.POSITIVE_INFINITY;
  };
  return { estimate: cost(estimate), statistic, median: cost(median), lower: cost(upper), upper: cost(lower) };
}
