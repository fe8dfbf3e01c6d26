// The discrete Laplace and Gaussian distributions by their formulas: what samples are held against.

/** P(X = k) of the discrete Laplace distribution: proportional to exp(-|k| / scale). */
export function discreteLaplaceProbability(k: number, scale: number): number {
  return Math.tanh(0.5 / scale) * Math.exp(-Math.abs(k) / scale);
}

/** P(|X| >= k) of the discrete Laplace distribution for a whole k of at least 1. */
export function discreteLaplaceTail(k: number, scale: number): number {
  return (2 * Math.exp(-k / scale)) / (1 + Math.exp(-1 / scale));
}

/** Variance of the discrete Laplace distribution: 2 q / (1 - q)^2 with q = exp(-1 / scale). */
export function discreteLaplaceVariance(scale: number): number {
  return 0.5 / Math.sinh(0.5 / scale) ** 2;
}

/** Sums over whole numbers are cut where a term is below exp(-this^2 / 2) of the largest. */
const farInSigmas = 9;
/** From here on, sums over whole numbers equal the integral in every digit. */
const smooth = 6;

/** Sum of exp(-k^2 / (2 sigma^2)) over all whole numbers. */
export function discreteGaussianNormalizer(sigma: number): number {
  if (sigma >= smooth) return sigma * Math.sqrt(2 * Math.PI);
  let sum = 1;
  for (let k = Math.ceil(farInSigmas * sigma); k > 0; k--) sum += 2 * Math.exp(-0.5 * (k / sigma) ** 2);
  return sum;
}

/** P(X = k) of the discrete Gaussian distribution. */
export function discreteGaussianProbability(k: number, sigma: number): number {
  return Math.exp(-0.5 * (k / sigma) ** 2) / discreteGaussianNormalizer(sigma);
}

/** Variance of the discrete Gaussian distribution: sigma^2 but for very small sigma. */
export function discreteGaussianVariance(sigma: number): number {
  if (sigma >= smooth) return sigma * sigma;
  let sum = 0;
  for (let k = Math.ceil(farInSigmas * sigma); k > 0; k--) sum += 2 * k * k * Math.exp(-0.5 * (k / sigma) ** 2);
  return sum / discreteGaussianNormalizer(sigma);
}
