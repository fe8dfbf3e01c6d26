// A stationary first-order autoregression along the last axis: what changes from week to week, but not at random.

import {
  add,
  divide,
  log,
  log1p,
  multiply,
  negate,
  type Operand,
  shift,
  slice,
  square,
  subtract,
  sum,
  sumKeep,
} from "../graph/index.ts";
import { parameter, type ArrayDistribution } from "./distribution.ts";
import { real } from "./support.ts";
import { halfLogTwoPi } from "./terms.ts";

/**
 * Vectors of this length whose elements are each normal with mean `location` and standard deviation `scale`, neighbors having
 * the correlation `correlation`, between -1 and 1. Parameters are the same along the vector: extent 1 on the last axis.
 */
export function autoregressive(
  location: Operand,
  scale: Operand,
  correlation: Operand,
  length: number,
): ArrayDistribution {
  const parameters = [
    parameter("autoregressive", "location", location),
    parameter("autoregressive", "scale", scale, "positive"),
    parameter("autoregressive", "correlation", correlation),
  ];
  const [center, spread, memory] = parameters.map(({ node }) => node);
  return {
    event: "array",
    name: "autoregressive",
    eventShape: [length],
    parameters,
    support: real,
    logDensity: (x) => {
      const z = divide(subtract(x, center), spread);
      // The first element has variance 1, the others 1 - memory^2 given the one before.
      const step = subtract(z, multiply(memory, shift(z, 1)));
      const first = square(slice(z, -1, 0, 1));
      const left = multiply(subtract(1, memory), add(1, memory));
      const quadratic = divide(subtract(sumKeep(square(step), [-1]), multiply(square(memory), first)), left);
      const logLeft = add(log1p(negate(memory)), log1p(memory));
      const constants = add(multiply(length, add(log(spread), halfLogTwoPi)), multiply(0.5 * (length - 1), logLeft));
      return sum(negate(add(multiply(0.5, quadratic), constants)), [-1]);
    },
    drawArray: (random, [m, s, r], out) => {
      let z = random.normal();
      for (let i = 0; i < length; i++) {
        if (i > 0) z = r[i] * z + Math.sqrt(1 - r[i] * r[i]) * random.normal();
        out[i] = m[i] + s[i] * z;
      }
    },
  };
}
