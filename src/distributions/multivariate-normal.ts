// Multivariate normal and Student-t, by the Cholesky factor of their covariance or scale matrix, which may have parameters.

import {
  add,
  asNode,
  cholesky,
  constant,
  diagonal,
  expand,
  isNode,
  log,
  log1p,
  multiply,
  type Node,
  type Numbers,
  type Operand,
  reshape,
  divide,
  sizeOf,
  square,
  subtract,
  sum,
  transpose,
  triangularSolve,
} from "../graph/index.ts";
import { badPart, distributionError } from "../problems/distribution-problems.ts";
import { type ArrayDistribution, type DistributionParameter, parameter } from "./distribution.ts";
import { normal } from "./normal.ts";
import { independent } from "./independent.ts";
import { real } from "./support.ts";
import { halfLogTwoPi, logGammaHalfStep, logPi } from "./terms.ts";

/**
 * Normal vectors of length n along the last axis, with this mean and covariance L L^T: log density -n/2 log(2 pi) - sum log L[i][i] - |L^-1 (x -
 * mean)|^2 / 2.
 *
 * @param factor the Cholesky factor L, lower triangular with a positive diagonal: a node [..., n, n], nested arrays, or n * n numbers row by row. A
 *   constant one is inverted once, so that the density is a product with a constant matrix.
 */
export function multivariateNormal(mean: Operand, factor: Operand): ArrayDistribution {
  const name = "multivariate_normal";
  const location = parameter(name, "mean", mean);
  const scale = scaleOf(name, factor);
  const { length } = scale;
  return {
    event: "array",
    name,
    eventShape: [length],
    parameters: [location, ...scale.parameters],
    support: real,
    logDensity: (x) => {
      const quadratic = scale.squaredLength(subtract(x, location.node));
      const constants = add(scale.logDeterminant, length * halfLogTwoPi);
      return subtract(multiply(-0.5, quadratic), constants);
    },
    drawArray: (random, [center, given], out) => {
      const z = new Float64Array(length);
      random.fillNormal(z);
      place(center, scale.constant ?? given, z, 1, out);
    },
    affine: {
      standard: independent(normal(0, 1), [length]),
      apply: (raw) => add(location.node, scale.times(raw)),
      undo: (value) => scale.solve(subtract(value, location.node)),
      logScale: scale.logDeterminant,
    },
  };
}

/** Normal vectors with this mean and covariance matrix [..., n, n], whose Cholesky factor is taken for every evaluation. */
export function multivariateNormalCovariance(mean: Operand, covariance: Operand): ArrayDistribution {
  return multivariateNormal(mean, cholesky(asNode(covariance, "covariance of multivariate_normal")));
}

/**
 * Student-t vectors of length n along the last axis with these degrees of freedom, this location and the scale matrix L L^T (`factor` as for
 * `multivariateNormal`): normal vectors divided by the root of one chi-squared variable over its degrees of freedom, df. Density proportional to
 * (1 + |L^-1 (x - location)|^2 / df)^(-(df + n) / 2).
 */
export function multivariateStudentT(df: Operand, location: Operand, factor: Operand): ArrayDistribution {
  const name = "multivariate_student_t";
  const freedom = { ...parameter(name, "df", df, "positive"), axes: 0 };
  const center = parameter(name, "location", location);
  const scale = scaleOf(name, factor);
  const { length } = scale;
  const halves = constant(Float64Array.from({ length }, (_, k) => k / 2));
  return {
    event: "array",
    name,
    eventShape: [length],
    parameters: [freedom, center, ...scale.parameters],
    support: real,
    logDensity: (x) => {
      const nu = freedom.node;
      const quadratic = scale.squaredLength(subtract(x, center.node));
      // log gamma((df + n) / 2) - log gamma(df / 2) in steps of a half, each of which keeps its digits.
      const gammas = sum(logGammaHalfStep(add(expand(multiply(0.5, nu), -1), halves)), [-1]);
      const constants = add(scale.logDeterminant, multiply(0.5 * length, add(log(nu), logPi)));
      const power = multiply(0.5, add(nu, length));
      return subtract(subtract(gammas, constants), multiply(power, log1p(divide(quadratic, nu))));
    },
    drawArray: (random, [nu, middle, given], out) => {
      const z = new Float64Array(length);
      random.fillNormal(z);
      place(middle, scale.constant ?? given, z, Math.sqrt((2 * random.gamma(nu[0] / 2)) / nu[0]), out);
    },
  };
}

/** center + L z / divisor. */
function place(
  center: ArrayLike<number>,
  lower: ArrayLike<number>,
  z: Float64Array,
  divisor: number,
  out: Float64Array,
): void {
  const { length } = z;
  for (let i = 0; i < length; i++) {
    let total = 0;
    for (let j = 0; j <= i; j++) total += lower[i * length + j] * z[j];
    out[i] = center[i] + total / divisor;
  }
}

/** What a factor L gives to a density of vectors. */
interface Scale {
  readonly length: number;
  /** The factor as a parameter, where it is not constant. */
  readonly parameters: readonly DistributionParameter[];
  /** Its numbers where it is. */
  readonly constant?: Float64Array;
  /** Sum of the logarithms of the diagonal. */
  readonly logDeterminant: Node;
  /** L^-1 of vectors along the last axis. */
  solve(vectors: Node): Node;
  /** L times vectors along the last axis. */
  times(vectors: Node): Node;
  /** |L^-1 v|^2 of vectors along the last axis, which disappears. */
  squaredLength(vectors: Node): Node;
}

function scaleOf(name: string, factor: Operand): Scale {
  const given = isNode(factor) ? factor : squareOf(name, factor);
  if (given.kind === "constant" && given.shape.length === 2) return constantScale(name, given.values, given.shape[0]);
  const length = given.shape.at(-1) ?? 0;
  if (given.shape.length < 2 || given.shape.at(-2) !== length) {
    const received = `shape [${given.shape.join(", ")}]`;
    throw distributionError(
      badPart(name, "A Cholesky factor is a square matrix.", received, "Give [n, n] for vectors of length n."),
    );
  }
  const solve = (vectors: Node): Node => {
    const { shape } = vectors;
    if (given.shape.length > 2) return reshapeLike(triangularSolve(given, expand(vectors, -1)), -1);
    // One matrix for all vectors, which stand beside each other as columns.
    const columns = transpose(reshape(vectors, [sizeOf(shape) / length, length]));
    return reshape(transpose(triangularSolve(given, columns)), shape);
  };
  return {
    length,
    parameters: [{ name: "factor", node: given, axes: 2 }],
    logDeterminant: sum(log(diagonal(given)), [-1]),
    solve,
    times: (vectors) => timesMatrix(given, vectors),
    squaredLength: (vectors) => sum(square(solve(vectors)), [-1]),
  };
}

/** Without the last axis, of extent 1. */
function reshapeLike(x: Node, drop: number): Node {
  return reshape(x, x.shape.slice(0, drop));
}

function constantScale(name: string, factor: Float64Array, length: number): Scale {
  checkFactor(name, factor, length);
  const inverse = constant(invertLower(factor, length), [length, length]);
  let logDeterminant = 0;
  for (let i = 0; i < length; i++) logDeterminant += Math.log(factor[i * length + i]);
  const solve = (vectors: Node): Node => timesMatrix(inverse, vectors);
  return {
    length,
    parameters: [],
    constant: factor,
    logDeterminant: constant(logDeterminant),
    solve,
    times: (vectors) => timesMatrix(constant(factor, [length, length]), vectors),
    squaredLength: (vectors) => sum(square(solve(vectors)), [-1]),
  };
}

/** Numbers row by row, or nested, as a square matrix. */
function squareOf(name: string, numbers: Operand): Node {
  const node = asNode(numbers, `factor of ${name}`);
  const length = Math.round(Math.sqrt(sizeOf(node.shape)));
  if (node.kind !== "constant" || node.shape.length !== 1) return node;
  if (length === 0 || length * length !== node.values.length) {
    const received = `${node.values.length} numbers`;
    throw distributionError(
      badPart(name, "A Cholesky factor is a square matrix.", received, "Give n * n numbers, row by row."),
    );
  }
  return constant(node.values as Numbers, [length, length]);
}

/** A [rows, columns] matrix applied to vectors along the last axis: [..., columns] to [..., rows]. */
export function timesMatrix(matrix: Node, vectors: Node): Node {
  return sum(multiply(matrix, expand(asNode(vectors), -2)), [-1]);
}

function checkFactor(name: string, factor: ArrayLike<number>, length: number): void {
  for (let i = 0; i < length; i++) {
    for (let j = 0; j < length; j++) {
      const value = factor[i * length + j];
      const good = j > i ? value === 0 : Number.isFinite(value) && (j < i || value > 0);
      if (good) continue;
      const message = `A Cholesky factor is lower triangular with a positive diagonal; row ${i + 1}, column ${j + 1} is not.`;
      throw distributionError(
        badPart(
          name,
          message,
          String(value),
          "Give the lower factor of the covariance matrix, or use multivariateNormalCovariance.",
        ),
      );
    }
  }
}

/** Inverse of a lower triangular matrix by forward substitution. */
function invertLower(lower: ArrayLike<number>, length: number): Float64Array {
  const inverse = new Float64Array(length * length);
  for (let column = 0; column < length; column++) {
    for (let i = column; i < length; i++) {
      let total = i === column ? 1 : 0;
      for (let j = column; j < i; j++) total -= lower[i * length + j] * inverse[j * length + column];
      inverse[i * length + column] = total / lower[i * length + i];
    }
  }
  return inverse;
}
