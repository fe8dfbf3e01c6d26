// Numbers in the sentences and tables of the report.

import type { Interval } from "../../decisions/draws/index.ts";
import { type Alike, alike, interval } from "../../words/index.ts";

/** `1.2k (0.9k to 1.6k)`; a figure that priors fix has no interval. */
export function withInterval(
  { median, lower, upper }: Pick<Interval, "median" | "lower" | "upper">,
  format: Alike = alike.shorts,
): string {
  const text = interval(median, lower, upper, format);
  return lower === upper ? `${text} (fixed)` : text;
}
