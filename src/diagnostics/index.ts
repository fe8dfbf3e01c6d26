// Diagnostics of draws: the public names.

export { autocovariance } from "./autocovariance.ts";
export type { Draws } from "./draws.ts";
export { ebfmi } from "./ebfmi.ts";
export { essBasic, essBulk, essMean, essMedian, essQuantile, essSd, essTail } from "./ess.ts";
export { type GeneralizedPareto, gpdFit, gpdQuantile } from "./generalized-pareto.ts";
export { mcseMean, mcseMedian, mcseQuantile, mcseSd } from "./mcse.ts";
export { mean, median, medianAbsoluteDeviation, quantile, standardDeviation, variance } from "./moments.ts";
export {
  drawsNeededForK,
  type ParetoSmoothed,
  type ParetoSmoothOptions,
  paretoK,
  paretoKThreshold,
  paretoSmooth,
  type Tail,
} from "./pareto-smooth.ts";
export { rankNormalise } from "./rank-normalise.ts";
export { rhat, rhatBasic, rhatBulk, rhatFolded, rhatNested } from "./rhat.ts";
export { splitChains } from "./split.ts";
export { type Summary, summarise } from "./summarise.ts";
