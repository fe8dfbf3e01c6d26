// Distributions and constraining transforms: the public names.

export { autoregressive } from "./autoregressive.ts";
export { bernoulli, bernoulliLogit } from "./bernoulli.ts";
export { betaBinomial, binomial, binomialLogit, geometric } from "./binomial-families.ts";
export { beta, betaProportion, uniform } from "./bounded-families.ts";
export { negativeBinomial, poisson, poissonLog } from "./counts.ts";
export { categorical, categoricalLogit, multinomial, orderedLogistic } from "./categorical.ts";
export { dirichlet } from "./dirichlet.ts";
export type {
  AffineForm,
  Distribution,
  DistributionParameter,
  FlatDistribution,
  ScalarDistribution,
  ArrayDistribution,
  ProperDistribution,
  WithCdf,
} from "./distribution.ts";
export { batchShape, eventShapeOf } from "./distribution.ts";
export { type ArraySampler, arraySampler } from "./draw.ts";
export { flat } from "./flat.ts";
export { jointLogNormal } from "./joint-log-normal.ts";
export { laplace } from "./laplace.ts";
export { laplaceSum } from "./laplace-sum.ts";
export {
  type CovarianceFunction,
  exponentialCovariance,
  exponentiatedQuadratic,
  gaussianProcess,
  type GaussianProcessOptions,
  matern32,
  matern52,
  periodic,
  rationalQuadratic,
} from "./gaussian-process.ts";
export {
  type GaussianProcessPrediction,
  type GaussianProcessValues,
  predictGaussianProcess,
} from "./gaussian-process-prediction.ts";
export { independent } from "./independent.ts";
export { inverseGaussian, pareto, weibull } from "./lifetimes.ts";
export { leftCensored } from "./left-censored.ts";
export { lkjCholesky } from "./lkj.ts";
export { mixture } from "./mixture.ts";
export {
  multivariateNormal,
  multivariateNormalCovariance,
  multivariateStudentT,
} from "./multivariate-normal.ts";
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
  choleskyCorrelation,
  choleskyCovariance,
  describeSupport,
  insideOrMinusInfinity,
  interval,
  isArraySupport,
  ordered,
  positive,
  positiveOrdered,
  real,
  simplex,
  sumToZero,
  type Support,
  unitInterval,
  wrongShapeFor,
} from "./support.ts";
export {
  asymmetricLaplace,
  exponentiallyModifiedNormal,
  gumbel,
  logistic,
  skewNormal,
} from "./skewed-families.ts";
export { sumToZeroNormal } from "./sum-to-zero-normal.ts";
export { transformTo } from "./transform.ts";
export type { BoundValues, Constrained, Transform } from "./transform-terms.ts";
export { truncatedNormal } from "./truncated-normal.ts";
export { vonMises } from "./von-mises.ts";
export { zeroInflated, zeroInflatedNegativeBinomial, zeroInflatedPoisson } from "./zero-inflated.ts";
