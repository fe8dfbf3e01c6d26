// Distributions of positive numbers: log-normal, gamma, inverse-gamma and exponential.

import { add, divide, lgamma, log, multiply, negate, type Operand, subtract } from "../graph/index.ts";
import { parameter, type ScalarDistribution } from "./distribution.ts";
import { normalLogDensity } from "./normal.ts";
import { positive } from "./support.ts";

/** The exponential of a normal; location and scale are those of the logarithm. */
export function logNormal(location: Operand, scale: Operand): ScalarDistribution {
  const parameters = [parameter("lognormal", "location", location), parameter("lognormal", "scale", scale, "positive")];
  const [mean, sd] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "lognormal",
    parameters,
    support: positive,
    logDensity: (x) => {
      const logX = log(x);
      return subtract(normalLogDensity(logX, mean, sd), logX);
    },
    draw: (random, [m, s]) => Math.exp(m + s * random.normal()),
  };
}

/** Gamma with this shape and rate: mean shape / rate. */
export function gamma(shape: Operand, rate: Operand): ScalarDistribution {
  const parameters = [parameter("gamma", "shape", shape, "positive"), parameter("gamma", "rate", rate, "positive")];
  const [a, b] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "gamma",
    parameters,
    support: positive,
    logDensity: (x) => {
      const constants = subtract(multiply(a, log(b)), lgamma(a));
      return add(subtract(multiply(subtract(a, 1), log(x)), multiply(b, x)), constants);
    },
    draw: (random, [k, r]) => random.gamma(k) / r,
  };
}

/** The reciprocal of a gamma: density proportional to x^(-shape - 1) exp(-scale / x). */
export function inverseGamma(shape: Operand, scale: Operand): ScalarDistribution {
  const parameters = [
    parameter("inverse_gamma", "shape", shape, "positive"),
    parameter("inverse_gamma", "scale", scale, "positive"),
  ];
  const [a, b] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "inverse_gamma",
    parameters,
    support: positive,
    logDensity: (x) => {
      const constants = subtract(multiply(a, log(b)), lgamma(a));
      const kernel = add(multiply(add(a, 1), log(x)), multiply(b, divide(1, x)));
      return add(negate(kernel), constants);
    },
    draw: (random, [k, s]) => s / random.gamma(k),
  };
}

/** Exponential with this rate: mean 1 / rate. */
export function exponential(rate: Operand): ScalarDistribution {
  const parameters = [parameter("exponential", "rate", rate, "positive")];
  const [{ node: b }] = parameters;
  return {
    event: "scalar",
    name: "exponential",
    parameters,
    support: positive,
    logDensity: (x) => subtract(log(b), multiply(b, x)),
    draw: (random, [r]) => random.exponential() / r,
  };
}
