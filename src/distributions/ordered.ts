// Increasing vectors: independent draws of one distribution, sorted.

import { add, type Node, sizeOf, sum } from "../graph/index.ts";
import type { ScalarDistribution, ArrayDistribution } from "./distribution.ts";
import { ordered } from "./support.ts";

/**
 * The order statistics of `length` independent draws of `base`, whose support must be the whole line: log density
 * log(length!) plus that of each element.
 */
export function orderedVector(base: ScalarDistribution, length: number): ArrayDistribution {
  if (!Number.isInteger(length) || length < 2)
    throw new RangeError(`An ordered vector has two or more elements, not ${length}.`);
  if (base.support.kind !== "real")
    throw new RangeError(`An ordered vector needs a distribution on the whole line, not ${base.name}.`);
  if (base.parameters.some(({ node }: { node: Node }) => sizeOf(node.shape) !== 1)) {
    throw new RangeError(
      `The elements of an ordered vector share one distribution: ${base.name} needs single numbers as parameters.`,
    );
  }
  let logFactorial = 0;
  for (let i = 2; i <= length; i++) logFactorial += Math.log(i);
  return {
    event: "array",
    name: `ordered_${base.name}`,
    eventShape: [length],
    parameters: base.parameters,
    support: ordered,
    logDensity: (x) => add(sum(base.logDensity(x), [-1]), logFactorial),
    drawArray: (random, parameters, out) => {
      const numbers = parameters.map((values) => values[0]);
      for (let i = 0; i < length; i++) out[i] = base.draw(random, numbers);
      out.sort();
    },
  };
}
