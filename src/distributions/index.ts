// Distributions and constraining transforms: the public names.

export { autoregressive } from "./autoregressive.ts";
export { bernoulliLogit } from "./bernoulli.ts";
export { beta, uniform } from "./bounded-families.ts";
export { negativeBinomial, poisson, poissonLog } from "./counts.ts";
export { dirichlet } from "./dirichlet.ts";
export type {
  Distribution,
  DistributionParameter,
  FlatDistribution,
  ScalarDistribution,
  VectorDistribution,
  WithCdf,
} from "./distribution.ts";
export { type ArraySampler, arraySampler } from "./draw.ts";
export { flat } from "./flat.ts";
export { laplace } from "./laplace.ts";
export { laplaceSum } from "./laplace-sum.ts";
export { leftCensored } from "./left-censored.ts";
export { multivariateNormal } from "./multivariate-normal.ts";
export { halfNormal, normal } from "./normal.ts";
export { normalLaplace } from "./normal-laplace.ts";
export {
  countReach,
  type NoiseFamily,
  type CountNoise,
  drawCountNoise,
  firstCount,
  noisyCount,
} from "./noisy-count.ts";
export { orderedVector } from "./ordered.ts";
export { exponential, gamma, inverseGamma, logNormal } from "./positive-families.ts";
export { cauchy, halfCauchy, halfStudentT, studentT } from "./student-t.ts";
export {
  boundsOf,
  describeSupport,
  insideOrMinusInfinity,
  interval,
  isVectorSupport,
  ordered,
  positive,
  real,
  simplex,
  type Support,
  unitInterval,
} from "./support.ts";
export { transformTo } from "./transform.ts";
export type { BoundValues, Constrained, Transform } from "./transform-terms.ts";
export { truncatedNormal } from "./truncated-normal.ts";
