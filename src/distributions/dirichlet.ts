// Dirichlet distribution of vectors that sum to one.

import { add, lgamma, log, multiply, type Operand, subtract, sum } from "../graph/index.ts";
import { parameter, type ArrayDistribution } from "./distribution.ts";
import { simplex } from "./support.ts";

/** Density with respect to the first n - 1 elements; `concentration` has n along its last axis. */
export function dirichlet(concentration: Operand): ArrayDistribution {
  const given = parameter("dirichlet", "concentration", concentration, "positive");
  const { node } = given;
  const length = node.shape.at(-1) ?? 0;
  if (length < 2) throw new RangeError("The concentration of dirichlet is a vector of at least two numbers.");
  return {
    event: "array",
    name: "dirichlet",
    eventShape: [length],
    parameters: [given],
    support: simplex,
    logDensity: (x) => {
      const constants = subtract(lgamma(sum(node, [-1])), sum(lgamma(node), [-1]));
      return add(sum(multiply(subtract(node, 1), log(x)), [-1]), constants);
    },
    // By breaking off betas: small concentrations would underflow as ratios of gammas.
    drawArray: (random, [shapes], out) => {
      let after = 0;
      for (let i = 0; i < length; i++) after += shapes[i];
      let remaining = 1;
      for (let i = 0; i < length - 1; i++) {
        after -= shapes[i];
        const share = random.beta(shapes[i], after);
        out[i] = remaining * share;
        remaining *= 1 - share;
      }
      out[length - 1] = remaining;
    },
  };
}
