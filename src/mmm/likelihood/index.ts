// What other folders take from mmm/likelihood.

export { countData, countMean, type Counts, countsOf, dispersionOf } from "./count-design.ts";
export { type CountUnits, observeCounts, overdispersionParameter } from "./count-likelihood.ts";
export {
  type CellConstants,
  noiseKind,
  type NoiseKind,
  spendNoise,
  type SpendNoise,
  targetNoise,
  type TargetNoise,
} from "./noise-design.ts";
export { noisyLikelihood } from "./noisy-likelihood.ts";
