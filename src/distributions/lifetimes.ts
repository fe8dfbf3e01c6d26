// Distributions of durations, sizes and other positive numbers with tails of their own: Weibull, Pareto and inverse Gaussian.

import { add, divide, exp, log, multiply, type Operand, square, subtract } from "../graph/index.ts";
import { parameter, type ScalarDistribution } from "./distribution.ts";
import { interval, positive } from "./support.ts";
import { halfLogTwoPi } from "./terms.ts";

/**
 * Weibull with this shape and scale, which is its 63% quantile: density (k / s) (x / s)^(k - 1) exp(-(x / s)^k) with shape k and
 * scale s. Hazards fall below shape 1 and grow above.
 */
export function weibull(shape: Operand, scale: Operand): ScalarDistribution {
  const parameters = [
    parameter("weibull", "shape", shape, "positive"),
    parameter("weibull", "scale", scale, "positive"),
  ];
  const [k, s] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "weibull",
    parameters,
    support: positive,
    logDensity: (x) => {
      const logX = log(x);
      const logScale = log(s);
      const constants = subtract(log(k), multiply(k, logScale));
      const reached = exp(multiply(k, subtract(logX, logScale)));
      return add(subtract(multiply(subtract(k, 1), logX), reached), constants);
    },
    draw: (random, [a, b]) => b * random.exponential() ** (1 / a),
  };
}

/** Pareto above `minimum` with this shape: density a m^a / x^(a + 1) for x > m, with minimum m and shape a. */
export function pareto(minimum: Operand, shape: Operand): ScalarDistribution {
  const parameters = [
    parameter("pareto", "minimum", minimum, "positive"),
    parameter("pareto", "shape", shape, "positive"),
  ];
  const [m, a] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "pareto",
    parameters,
    support: interval(m, Number.POSITIVE_INFINITY),
    logDensity: (x) => {
      const logX = log(x);
      return subtract(subtract(log(a), multiply(a, subtract(logX, log(m)))), logX);
    },
    draw: (random, [least, index]) => least * Math.exp(random.exponential() / index),
  };
}

/**
 * Inverse Gaussian (Wald) with this mean and shape: density sqrt(l / (2 pi x^3)) exp(-l (x - m)^2 / (2 m^2 x)) with mean m and shape
 * l; variance m^3 / l. The time at which a Brownian motion with drift first reaches a level.
 */
export function inverseGaussian(mean: Operand, shape: Operand): ScalarDistribution {
  const parameters = [
    parameter("inverse_gaussian", "mean", mean, "positive"),
    parameter("inverse_gaussian", "shape", shape, "positive"),
  ];
  const [m, l] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "inverse_gaussian",
    parameters,
    support: positive,
    logDensity: (x) => {
      const distance = divide(square(subtract(divide(x, m), 1)), x);
      const constants = subtract(multiply(0.5, log(l)), halfLogTwoPi);
      return add(multiply(-0.5, add(multiply(3, log(x)), multiply(l, distance))), constants);
    },
    // Michael, Schucany & Haas (1976): the smaller root of a chi-squared variable, or the larger one with the rest of the probability.
    draw: (random, [center, spread]) => {
      const z = random.normal();
      const w = (center * z * z) / spread;
      // center (1 + w/2 - sqrt(w + w^2/4)) as a quotient, because the difference cancels for large w.
      const smaller = center / (1 + w / 2 + Math.sqrt(w + (w * w) / 4));
      return random.uniform() * (center + smaller) < center ? smaller : (center / smaller) * center;
    },
  };
}
