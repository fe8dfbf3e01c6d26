// Normal-Laplace distribution: a normal plus independent Laplace noise. Source: Reed (2006), The normal-Laplace distribution and its
// relatives, with both tails alike; rearranged so that nothing overflows or cancels, with derivatives in closed form.

import {
  absolute,
  add,
  differentiated,
  divide,
  erf,
  erfcx,
  exp,
  expm1,
  less,
  log,
  log1p,
  maximum,
  minimum,
  multiply,
  negate,
  type Node,
  type Operand,
  select,
  square,
  subtract,
  tanh,
  topologicalOrder,
} from "../graph/index.ts";
import { parameter, type WithCdf } from "./distribution.ts";
import { real } from "./support.ts";
import { halfLogTwoPi } from "./terms.ts";

/**
 * mean + sd * Normal(0, 1) + Laplace(scale): mean `mean`, variance sd^2 + 2 scale^2. The score is bounded by 1 / scale, so that
 * single weeks of large noise do not pull.
 */
export function normalLaplace(mean: Operand, sd: Operand, scale: Operand): WithCdf {
  const parameters = [
    parameter("normal_laplace", "mean", mean),
    parameter("normal_laplace", "sd", sd, "positive"),
    parameter("normal_laplace", "scale", scale, "positive"),
  ];
  const [center, spread, noise] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "normal_laplace",
    parameters,
    support: real,
    logDensity: (x) => densityTerms(x, center, spread, noise).logDensity,
    logCdf: (x) => logCdf(x, center, spread, noise),
    draw: (random, [m, s, b]) => {
      const laplace = random.uniform() < 0.5 ? -random.exponential() : random.exponential();
      return m + s * random.normal() + b * laplace;
    },
  };
}

/** Below this the noise is small beside the normal: k = sd / scale above it, and the distance within k / 100 deviations. */
const seriesFrom = 500;
/** (1/100)^8, the first power of the series that is left out, is 1e-16. */
const seriesReach = 1e-4;

interface DensityTerms {
  /** With its derivatives attached. */
  readonly logDensity: Node;
  /** d log density / d mean. */
  readonly score: Node;
  /** Log of the larger and ratio of the smaller of the two halves, e^a and e^b, that make up 4 scale times the density. */
  readonly logLarger: Node;
  readonly logRatio: Node;
  /** -t^2 / 2 with t the distance in standard deviations. */
  readonly exponent: Node;
}

function densityTerms(x: Node, mean: Node, sd: Node, scale: Node): DensityTerms {
  const distance = subtract(x, mean);
  const size = absolute(distance);
  const k = divide(sd, scale);
  const t = divide(size, sd);
  const exponent = multiply(-0.5, square(t));
  const sign = subtract(less(0, distance), less(distance, 0));

  // The two halves: exp(k^2/2 -+ k t) erfc((k -+ t) / sqrt 2).
  const larger = logHalf(k, negate(t), exponent);
  const smaller = logHalf(k, t, exponent);
  const logRatio = subtract(smaller, larger);
  const ratio = exp(logRatio);
  const closed = add(subtract(larger, log(multiply(4, scale))), log1p(ratio));
  const logNormal = subtract(subtract(exponent, log(sd)), halfLogTwoPi);
  const closedScore = multiply(divide(sign, scale), tanh(multiply(-0.5, logRatio)));
  // scale^2 f'' = f - normal density, and df/dsd = sd f''.
  const closedSd = negate(multiply(divide(k, scale), expm1(subtract(logNormal, closed))));
  const inverse = divide(1, scale);
  const share = divide(subtract(1, ratio), add(1, ratio));
  const peak = divide(exp(subtract(exponent, larger)), add(1, ratio));
  const closedScale = multiply(
    inverse,
    add(
      subtract(multiply(multiply(k, t), share), add(1, square(k))),
      multiply(multiply(2 * Math.sqrt(2 / Math.PI), k), peak),
    ),
  );

  // Noise much smaller than the normal: f = phi (1 + q He2 + q^2 He4 + q^3 He6) with q = 1 / k^2.
  const q = square(divide(scale, sd));
  const inReach = multiply(less(seriesFrom, k), less(square(t), multiply(seriesReach, square(k))));
  // Outside its reach the series is not looked at, but must stay finite.
  const near = minimum(t, multiply(Math.sqrt(seriesReach), k));
  const [he1, he2, he3, he4, he5, he6] = hermite(near);
  const qs = minimum(q, seriesFrom ** -2);
  const polynomial = (a: Node, b: Node, c: Node): Node => add(a, multiply(qs, add(b, multiply(qs, c))));
  const correction = multiply(qs, polynomial(he2, he4, he6));
  const g = add(1, correction);
  const perSd = divide(1, multiply(sd, g));
  const series = add(logNormal, log1p(correction));
  const seriesScore = multiply(multiply(sign, polynomial(he1, he3, he5)), perSd);
  const seriesSd = multiply(polynomial(he2, he4, he6), perSd);
  const seriesScale = multiply(
    multiply(divide(multiply(2, scale), sd), polynomial(he2, multiply(2, he4), multiply(3, he6))),
    perSd,
  );

  const score = select(inReach, seriesScore, closedScore);
  const logDensity = differentiated(select(inReach, series, closed), [
    { by: x, is: negate(score) },
    { by: mean, is: score },
    { by: sd, is: select(inReach, seriesSd, closedSd) },
    { by: scale, is: select(inReach, seriesScale, closedScale) },
  ]);
  return { logDensity, score, logLarger: larger, logRatio, exponent };
}

/** log of exp(k^2/2 + k t) erfc((k + t) / sqrt 2), where `exponent` is -t^2/2; t may be negative. */
function logHalf(k: Node, t: Node, exponent: Node): Node {
  const z = multiply(Math.SQRT1_2, add(k, t));
  const right = add(exponent, log(erfcx(maximum(z, 0))));
  const left = add(multiply(k, add(multiply(0.5, k), t)), log1p(negate(erf(minimum(z, 1)))));
  return select(less(z, 0.5), left, right);
}

/** Hermite polynomials of orders 1 to 6 (those of probability). */
function hermite(t: Node): [Node, Node, Node, Node, Node, Node] {
  const he2 = subtract(square(t), 1);
  const he3 = subtract(multiply(t, he2), multiply(2, t));
  const he4 = subtract(multiply(t, he3), multiply(3, he2));
  const he5 = subtract(multiply(t, he4), multiply(4, he3));
  const he6 = subtract(multiply(t, he5), multiply(5, he4));
  return [t, he2, he3, he4, he5, he6];
}

/**
 * Log distribution function. In the left half it is log(erfc(t / sqrt 2) / 2 + (e^larger - e^smaller) / 4), both parts positive; in
 * the right half the complement of that.
 */
function logCdf(x: Node, mean: Node, sd: Node, scale: Node): Node {
  if (topologicalOrder([scale]).some((node) => node.kind === "input" && node.role === "parameter")) {
    throw new RangeError("The distribution function of normal_laplace takes a scale that is known, not a parameter.");
  }
  const { logDensity, score, logLarger, logRatio, exponent } = densityTerms(x, mean, sd, scale);
  const distance = subtract(x, mean);
  const t = divide(absolute(distance), sd);
  const normalPart = add(exponent, log(multiply(0.5, erfcx(multiply(Math.SQRT1_2, t)))));
  // At distance zero the halves are equal and the second part is nothing.
  const difference = maximum(negate(expm1(logRatio)), 1e-300);
  const noisePart = add(subtract(logLarger, Math.log(4)), log(difference));
  const high = maximum(normalPart, noisePart);
  const tail = add(high, log1p(exp(subtract(minimum(normalPart, noisePart), high))));
  const value = select(less(0, distance), log1p(negate(exp(tail))), tail);

  // d log F / d mean = -f / F, and by the heat equation dF/dsd = sd f'.
  const hazard = exp(subtract(logDensity, value));
  const slope = multiply(hazard, negate(score));
  return differentiated(value, [
    { by: x, is: hazard },
    { by: mean, is: negate(hazard) },
    { by: sd, is: multiply(sd, slope) },
  ]);
}
