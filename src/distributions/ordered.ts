// Increasing vectors: independent draws of one distribution, sorted.

import { add, type Node, sizeOf, sum } from "../graph/index.ts";
import { badPart, distributionError } from "../problems/distribution-problems.ts";
import type { ScalarDistribution, ArrayDistribution } from "./distribution.ts";
import { ordered, positiveOrdered, type Support } from "./support.ts";

const supports: Readonly<Partial<Record<Support["kind"], Support>>> = { real: ordered, positive: positiveOrdered };

/**
 * The order statistics of `length` independent draws of `base`, whose support is the whole line or all positive numbers: log density log(length!) plus
 * that of each element.
 */
export function orderedVector(base: ScalarDistribution, length: number): ArrayDistribution {
  const name = `ordered_${base.name}`;
  const refuse = (message: string, received: string, hint: string): Error =>
    distributionError(badPart(name, message, received, hint));
  if (!Number.isInteger(length) || length < 2) {
    throw refuse("An ordered vector has two or more elements.", String(length), "Give its length as a whole number.");
  }
  const support = supports[base.support.kind];
  if (support === undefined) {
    const message = "An ordered vector needs a distribution on the whole line or on all positive numbers.";
    throw refuse(message, base.name, "Choose one such as normal, student_t or gamma.");
  }
  if (base.parameters.some(({ node }: { node: Node }) => sizeOf(node.shape) !== 1)) {
    const message = "The elements of an ordered vector share one distribution.";
    throw refuse(message, `${base.name} with arrays of parameters`, "Give single numbers as its parameters.");
  }
  let logFactorial = 0;
  for (let i = 2; i <= length; i++) logFactorial += Math.log(i);
  return {
    event: "array",
    name,
    eventShape: [length],
    parameters: base.parameters,
    support,
    logDensity: (x) => add(sum(base.logDensity(x), [-1]), logFactorial),
    drawArray: (random, parameters, out) => {
      const numbers = parameters.map((values) => values[0]);
      for (let i = 0; i < length; i++) out[i] = base.draw(random, numbers);
      out.sort();
    },
  };
}
