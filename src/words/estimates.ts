// Estimates of uncertain quantities: posterior means, and medians with a mark where a mean does not represent the draws.

import { interval, printOf } from "./intervals.ts";
import { type Alike, figures, missing } from "./numbers.ts";

/** What is needed of an uncertain number to write it. */
export interface Estimated {
  readonly estimate: number;
  readonly statistic: "mean" | "median";
  readonly lower: number;
  readonly upper: number;
}

/** Stands after estimates that are medians, in tables and charts. */
export const medianMark = "†";

/** What the mark means, under a table. */
export const medianNote: string = `${medianMark} Posterior median: a few extreme draws dominate the posterior mean.`;

/** In tables and charts: `1.23 (0.98 to 1.51)`, `1.23† (0.98 to 9.51)`; the estimate alone where there is no uncertainty, `–` where there is no figure. */
export function estimated({ estimate, statistic, lower, upper }: Estimated, format: Alike = figures): string {
  if (Number.isNaN(estimate)) return missing;
  if (statistic === "mean") return interval(estimate, lower, upper, format);
  const print = printOf([estimate, lower, upper], format);
  return `${print(estimate)}${medianMark} (${print(lower)} to ${print(upper)})`;
}

/** In sentences: `1.23 (0.98 to 1.51)`, `1.23 (median; 0.98 to 9.51)`. */
export function estimatedInText(of: Estimated, format: Alike = figures): string {
  return estimated(of, format).replace(`${medianMark} (`, " (median; ");
}

/** The estimate without its interval: `1.23`, `1.23†`. */
export function estimateAlone(
  { estimate, statistic }: Pick<Estimated, "estimate" | "statistic">,
  print: (value: number) => string,
): string {
  return Number.isNaN(estimate) ? missing : `${print(estimate)}${statistic === "median" ? medianMark : ""}`;
}

/** What the estimates are, for a heading or a legend: `mean`; `median`; `mean († median)` where there are both. */
export function statisticWords(shown: readonly Pick<Estimated, "statistic">[]): string {
  const medians = shown.filter(({ statistic }) => statistic === "median").length;
  if (medians === 0) return "mean";
  return medians === shown.length ? "median" : `mean (${medianMark} median)`;
}
