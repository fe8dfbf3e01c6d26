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
export type { GaussianMechanism } from "./gaussian.ts";
export type { LaplaceMechanism } from "./laplace.ts";
export type { MechanismRecord } from "./mechanism.ts";
export { calibrate, type CalibratedNoise, checkMechanism, sampler, underZcdp } from "./calibrate.ts";
export {
  type KnownNoise,
  knownNoises,
  type Mechanism,
  type MechanismName,
  mechanismOf,
  mechanismOfNoise,
  mechanisms,
  noiseWords,
} from "./mechanisms.ts";
export { mechanismSetting, noiseSetting, releaseDelta } from "./setting.ts";
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
