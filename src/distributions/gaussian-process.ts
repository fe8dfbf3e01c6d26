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
  sin,
  sqrt,
  square,
  subtract,
  sum,
  identity,
} from "../graph/index.ts";
import { badPart, distributionError } from "../problems/distribution-problems.ts";
import { checkOptionNames } from "../settings/index.ts";
import { type ArrayDistribution, parameter } from "./distribution.ts";
import { multivariateNormal } from "./multivariate-normal.ts";

/** Points in space: [n] on a line, or [n, dimensions]. */
export type Points = Operand;

/** A covariance function: how values at two points vary together. */
export interface CovarianceFunction {
  readonly name: string;
  /** The covariances between n points and m others, themselves by default: [n, m]. */
  matrix(points: Points, others?: Points): Node;
  /** The sum with another one: of independent functions added up. */
  plus(other: CovarianceFunction): CovarianceFunction;
  /** The product with another one. */
  times(other: CovarianceFunction): CovarianceFunction;
}

function covariance(name: string, between: (points: Node, others: Node) => Node): CovarianceFunction {
  return {
    name,
    matrix: (points, others = points) => between(pointsOf(name, points, 1), pointsOf(name, others, 1)),
    plus: (other) => covariance(`${name} + ${other.name}`, (...at) => add(between(...at), other.matrix(...at))),
    times: (other) => covariance(`${name} * ${other.name}`, (...at) => multiply(between(...at), other.matrix(...at))),
  };
}

/** One point less another, for every pair: [n, m, dimensions]. */
function differences(points: Node, others: Node): Node {
  return subtract(expand(points, 1), expand(others, 0));
}

/**
 * Squared distances between points in units of the length scale: a number, or one for each dimension. What depends on data alone is computed once.
 */
function squaredDistances(points: Node, others: Node, scale: Node): Node {
  const each = square(differences(points, others));
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
  return covariance(name, (...at) => multiply(square(a), exp(multiply(-0.5, squaredDistances(...at, l)))));
}

/** amplitude^2 exp(-r), r the distance over the length scale: continuous functions without slopes (Matern 1/2, Ornstein-Uhlenbeck). */
export function exponentialCovariance(amplitude: Operand, lengthScale: Operand): CovarianceFunction {
  const name = "exponential";
  const [a, l] = scales(name, amplitude, lengthScale);
  return covariance(name, (...at) => {
    const r = sqrt(maximum(squaredDistances(...at, l), least));
    return multiply(square(a), exp(multiply(-1, r)));
  });
}

/** amplitude^2 (1 + sqrt(3) r) exp(-sqrt(3) r), r the distance over the length scale: functions with slopes (Matern 3/2). */
export function matern32(amplitude: Operand, lengthScale: Operand): CovarianceFunction {
  const name = "matern_32";
  const [a, l] = scales(name, amplitude, lengthScale);
  return covariance(name, (...at) => {
    const r = multiply(Math.sqrt(3), sqrt(maximum(squaredDistances(...at, l), least)));
    return multiply(square(a), multiply(add(1, r), exp(multiply(-1, r))));
  });
}

/** amplitude^2 (1 + sqrt(5) r + 5 r^2 / 3) exp(-sqrt(5) r), r the distance over the length scale: functions with curvature (Matern 5/2). */
export function matern52(amplitude: Operand, lengthScale: Operand): CovarianceFunction {
  const name = "matern_52";
  const [a, l] = scales(name, amplitude, lengthScale);
  return covariance(name, (...at) => {
    const squared = maximum(squaredDistances(...at, l), least);
    const r = multiply(Math.sqrt(5), sqrt(squared));
    return multiply(square(a), multiply(add(add(1, r), multiply(5 / 3, squared)), exp(multiply(-1, r))));
  });
}

/** amplitude^2 (1 + r^2 / (2 mixture))^-mixture, r the distance over the length scale: exponentiated quadratics of many length scales. */
export function rationalQuadratic(amplitude: Operand, lengthScale: Operand, mixture: Operand): CovarianceFunction {
  const name = "rational_quadratic";
  const [a, l] = scales(name, amplitude, lengthScale);
  const alpha = parameter(name, "mixture", mixture, "positive").node;
  return covariance(name, (...at) => {
    const spread = log1p(divide(squaredDistances(...at, l), multiply(2, alpha)));
    return multiply(square(a), exp(multiply(multiply(-1, alpha), spread)));
  });
}

/**
 * amplitude^2 exp(-2 sin^2(pi r / period) / length_scale^2), r the distance, summed over dimensions: functions that repeat themselves after
 * each period, with a length scale in units of the turn. Source: MacKay (1998).
 */
export function periodic(amplitude: Operand, lengthScale: Operand, period: Operand): CovarianceFunction {
  const name = "periodic";
  const [a, l] = scales(name, amplitude, lengthScale);
  const cycle = parameter(name, "period", period, "positive").node;
  return covariance(name, (...at) => {
    const waves = square(divide(sin(multiply(Math.PI, divide(differences(...at), cycle))), l));
    return multiply(square(a), exp(multiply(-2, sum(waves, [-1]))));
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
  const name = "gaussian_process";
  checkOptionNames("gaussianProcess", options, { mean: true, jitter: true });
  const { mean = 0, jitter = defaultJitter } = options;
  const matrix = covarianceFunction.matrix(pointsOf(name, points, 2));
  return { ...multivariateNormal(mean, cholesky(jittered(name, matrix, jitter))), name };
}

export const defaultJitter = 1e-9;

/** A matrix of covariances with its variances times 1 + jitter. */
export function jittered(name: string, matrix: Node, jitter: number): Node {
  if (!(Number.isFinite(jitter) && jitter >= 0)) {
    const message = "The jitter is a share of the variance, 0 or more.";
    throw distributionError(badPart(name, message, String(jitter), "Give a small number such as 1e-9."));
  }
  return multiply(matrix, add(1, multiply(jitter, identity(matrix.shape[0]))));
}

/** Points as [n, dimensions], at least so many. */
export function pointsOf(name: string, points: Points, least: 1 | 2): Node {
  const given = asNode(points, `points of ${name}`);
  const at = given.shape.length === 1 ? reshape(given, [given.shape[0], 1]) : given;
  if (at.shape.length === 2 && at.shape[0] >= least) return at;
  const message = `Points are a vector, or one row for each point, ${least === 1 ? "one" : "two"} or more.`;
  throw distributionError(badPart(name, message, `shape [${given.shape.join(", ")}]`, "Give [n] or [n, dimensions]."));
}
