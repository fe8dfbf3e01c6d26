// Gaussian processes: functions whose values at any points are normal together, with a covariance that depends on the points.

import {
  add,
  asNode,
  cholesky,
  divide,
  exp,
  expand,
  log1p,
  maximum,
  multiply,
  type Node,
  type Operand,
  reshape,
  sqrt,
  square,
  subtract,
  sum,
  identity,
} from "../graph/index.ts";
import { badPart, distributionError } from "../problems/distribution-problems.ts";
import { type ArrayDistribution, parameter } from "./distribution.ts";
import { multivariateNormal } from "./multivariate-normal.ts";

/** Points in space: [n] on a line, or [n, dimensions]. */
export type Points = Operand;

/** A covariance function: how values at two points vary together. */
export interface CovarianceFunction {
  readonly name: string;
  /** The matrix of covariances between the points and themselves, [n, n]; points are [n, dimensions]. */
  matrix(points: Node): Node;
  /** The sum with another one: of independent functions added up. */
  plus(other: CovarianceFunction): CovarianceFunction;
  /** The product with another one. */
  times(other: CovarianceFunction): CovarianceFunction;
}

function covariance(name: string, matrix: (points: Node) => Node): CovarianceFunction {
  return {
    name,
    matrix,
    plus: (other) => covariance(`${name} + ${other.name}`, (points) => add(matrix(points), other.matrix(points))),
    times: (other) => covariance(`${name} * ${other.name}`, (points) => multiply(matrix(points), other.matrix(points))),
  };
}

/**
 * Squared distances between points in units of the length scale: a number, or one for each dimension. What depends on data alone is computed once.
 */
function squaredDistances(points: Node, scale: Node): Node {
  const each = square(subtract(expand(points, 1), expand(points, 0)));
  if (scale.shape.length === 0) return divide(sum(each, [-1]), square(scale));
  return sum(divide(each, square(scale)), [-1]);
}

/** The root has no derivative at 0, where points meet; this near nothing is seen of it. */
const least = 1e-30;

function scales(name: string, amplitude: Operand, lengthScale: Operand): readonly [Node, Node] {
  return [
    parameter(name, "amplitude", amplitude, "positive").node,
    parameter(name, "length_scale", lengthScale, "positive").node,
  ];
}

/** amplitude^2 exp(-r^2 / 2), r the distance over the length scale: smooth functions. Also called squared exponential or radial basis function. */
export function exponentiatedQuadratic(amplitude: Operand, lengthScale: Operand): CovarianceFunction {
  const name = "exponentiated_quadratic";
  const [a, l] = scales(name, amplitude, lengthScale);
  return covariance(name, (points) => multiply(square(a), exp(multiply(-0.5, squaredDistances(points, l)))));
}

/** amplitude^2 exp(-r), r the distance over the length scale: continuous functions without slopes (Matern 1/2, Ornstein-Uhlenbeck). */
export function exponentialCovariance(amplitude: Operand, lengthScale: Operand): CovarianceFunction {
  const name = "exponential";
  const [a, l] = scales(name, amplitude, lengthScale);
  return covariance(name, (points) => {
    const r = sqrt(maximum(squaredDistances(points, l), least));
    return multiply(square(a), exp(multiply(-1, r)));
  });
}

/** amplitude^2 (1 + sqrt(3) r) exp(-sqrt(3) r), r the distance over the length scale: functions with slopes (Matern 3/2). */
export function matern32(amplitude: Operand, lengthScale: Operand): CovarianceFunction {
  const name = "matern_32";
  const [a, l] = scales(name, amplitude, lengthScale);
  return covariance(name, (points) => {
    const r = multiply(Math.sqrt(3), sqrt(maximum(squaredDistances(points, l), least)));
    return multiply(square(a), multiply(add(1, r), exp(multiply(-1, r))));
  });
}

/** amplitude^2 (1 + sqrt(5) r + 5 r^2 / 3) exp(-sqrt(5) r), r the distance over the length scale: functions with curvature (Matern 5/2). */
export function matern52(amplitude: Operand, lengthScale: Operand): CovarianceFunction {
  const name = "matern_52";
  const [a, l] = scales(name, amplitude, lengthScale);
  return covariance(name, (points) => {
    const squared = maximum(squaredDistances(points, l), least);
    const r = multiply(Math.sqrt(5), sqrt(squared));
    return multiply(square(a), multiply(add(add(1, r), multiply(5 / 3, squared)), exp(multiply(-1, r))));
  });
}

/** amplitude^2 (1 + r^2 / (2 mixture))^-mixture, r the distance over the length scale: exponentiated quadratics of many length scales. */
export function rationalQuadratic(amplitude: Operand, lengthScale: Operand, mixture: Operand): CovarianceFunction {
  const name = "rational_quadratic";
  const [a, l] = scales(name, amplitude, lengthScale);
  const alpha = parameter(name, "mixture", mixture, "positive").node;
  return covariance(name, (points) => {
    const spread = log1p(divide(squaredDistances(points, l), multiply(2, alpha)));
    return multiply(square(a), exp(multiply(multiply(-1, alpha), spread)));
  });
}

export interface GaussianProcessOptions {
  /** The mean of the function: a number, or one value for each point; 0 by default. */
  readonly mean?: Operand;
  /**
   * Share of the variance at a point that is added to the variances, so that the matrix stays positive definite in floating point: 1e-9 by default.
   * It is noise with 1 / 30,000 of the amplitude.
   */
  readonly jitter?: number;
}

/**
 * The values of a Gaussian process at points, as one normal vector: with the covariance function's matrix, its variances times 1 + jitter, as the
 * covariance. `m.parameter("f", gaussianProcess(...), { centered: false })` samples f = mean + L z, which is better where data say little.
 */
export function gaussianProcess(
  covarianceFunction: CovarianceFunction,
  points: Points,
  options: GaussianProcessOptions = {},
): ArrayDistribution {
  const { mean = 0, jitter = 1e-9 } = options;
  const name = "gaussian_process";
  if (!(Number.isFinite(jitter) && jitter >= 0)) {
    const message = "The jitter is a share of the variance, 0 or more.";
    throw distributionError(badPart(name, message, String(jitter), "Give a small number such as 1e-9."));
  }
  const given = asNode(points, `points of ${name}`);
  const at = given.shape.length === 1 ? reshape(given, [given.shape[0], 1]) : given;
  if (at.shape.length !== 2 || at.shape[0] < 2) {
    const message = "Points are a vector, or one row for each point, two or more.";
    throw distributionError(
      badPart(name, message, `shape [${given.shape.join(", ")}]`, "Give [n] or [n, dimensions]."),
    );
  }
  const matrix = covarianceFunction.matrix(at);
  const factor = cholesky(multiply(matrix, add(1, multiply(jitter, identity(at.shape[0])))));
  return { ...multivariateNormal(mean, factor), name };
}
