// Fit of the generalized Pareto distribution to a tail, and its quantiles. Source: Zhang and Stephens (2009), Technometrics 51,
// section 4, with the weak prior on the shape of Vehtari, Simpson, Gelman, Yao and Gabry (2024), JMLR 25(72), appendix G.

/** Shape k (positive: heavier than exponential) and scale sigma, in the unit of the exceedances. */
export interface GeneralizedPareto {
  readonly k: number;
  readonly sigma: number;
}

/** Grid points of the profile likelihood beyond sqrt(n), and the weight of its prior, both from Zhang and Stephens. */
const GRID_POINTS = 30;
const GRID_PRIOR = 3;

/** The prior on k acts as this many draws at k = 0.5 (Vehtari et al. 2024, appendix G). */
const SHAPE_PRIOR_DRAWS = 10;
const SHAPE_PRIOR_CENTER = 0.5;

/**
 * Fits exceedances over a threshold, sorted in ascending order and positive. Both results are NaN when the lower quartile
 * is not above the minimum (far from a Pareto tail); k is Infinity when the likelihood has no answer.
 */
export function gpdFit(exceedances: Float64Array): GeneralizedPareto {
  const n = exceedances.length;
  const quartile = exceedances[Math.floor(n / 4 + 0.5) - 1];
  if (!(quartile > exceedances[0])) return { k: Number.NaN, sigma: Number.NaN };
  const points = GRID_POINTS + Math.floor(Math.sqrt(n));
  const thetas = new Float64Array(points);
  const logLikelihoods = new Float64Array(points);
  let highest = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < points; j++) {
    const theta = 1 / exceedances[n - 1] + (1 - Math.sqrt(points / (j + 0.5))) / (GRID_PRIOR * quartile);
    const k = meanLog1p(exceedances, theta);
    thetas[j] = theta;
    logLikelihoods[j] = n * (Math.log(-theta / k) - k - 1);
    if (logLikelihoods[j] > highest) highest = logLikelihoods[j];
  }
  let weights = 0;
  let weighted = 0;
  for (let j = 0; j < points; j++) {
    const weight = Math.exp(logLikelihoods[j] - highest);
    weights += weight;
    weighted += weight * thetas[j];
  }
  const theta = weighted / weights;
  const k = meanLog1p(exceedances, theta);
  const shrunk = (k * n + SHAPE_PRIOR_CENTER * SHAPE_PRIOR_DRAWS) / (n + SHAPE_PRIOR_DRAWS);
  return Number.isNaN(shrunk) ? { k: Number.POSITIVE_INFINITY, sigma: Number.NaN } : { k: shrunk, sigma: -k / theta };
}

function meanLog1p(exceedances: Float64Array, theta: number): number {
  let total = 0;
  for (let i = 0; i < exceedances.length; i++) total += Math.log1p(-theta * exceedances[i]);
  return total / exceedances.length;
}

/** Quantile of the generalized Pareto distribution with location 0; NaN unless sigma > 0. */
export function gpdQuantile(probability: number, { k, sigma }: GeneralizedPareto): number {
  if (!(sigma > 0)) return Number.NaN;
  const exponential = -Math.log1p(-probability);
  return k === 0 ? sigma * exponential : (sigma * Math.expm1(k * exponential)) / k;
}
