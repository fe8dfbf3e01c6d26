// Diagnostics of draws: the public names.

export { autocovariance } from "./autocovariance.ts";
export { rankOfTruth, thin, type Uniformity, uniformityOfRanks, uniformityPValue } from "./calibration.ts";
export { type ChainFaults, chainFaults } from "./chain-faults.ts";
export { type DivergenceLocation, locateDivergences } from "./divergences.ts";
export type { Draws } from "./draws.ts";
export { ebfmi } from "./ebfmi.ts";
export { type Estimate, estimateOf, type Statistic } from "./estimate.ts";
export { essBasic, essBulk, essMean, essMedian, essQuantile, essSd, essTail } from "./ess.ts";
export { type GeneralizedPareto, gpdFit, gpdQuantile } from "./generalized-pareto.ts";
export { type JudgedLanes, judgeLanes, type LaneVerdict } from "./lane-verdict.ts";
export { mcseMean, mcseMedian, mcseQuantile, mcseSd } from "./mcse.ts";
export { mean, median, quantile, quantileOfSorted, standardDeviation, variance } from "../numerics/index.ts";
export { medianAbsoluteDeviation } from "./moments.ts";
export {
  drawsNeededForK,
  type ParetoSmoothed,
  type ParetoSmoothOptions,
  paretoK,
  paretoKThreshold,
  paretoSmooth,
  type Tail,
} from "./pareto-smooth.ts";
export {
  type LeftOut,
  leftOut,
  type Loo,
  type LooOptions,
  type LooProblem,
  looProblem,
  type PointwiseLoo,
  psisLoo,
} from "./psis-loo.ts";
export type { PointwiseLogLikelihood } from "../model/index.ts";
export { rankNormalize } from "./rank-normalize.ts";
export { rhatLimit, type RhatJudged } from "./rhat-limit.ts";
export { samplerStatistics } from "./sampler-statistics.ts";
export { rhat, rhatBasic, rhatBulk, rhatFolded, rhatNested, rhatSuperchains } from "./rhat.ts";
export { splitChains } from "./split.ts";
export { type Convergence, convergence } from "./convergence.ts";
export { type Summary, summarize } from "./summarize.ts";
export * as thresholds from "./thresholds.ts";
export { type Verdict, verdict } from "./verdict.ts";
export {
  type CommonDraws,
  type RunningConvergence,
  type RunningQuantity,
  watchConvergence,
  type WatchOptions,
} from "./watch/index.ts";
export type { Check, JudgedParameter, SamplerStatistics, StartSpread } from "./check.ts";
export { orderOf } from "./order.ts";
export { EBFMI_LIMIT, EBFMI_SUSPICIOUS, ESS_PER_CHAIN, RHAT_LIMIT } from "./thresholds.ts";
