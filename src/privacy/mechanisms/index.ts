// What other folders take from privacy/mechanisms.

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
} from "./accountant.ts";
export { advancedComposition, type AdvancedComposition, optimalDelta } from "./advanced-composition.ts";
export { gaussianDelta, gaussianSigma } from "./gaussian-calibration.ts";
export {
  calibrate,
  type CalibratedNoise,
  checkMechanism,
  type GaussianMechanism,
  type LaplaceMechanism,
  type Mechanism,
  sampler,
} from "./mechanisms.ts";
export { intervalHalfWidth, type NoiseScale, noiseStandardDeviation, type ScaleKind } from "./noise-theory.ts";
export { type ContributionBounds, type LatticeRounding, type Sensitivity, sensitivityOf } from "./sensitivity.ts";
export {
  aggregationServiceThreshold,
  gaussianThreshold,
  keepProbability,
  laplaceThreshold,
  type PartitionBounds,
} from "./thresholds.ts";
export { gaussianRho, pureToZcdp, zcdpDelta, zcdpEpsilon, zcdpRho } from "./zcdp.ts";
