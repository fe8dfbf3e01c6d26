// Distributions on an interval: beta and uniform.

import { add, lgamma, log, log1p, multiply, negate, type Operand, subtract } from "../graph/index.ts";
import { parameter, type ScalarDistribution } from "./distribution.ts";
import { interval, unitInterval } from "./support.ts";
import { inShapeOf } from "./terms.ts";

/** Beta with these two shapes: mean a / (a + b). */
export function beta(a: Operand, b: Operand): ScalarDistribution {
  const parameters = [parameter("beta", "a", a, "positive"), parameter("beta", "b", b, "positive")];
  const [first, second] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "beta",
    parameters,
    support: unitInterval,
    logDensity: (x) => {
      const constants = subtract(lgamma(add(first, second)), add(lgamma(first), lgamma(second)));
      const kernel = add(multiply(subtract(first, 1), log(x)), multiply(subtract(second, 1), log1p(negate(x))));
      return add(inShapeOf(kernel, x), constants);
    },
    draw: (random, [p, q]) => random.beta(p, q),
  };
}

/** Beta with this mean and concentration: shapes mean * concentration and (1 - mean) * concentration. */
export function betaProportion(mean: Operand, concentration: Operand): ScalarDistribution {
  const parameters = [
    parameter("beta_proportion", "mean", mean, "probability"),
    parameter("beta_proportion", "concentration", concentration, "positive"),
  ];
  const [m, c] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "beta_proportion",
    parameters,
    support: unitInterval,
    logDensity: (x) => beta(multiply(m, c), multiply(subtract(1, m), c)).logDensity(x),
    draw: (random, [center, size]) => random.beta(center * size, (1 - center) * size),
  };
}

/** Uniform between two bounds. */
export function uniform(lower: Operand, upper: Operand): ScalarDistribution {
  const parameters = [parameter("uniform", "lower", lower), parameter("uniform", "upper", upper)];
  const [from, to] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "uniform",
    parameters,
    support: interval(from, to),
    logDensity: (x) => inShapeOf(negate(log(subtract(to, from))), x),
    draw: (random, [low, high]) => low + (high - low) * random.uniform(),
  };
}
