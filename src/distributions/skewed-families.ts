// Distributions on the line that lean to one side, and the logistic: Gumbel, skew normal, exponentially modified normal, asymmetric Laplace.

import {
  add,
  divide,
  erfcx,
  exp,
  less,
  log,
  log1p,
  maximum,
  multiply,
  negate,
  type Operand,
  select,
  softplus,
  square,
  subtract,
} from "../graph/index.ts";
import { isValue, parameter, type ScalarDistribution } from "./distribution.ts";
import { real } from "./support.ts";
import { halfLogTwoPi, logTwo, logUpperTail, squaredDistance } from "./terms.ts";

/** Logistic with this location and scale: density exp(-z) / (s (1 + exp(-z))^2), z = (x - location) / s; variance (pi s)^2 / 3. */
export function logistic(location: Operand, scale: Operand): ScalarDistribution {
  const parameters = [parameter("logistic", "location", location), parameter("logistic", "scale", scale, "positive")];
  const [center, spread] = parameters.map(({ node }) => node);
  const isStandard = isValue(center, 0) && isValue(spread, 1);
  return {
    event: "scalar",
    name: "logistic",
    parameters,
    support: real,
    logDensity: (x) => {
      const z = divide(subtract(x, center), spread);
      return subtract(negate(add(z, multiply(2, softplus(negate(z))))), log(spread));
    },
    draw: (random, [m, s]) => m + s * standardLogistic(random.uniform()),
    ...(isStandard ? {} : { locationScale: { location: center, scale: spread, standard: logistic(0, 1) } }),
  };
}

/** The quantile function at `u`, of which there is none at 0. */
function standardLogistic(u: number): number {
  return u === 0 ? -37 : Math.log(u) - Math.log1p(-u);
}

/** Gumbel with this location and scale: density exp(-z - exp(-z)) / s, z = (x - location) / s; the limit of maxima. */
export function gumbel(location: Operand, scale: Operand): ScalarDistribution {
  const parameters = [parameter("gumbel", "location", location), parameter("gumbel", "scale", scale, "positive")];
  const [center, spread] = parameters.map(({ node }) => node);
  const isStandard = isValue(center, 0) && isValue(spread, 1);
  return {
    event: "scalar",
    name: "gumbel",
    parameters,
    support: real,
    logDensity: (x) => {
      const z = divide(subtract(x, center), spread);
      return subtract(negate(add(z, exp(negate(z)))), log(spread));
    },
    draw: (random, [m, s]) => m - s * Math.log(random.exponential()),
    ...(isStandard ? {} : { locationScale: { location: center, scale: spread, standard: gumbel(0, 1) } }),
  };
}

/**
 * Skew normal with this location, scale and shape: density 2 / s phi(z) Phi(shape z), z = (x - location) / s; a normal at shape 0, half of
 * one as the shape grows. Source: Azzalini (1985).
 */
export function skewNormal(location: Operand, scale: Operand, shape: Operand): ScalarDistribution {
  const parameters = [
    parameter("skew_normal", "location", location),
    parameter("skew_normal", "scale", scale, "positive"),
    parameter("skew_normal", "shape", shape),
  ];
  const [center, spread, lean] = parameters.map(({ node }) => node);
  const isStandard = isValue(center, 0) && isValue(spread, 1);
  return {
    event: "scalar",
    name: "skew_normal",
    parameters,
    support: real,
    logDensity: (x) => {
      const z = divide(subtract(x, center), spread);
      const constants = subtract(logTwo - halfLogTwoPi, log(spread));
      const bell = multiply(-0.5, squaredDistance(x, center, spread));
      return add(add(bell, logUpperTail(negate(multiply(lean, z)))), constants);
    },
    draw: (random, [m, s, a]) => {
      const d = a / Math.hypot(1, a);
      return m + s * (d * Math.abs(random.normal()) + Math.sqrt((1 - d) * (1 + d)) * random.normal());
    },
    ...(isStandard ? {} : { locationScale: { location: center, scale: spread, standard: skewNormal(0, 1, lean) } }),
  };
}

/**
 * A normal plus an independent exponential of this rate: mean `mean` + 1 / rate, variance sd^2 + 1 / rate^2. Used for reaction times
 * and delays.
 */
export function exponentiallyModifiedNormal(mean: Operand, sd: Operand, rate: Operand): ScalarDistribution {
  const name = "exponentially_modified_normal";
  const parameters = [
    parameter(name, "mean", mean),
    parameter(name, "sd", sd, "positive"),
    parameter(name, "rate", rate, "positive"),
  ];
  const [center, spread, speed] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name,
    parameters,
    support: real,
    // log(rate) + k^2/2 - k z + log Phi(z - k) with z = (x - mean) / sd and k = rate sd. Where z < k the normal tail is written as
    // exp(-(z - k)^2 / 2) erfcx, and everything but -z^2 / 2 cancels by hand.
    logDensity: (x) => {
      const z = divide(subtract(x, center), spread);
      const k = multiply(speed, spread);
      const a = subtract(k, z);
      const below = maximum(a, 0);
      const left = add(multiply(-0.5, square(z)), log(multiply(0.5, erfcx(multiply(Math.SQRT1_2, below)))));
      const right = add(multiply(k, subtract(multiply(0.5, k), z)), logUpperTail(a));
      return add(select(less(0, a), left, right), log(speed));
    },
    draw: (random, [m, s, r]) => m + s * random.normal() + random.exponential() / r,
  };
}

/**
 * Asymmetric Laplace, whose quantile of this probability p is `location`: density p (1 - p) / s exp(-(x - location) (p - [x < location]) / s).
 * As a likelihood it gives quantile regression. Source: Yu & Moyeed (2001).
 */
export function asymmetricLaplace(location: Operand, scale: Operand, probability: Operand): ScalarDistribution {
  const name = "asymmetric_laplace";
  const parameters = [
    parameter(name, "location", location),
    parameter(name, "scale", scale, "positive"),
    parameter(name, "probability", probability, "probability"),
  ];
  const [center, spread, p] = parameters.map(({ node }) => node);
  const isStandard = isValue(center, 0) && isValue(spread, 1);
  return {
    event: "scalar",
    name,
    parameters,
    support: real,
    logDensity: (x) => {
      const z = divide(subtract(x, center), spread);
      const constants = subtract(add(log(p), log1p(negate(p))), log(spread));
      return subtract(constants, select(less(z, 0), multiply(subtract(p, 1), z), multiply(p, z)));
    },
    draw: (random, [m, s, q]) => {
      const below = random.uniform() < q;
      return m + (s * random.exponential() * (below ? -q : 1 - q)) / (q * (1 - q));
    },
    ...(isStandard ? {} : { locationScale: { location: center, scale: spread, standard: asymmetricLaplace(0, 1, p) } }),
  };
}
