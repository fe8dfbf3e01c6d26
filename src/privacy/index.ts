// Privacy: what the package makes public. Nothing here takes a seed or a source of randomness, and nothing returns noise by itself.

export {
  type ApproximateLoss,
  asApproximate,
  composeInParallel,
  composeSequentially,
  type ConcentratedLoss,
  type DisjointUnits,
  forGroup,
  type Loss,
  type PureLoss,
} from "./mechanisms/accountant.ts";
export { type AdvancedComposition, advancedComposition, optimalDelta } from "./mechanisms/advanced-composition.ts";
export { gaussianDelta, gaussianSigma } from "./mechanisms/gaussian-calibration.ts";
export { createLedgerOf, defaultLedger, ledgerOf } from "./ledger/location.ts";
export { type Budget, type LedgerState, readLedger } from "./ledger/ledger.ts";
export { type GaussianMechanism, type LaplaceMechanism, type Mechanism } from "./mechanisms/mechanisms.ts";
export {
  type ColumnNoise,
  type NoiseDescription,
  parseNoiseDescription,
  readNoiseDescription,
} from "./release/noise-description.ts";
export type { NoiseMechanism, ReleaseStatement } from "./release/noise-terms.ts";
export { intervalHalfWidth, type NoiseScale, noiseStandardDeviation } from "./mechanisms/noise-theory.ts";
export { type PrivacyRecord, privacyRecord } from "./release/privacy-record.ts";
export { privacyStatement } from "./release/privacy-statement.ts";
export {
  type NoisedGroup,
  type PrivateTable,
  type Release,
  type ReleaseRequest,
  releaseTable,
} from "./release/release.ts";
export {
  type ContributionBounds,
  type LatticeRounding,
  type Sensitivity,
  sensitivityOf,
} from "./mechanisms/sensitivity.ts";
export {
  aggregationServiceThreshold,
  gaussianThreshold,
  keepProbability,
  laplaceThreshold,
  type PartitionBounds,
} from "./mechanisms/thresholds.ts";
export { gaussianRho, pureToZcdp, zcdpDelta, zcdpEpsilon, zcdpRho } from "./mechanisms/zcdp.ts";
export {
  aggregateEvents,
  type AggregateSpecification,
  type BoundedTable,
  type Bounds,
  readBounds,
  readPrivacyFile,
  specificationOf,
  writeBoundedTable,
} from "./aggregate/index.ts";
