// Normal and half-normal distributions.

import { add, asNode, divide, log, multiply, negate, type Node, type Operand, subtract } from "../graph/index.ts";
import { isValue, parameter, type ScalarDistribution, type WithCdf } from "./distribution.ts";
import { positive, real } from "./support.ts";
import { halfLogTwoPi, logTwo, logUpperTail, squaredDistance } from "./terms.ts";

/** Normal with this mean and standard deviation. */
export function normal(mean: Operand, sd: Operand): WithCdf {
  const parameters = [parameter("normal", "mean", mean), parameter("normal", "sd", sd, "positive")];
  const [{ node: location }, { node: scale }] = parameters;
  const isStandard = isValue(location, 0) && isValue(scale, 1);
  return {
    event: "scalar",
    name: "normal",
    parameters,
    support: real,
    logDensity: (x) => normalLogDensity(x, location, scale),
    logCdf: (x) => logUpperTail(divide(subtract(location, x), scale)),
    draw: (random, [m, s]) => m + s * random.normal(),
    ...(isStandard ? {} : { locationScale: { location, scale, standard: normal(0, 1) } }),
  };
}

/** Normal log density in the form all normal-like distributions share. */
export function normalLogDensity(x: Node, location: Node, scale: Node): Node {
  const constants = negate(add(log(scale), halfLogTwoPi));
  return add(multiply(-0.5, squaredDistance(x, location, scale)), constants);
}

/** The positive half of a normal with mean zero and this standard deviation (that of the whole normal). */
export function halfNormal(sd: Operand): ScalarDistribution {
  const parameters = [parameter("half_normal", "sd", sd, "positive")];
  const [{ node: scale }] = parameters;
  return {
    event: "scalar",
    name: "half_normal",
    parameters,
    support: positive,
    logDensity: (x) =>
      add(multiply(-0.5, squaredDistance(x, asNode(0), scale)), subtract(logTwo - halfLogTwoPi, log(scale))),
    draw: (random, [s]) => s * Math.abs(random.normal()),
  };
}
