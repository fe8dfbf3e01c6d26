// Laplace (double exponential) distribution.

import { absolute, divide, log, multiply, type Operand, subtract } from "../graph/index.ts";
import { isValue, parameter, type ScalarDistribution } from "./distribution.ts";
import { real } from "./support.ts";
import { logTwo } from "./terms.ts";

/** Laplace with this location and scale (the mean absolute deviation). */
export function laplace(location: Operand, scale: Operand): ScalarDistribution {
  const parameters = [parameter("laplace", "location", location), parameter("laplace", "scale", scale, "positive")];
  const [center, spread] = parameters.map(({ node }) => node);
  const isStandard = isValue(center, 0) && isValue(spread, 1);
  return {
    event: "scalar",
    name: "laplace",
    parameters,
    support: real,
    logDensity: (x) => {
      const distance = multiply(divide(1, spread), absolute(subtract(x, center)));
      return subtract(subtract(-logTwo, log(spread)), distance);
    },
    draw: (random, [m, s]) => m + s * (random.uniform() < 0.5 ? -random.exponential() : random.exponential()),
    ...(isStandard ? {} : { locationScale: { location: center, scale: spread, standard: laplace(0, 1) } }),
  };
}
