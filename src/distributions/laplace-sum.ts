// The sum of several Laplace variables: the noise of a week that was added up from cells noised one by one. Its density is a
// polynomial times an exponential (the difference of two gamma variables of whole shape; Kotz, Kozubowski and Podgorski 2001, 2.3.2).

import {
  absolute,
  add,
  divide,
  less,
  log,
  log1p,
  multiply,
  negate,
  exp,
  type Node,
  type Operand,
  select,
  subtract,
} from "../graph/index.ts";
import { parameter, type WithCdf } from "./distribution.ts";
import { real } from "./support.ts";

/** location + the sum of `count` independent Laplace variables of this scale: variance 2 count scale^2. */
export function laplaceSum(location: Operand, scale: Operand, count: number): WithCdf {
  if (!Number.isInteger(count) || count < 1 || count > 20) {
    throw new RangeError(`laplace_sum adds 1 to 20 variables, not ${count}.`);
  }
  const parameters = [
    parameter("laplace_sum", "location", location),
    parameter("laplace_sum", "scale", scale, "positive"),
  ];
  const [center, spread] = parameters.map(({ node }) => node);
  const density = densityCoefficients(count);
  const tail = tailCoefficients(density);
  const distanceOf = (x: Node): Node => divide(subtract(x, center), spread);
  return {
    event: "scalar",
    name: "laplace_sum",
    parameters,
    support: real,
    logDensity: (x) => {
      const t = absolute(distanceOf(x));
      return subtract(subtract(log(polynomial(density, t)), t), log(spread));
    },
    logCdf: (x) => {
      const distance = distanceOf(x);
      const t = absolute(distance);
      const logTail = subtract(log(polynomial(tail, t)), t);
      return select(less(0, distance), log1p(negate(exp(logTail))), logTail);
    },
    draw: (random, [m, b]) => {
      let total = 0;
      for (let i = 0; i < count; i++) total += random.uniform() < 0.5 ? -random.exponential() : random.exponential();
      return m + b * total;
    },
  };
}

/** Of t^0, t^1, ... in exp(t) times the density at distance t. */
function densityCoefficients(count: number): number[] {
  const last = count - 1;
  return Array.from({ length: count }, (_, power) => {
    const j = last - power;
    return factorial(last + j) / (factorial(j) * factorial(last - j) * 2 ** j) / (factorial(last) * 2 ** count);
  });
}

/** Of t^0, t^1, ... in exp(t) times the probability beyond t: the integral of t^j exp(-t) is exp(-t) times the sum of j!/i! t^i. */
function tailCoefficients(density: readonly number[]): number[] {
  return density.map((_, i) =>
    density.slice(i).reduce((total, c, k) => total + (c * factorial(i + k)) / factorial(i), 0),
  );
}

function polynomial(coefficients: readonly number[], t: Node): Operand {
  return coefficients
    .slice(0, -1)
    .reduceRight((total: Operand, c) => add(c, multiply(t, total)), coefficients[coefficients.length - 1]);
}

function factorial(n: number): number {
  let product = 1;
  for (let i = 2; i <= n; i++) product *= i;
  return product;
}
