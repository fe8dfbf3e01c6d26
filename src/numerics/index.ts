// What other folders take from numerics.

export { dayNumber, dayOfYear, dayText, weekStart, yearOf } from "./days.ts";
export { forwardTransform, fourierPlan, inverseTransform } from "./fft.ts";
export { halton, scrambledRadicalInverse } from "./halton.ts";
export { foldKey, type Random, randomPurposes, randomStream, streamWords, ziggurat } from "./random.ts";
export { sortNumbers } from "./sort.ts";
export {
  dot,
  mean,
  median,
  quantile,
  quantileOfSorted,
  standardDeviation,
  sum,
  sumWithError,
  variance,
} from "./statistics.ts";
