// What other folders take from mmm/likelihood.

export { countData, countMean, type Counts, countsOf, dispersionOf } from "./count-design.ts";
export { countDistribution, type CountUnits, overdispersionUnit } from "./count-likelihood.ts";
export { integratedWeeks } from "./integrated-weeks.ts";
export {
  type CellConstants,
  noiseKind,
  type NoiseKind,
  spendNoise,
  type SpendNoise,
  targetNoise,
  type TargetNoise,
} from "./noise-design.ts";
export { type Cells, noisyLikelihood } from "./noisy-likelihood.ts";
