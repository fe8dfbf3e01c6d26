// What a Gaussian process is at new points, given its values at others.
//
// Source: Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, equations 2.22 to 2.24.

import {
  add,
  asNode,
  broadcastTo,
  cholesky,
  diagonal,
  diagonalMatrix,
  matrixProduct,
  multiply,
  type Node,
  type Operand,
  square,
  subtract,
  sum,
  transpose,
  triangularSolve,
} from "../graph/index.ts";
import { checkOptionNames } from "../settings/index.ts";
import { type ArrayDistribution, parameter } from "./distribution.ts";
import { type CovarianceFunction, defaultJitter, jittered, type Points, pointsOf } from "./gaussian-process.ts";
import { multivariateNormal } from "./multivariate-normal.ts";

/** The values of a Gaussian process that are known. */
export interface GaussianProcessValues {
  /** Where: [n] on a line, or [n, dimensions]. */
  readonly points: Points;
  /** The values there, [n]: a parameter of the model, or data. */
  readonly values: Operand;
  /** Standard deviation of normal noise in the values: a number, or one for each point; 0 by default, for the function itself. */
  readonly noise?: Operand;
  /** The mean of the function at the points: a number, or one value for each point; 0 by default. */
  readonly mean?: Operand;
  /** The mean of the function at the new points; 0 by default. */
  readonly newMean?: Operand;
  /** As for `gaussianProcess`, whose jitter it has to be; 1e-9 by default. */
  readonly jitter?: number;
}

/** The function at m new points. */
export interface GaussianProcessPrediction {
  /** Its conditional mean, [m]. */
  readonly mean: Node;
  /** Its conditional variance at each point, [m]; noise is not part of it. */
  readonly variance: Node;
  /** All of its values together: a normal vector of length m with this mean and the conditional covariance. */
  readonly distribution: ArrayDistribution;
}

/**
 * A Gaussian process at new points, given its values at others, with or without noise: `mean` and `variance` [m] as nodes, and `distribution`, the
 * normal distribution of all values together. Within a model, `m.derive("f_mean", prediction.mean)` reports the conditional mean for each draw of
 * the other parameters, and `m.parameter("f_new", prediction.distribution, { centered: false })` draws the function itself, which leaves the
 * posterior of the other parameters as it is.
 *
 *     const at = { points: x, values: m.data("y", [n]), noise: sigma };
 *     const prediction = predictGaussianProcess(exponentiatedQuadratic(amplitude, length), at, xNew);
 *
 * Mean and covariance: K*ᵀ (K + noise²)⁻¹ (values - mean) and K** - K*ᵀ (K + noise²)⁻¹ K*. Source: Rasmussen and Williams (2006).
 *
 * @throws CarryoverError for points without a row each, and options that there are not
 */
export function predictGaussianProcess(
  covarianceFunction: CovarianceFunction,
  known: GaussianProcessValues,
  newPoints: Points,
): GaussianProcessPrediction {
  const name = "predictGaussianProcess";
  const names = { points: true, values: true, noise: true, mean: true, newMean: true, jitter: true } as const;
  checkOptionNames(name, known, names);
  const { noise = 0, mean = 0, newMean = 0, jitter = defaultJitter } = known;
  const [at, fresh] = [pointsOf(name, known.points, 1), pointsOf(name, newPoints, 1)];
  const n = at.shape[0]!;
  const variance = square(parameter(name, "noise", noise, "finite").node);
  const whole = add(jittered(name, covarianceFunction.matrix(at), jitter), diagonalMatrix(broadcastTo(variance, [n])));
  const factor = cholesky(whole);
  const weights = triangularSolve(factor, covarianceFunction.matrix(at, fresh));
  const residual = triangularSolve(factor, broadcastTo(subtract(asNode(known.values, name), mean), [n]));
  const conditionalMean = add(matrixProduct(transpose(weights), residual), newMean);
  const prior = jittered(name, covarianceFunction.matrix(fresh), jitter);
  const explained = matrixProduct(transpose(weights), weights);
  return {
    mean: conditionalMean,
    variance: subtract(diagonal(prior), sum(multiply(weights, weights), [0])),
    distribution: {
      ...multivariateNormal(conditionalMean, cholesky(subtract(prior, explained))),
      name: "gaussian_process_prediction",
    },
  };
}
