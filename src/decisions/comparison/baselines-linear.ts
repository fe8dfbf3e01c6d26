// Least squares and ridge regression through one eigendecomposition of the regressors' correlations, ridge penalty chosen by
// leave-one-out errors. Sources: Hoerl and Kennard (1970), Technometrics 12; Allen (1974), Technometrics 16 (PRESS).

import { mean } from "../../numerics/index.ts";
import { symmetricEigen } from "../../numerics/linear-algebra/index.ts";

export interface LinearFit {
  readonly intercept: number;
  /** One for each regressor, in its own units. */
  readonly coefficients: Float64Array;
  /** Ridge penalty on the standardized regressors, per row; 0 for least squares. */
  readonly penalty: number;
  /** Root of the mean squared error of predicting each row from all the others. */
  readonly looRmse: number;
  /** Trace of the hat matrix, the intercept included. */
  readonly effectiveParameters: number;
}

/** Regressors standardized and turned to their principal axes, with all that depends on the penalty left out. */
export interface LinearProblem {
  readonly rows: number;
  /** Regressors that are constant, or directions that are linear combinations: they get no weight. */
  readonly rankDeficient: boolean;
  /** The fit with a penalty, 0 for least squares. */
  readonly fit: (penalty: number) => LinearFit;
}

/** Directions whose share of the largest eigenvalue is below this are taken for linear combinations of the others. */
const negligible = 1e-11;

/**
 * Prepares regressions of `target` on `regressors` (each a series of as many rows). An intercept is always there and is not penalized; the
 * penalty is the same for all regressors once they have mean 0 and variance 1.
 */
export function linearProblem(regressors: readonly ArrayLike<number>[], target: ArrayLike<number>): LinearProblem {
  const n = target.length;
  const p = regressors.length;
  const level = mean(target);
  const y = Float64Array.from(target, (value) => value - level);
  const means = regressors.map(mean);
  const spreads = regressors.map((values, j) => {
    let squares = 0;
    for (let t = 0; t < n; t++) squares += (values[t] - means[j]) ** 2;
    const spread = Math.sqrt(squares / n);
    return spread > 1e-12 * Math.abs(means[j]) ? spread : 0;
  });
  const z = regressors.map((values, j) =>
    Float64Array.from(values, (value) => (spreads[j] > 0 ? (value - means[j]) / spreads[j] : 0)),
  );
  const gram = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      let sum = 0;
      for (let t = 0; t < n; t++) sum += z[i][t] * z[j][t];
      gram[i * p + j] = sum / n;
    }
  }
  const { values, vectors } = symmetricEigen(gram, p);
  const top = p === 0 ? 0 : values[p - 1];
  const kept = Array.from({ length: p }, (_, k) => k).filter((k) => values[k] > negligible * top);
  /** Scores of the rows on each kept axis, and their products with the target, per row. */
  const axes = kept.map((k) => {
    const scores = new Float64Array(n);
    for (let j = 0; j < p; j++) for (let t = 0; t < n; t++) scores[t] += vectors[k * p + j] * z[j][t];
    let product = 0;
    for (let t = 0; t < n; t++) product += scores[t] * y[t];
    return { value: values[k], vector: vectors.subarray(k * p, (k + 1) * p), scores, product: product / n };
  });
  return {
    rows: n,
    rankDeficient: kept.length < p,
    fit(penalty) {
      const coefficients = new Float64Array(p);
      const residuals = y.slice();
      const leverage = new Float64Array(n).fill(1 / n);
      let effectiveParameters = 1;
      for (const { value, vector, scores, product } of axes) {
        const weight = product / (value + penalty);
        effectiveParameters += value / (value + penalty);
        for (let t = 0; t < n; t++) {
          residuals[t] -= weight * scores[t];
          leverage[t] += scores[t] ** 2 / (n * (value + penalty));
        }
        for (let j = 0; j < p; j++) if (spreads[j] > 0) coefficients[j] += (weight * vector[j]) / spreads[j];
      }
      let press = 0;
      for (let t = 0; t < n; t++) press += (residuals[t] / (1 - leverage[t])) ** 2;
      const intercept = coefficients.reduce((rest, coefficient, j) => rest - coefficient * means[j], level);
      return { intercept, coefficients, penalty, looRmse: Math.sqrt(press / n), effectiveParameters };
    },
  };
}

/** Penalties that are tried: from next to none to so large that hardly anything is left, ten a decade. */
const penalties: readonly number[] = Array.from({ length: 81 }, (_, k) => 10 ** (-6 + k / 10));

/** The ridge fit with the smallest leave-one-out error. The standardization is that of all rows. */
export function ridgeFit(problem: LinearProblem): LinearFit {
  return penalties
    .map((penalty) => problem.fit(penalty))
    .reduce((best, fit) => (fit.looRmse < best.looRmse ? fit : best));
}
