// Log-normal numbers that differ from their locations partly together and partly each for itself.

import {
  add,
  broadcastTo,
  divide,
  log,
  multiply,
  type Node,
  type Operand,
  square,
  subtract,
  sum,
} from "../graph/index.ts";
import { parameter, type ArrayDistribution } from "./distribution.ts";
import { positive } from "./support.ts";
import { halfLogTwoPi } from "./terms.ts";

/**
 * Vectors of so many numbers whose logarithms are location + own z + common u, with z a standard normal for each number and u one for all of
 * them: each number is log-normal with scale sqrt(own^2 + common^2), and the logarithms of two have the covariance common common'. The density
 * is that of the normal with a diagonal covariance and one factor, by the formulas of Sherman, Morrison and Woodbury: u is no unknown.
 */
export function jointLogNormal(length: number, location: Operand, own: Operand, common: Operand): ArrayDistribution {
  const parameters = [
    parameter("joint_lognormal", "location", location),
    parameter("joint_lognormal", "own", own, "positive"),
    parameter("joint_lognormal", "common", common, "positive"),
  ];
  const [center, scale, loading] = parameters.map(({ node }) => node);
  const overLength = (x: Node): Node => broadcastTo(x, [length]);
  return {
    event: "array",
    name: "joint_lognormal",
    eventShape: [length],
    parameters,
    support: positive,
    logDensity: (x) => {
      const logX = log(x);
      const z = divide(subtract(logX, center), scale);
      const ratio = overLength(divide(loading, scale));
      const along = add(1, sum(square(ratio), [-1]));
      const shared = divide(square(sum(multiply(ratio, z), [-1])), along);
      const distance = subtract(sum(square(z), [-1]), shared);
      const volume = add(sum(log(overLength(scale)), [-1]), multiply(0.5, log(along)));
      const constants = subtract(-length * halfLogTwoPi, volume);
      return add(subtract(multiply(-0.5, distance), sum(logX, [-1])), constants);
    },
    drawArray: (random, [centers, scales, loadings], out) => {
      const together = random.normal();
      for (let i = 0; i < length; i++) {
        out[i] = Math.exp(centers[i] + scales[i] * random.normal() + loadings[i] * together);
      }
    },
  };
}
