// What part of a whole something is: the ratio of two estimates, so that shares agree with the amounts beside them and add up.

import type { Interval } from "./interval.ts";

/**
 * The share of a part in a whole. Its estimate is the part's estimate over the whole's, and its `mean` the ratio of their means: shares of all parts add up
 * to 1 wherever the parts do. The mean of the ratio over the draws is another number, and misleads where the whole is uncertain: draws in
 * which all media bring next to nothing would count as much as those in which they bring most.
 *
 * @param draws interval of the ratio draw by draw: its ends and its median stand; where the ratio of the estimates lies outside, the median is the estimate
 */
export function shareOf(part: Interval, whole: Interval, draws: Interval): Interval {
  const estimate = part.estimate / whole.estimate;
  if (!(estimate >= draws.lower && estimate <= draws.upper)) {
    return Number.isNaN(draws.median) || draws.lower === draws.upper
      ? draws
      : { ...draws, estimate: draws.median, statistic: "median" };
  }
  const areMeans = part.statistic === "mean" && whole.statistic === "mean";
  return { ...draws, mean: part.mean / whole.mean, estimate, statistic: areMeans ? "mean" : "median" };
}
