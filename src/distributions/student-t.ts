// Student-t, Cauchy and their positive halves.

import {
  add,
  asNode,
  divide,
  log,
  log1p,
  multiply,
  negate,
  type Node,
  type Operand,
  subtract,
} from "../graph/index.ts";
import { isValue, parameter, type ScalarDistribution } from "./distribution.ts";
import { positive, real } from "./support.ts";
import { logGammaHalfStep, logPi, logTwo, squaredDistance } from "./terms.ts";

/** Student-t with these degrees of freedom, location and scale. */
export function studentT(df: Operand, location: Operand, scale: Operand): ScalarDistribution {
  const parameters = [
    parameter("student_t", "df", df, "positive"),
    parameter("student_t", "location", location),
    parameter("student_t", "scale", scale, "positive"),
  ];
  const [freedom, center, spread] = parameters.map(({ node }) => node);
  const isStandard = isValue(center, 0) && isValue(spread, 1);
  return {
    event: "scalar",
    name: "student_t",
    parameters,
    support: real,
    logDensity: (x) => studentLogDensity(x, freedom, center, spread, 0),
    draw: (random, [nu, m, s]) => m + s * standardStudent(random.normal(), random.gamma(nu / 2), nu),
    ...(isStandard ? {} : { locationScale: { location: center, scale: spread, standard: studentT(freedom, 0, 1) } }),
  };
}

/** The positive half of a Student-t around zero. */
export function halfStudentT(df: Operand, scale: Operand): ScalarDistribution {
  const parameters = [
    parameter("half_student_t", "df", df, "positive"),
    parameter("half_student_t", "scale", scale, "positive"),
  ];
  const [freedom, spread] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "half_student_t",
    parameters,
    support: positive,
    logDensity: (x) => studentLogDensity(x, freedom, asNode(0), spread, logTwo),
    draw: (random, [nu, s]) => s * Math.abs(standardStudent(random.normal(), random.gamma(nu / 2), nu)),
  };
}

/** z / sqrt(chi-squared / df), the chi-squared being twice the gamma. */
function standardStudent(z: number, gamma: number, df: number): number {
  return z / Math.sqrt((2 * gamma) / df);
}

function studentLogDensity(x: Node, df: Node, location: Node, scale: Node, shift: number): Node {
  const halfDf = multiply(0.5, df);
  const constants = subtract(
    add(logGammaHalfStep(halfDf), shift - 0.5 * logPi),
    add(multiply(0.5, log(df)), log(scale)),
  );
  const kernel = log1p(divide(squaredDistance(x, location, scale), df));
  return add(multiply(negate(add(halfDf, 0.5)), kernel), constants);
}

/** Cauchy with this location and scale (half the distance between the quartiles). */
export function cauchy(location: Operand, scale: Operand): ScalarDistribution {
  const parameters = [parameter("cauchy", "location", location), parameter("cauchy", "scale", scale, "positive")];
  const [center, spread] = parameters.map(({ node }) => node);
  const isStandard = isValue(center, 0) && isValue(spread, 1);
  return {
    event: "scalar",
    name: "cauchy",
    parameters,
    support: real,
    logDensity: (x) => cauchyLogDensity(x, center, spread, 0),
    draw: (random, [m, s]) => m + s * standardCauchy(random.uniform()),
    ...(isStandard ? {} : { locationScale: { location: center, scale: spread, standard: cauchy(0, 1) } }),
  };
}

/** The positive half of a Cauchy around zero. */
export function halfCauchy(scale: Operand): ScalarDistribution {
  const parameters = [parameter("half_cauchy", "scale", scale, "positive")];
  const [{ node: spread }] = parameters;
  return {
    event: "scalar",
    name: "half_cauchy",
    parameters,
    support: positive,
    logDensity: (x) => cauchyLogDensity(x, asNode(0), spread, logTwo),
    draw: (random, [s]) => s * Math.abs(standardCauchy(random.uniform())),
  };
}

/** The quantile function at `u`. */
function standardCauchy(u: number): number {
  return Math.tan(Math.PI * (u - 0.5));
}

function cauchyLogDensity(x: Node, location: Node, scale: Node, shift: number): Node {
  return subtract(subtract(shift - logPi, log(scale)), log1p(squaredDistance(x, location, scale)));
}
