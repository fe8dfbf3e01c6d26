// Vectors or matrices whose elements are independent draws of one distribution.

import { type Shape, sum } from "../graph/index.ts";
import { type ArrayDistribution, type ScalarDistribution } from "./distribution.ts";

/** Arrays of this shape as one value each: the log density is the sum over their elements. Parameters broadcast with the whole value. */
export function independent(base: ScalarDistribution, shape: Shape): ArrayDistribution {
  return {
    event: "array",
    name: base.name,
    eventShape: shape,
    parameters: base.parameters,
    support: base.support,
    logDensity: (x) =>
      sum(
        base.logDensity(x),
        shape.map((_, axis) => axis - shape.length),
      ),
    drawArray: (random, parameters, out) => {
      const numbers = new Float64Array(parameters.length);
      for (let i = 0; i < out.length; i++) {
        for (let p = 0; p < numbers.length; p++) numbers[p] = parameters[p][i];
        out[i] = base.draw(random, numbers);
      }
    },
  };
}
