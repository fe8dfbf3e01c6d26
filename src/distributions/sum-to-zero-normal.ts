// Normal vectors that sum to zero: effects of groups beside an intercept.

import { log, multiply, type Operand, subtract, square, sum, add, divide } from "../graph/index.ts";
import { badPart, distributionError } from "../problems/distribution-problems.ts";
import { type ArrayDistribution, parameter } from "./distribution.ts";
import { sumToZero } from "./support.ts";
import { halfLogTwoPi } from "./terms.ts";

/**
 * Independent normals of this standard deviation, less their mean: `length` effects that sum to zero along the last axis, each with variance
 * sd^2 (1 - 1 / length). Density in the plane of such vectors: -(length - 1) (log sd + log(2 pi) / 2) - sum x^2 / (2 sd^2).
 */
export function sumToZeroNormal(sd: Operand, length: number): ArrayDistribution {
  const name = "sum_to_zero_normal";
  if (!Number.isInteger(length) || length < 2) {
    const hint = "Give the number of effects.";
    throw distributionError(badPart(name, "Two or more elements can sum to zero.", String(length), hint));
  }
  const given = { ...parameter(name, "sd", sd, "positive"), axes: 0 };
  return {
    event: "array",
    name,
    eventShape: [length],
    parameters: [given],
    support: sumToZero,
    logDensity: (x) => {
      const squares = multiply(square(divide(1, given.node)), sum(square(x), [-1]));
      return subtract(multiply(-0.5, squares), multiply(length - 1, add(log(given.node), halfLogTwoPi)));
    },
    drawArray: (random, [scale], out) => {
      random.fillNormal(out);
      const mean = out.reduce((a, b) => a + b, 0) / length;
      for (let i = 0; i < length; i++) out[i] = scale[0] * (out[i] - mean);
    },
  };
}
