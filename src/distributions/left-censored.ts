// A distribution whose values below a bound were published as the bound: mass at the bound, the density above it.

import { less, type Operand, select } from "../graph/index.ts";
import { parameter, type ScalarDistribution, type WithCdf } from "./distribution.ts";

/** `distribution`, with everything up to `lower` seen as `lower`. The log density at the bound is that of its probability. */
export function leftCensored(distribution: WithCdf, lower: Operand): ScalarDistribution {
  const bound = parameter(`censored_${distribution.name}`, "lower", lower);
  const own = distribution.parameters.length;
  return {
    event: "scalar",
    name: `censored_${distribution.name}`,
    parameters: [...distribution.parameters, bound],
    support: { kind: "above", lower },
    logDensity: (x) => select(less(bound.node, x), distribution.logDensity(x), distribution.logCdf(bound.node)),
    draw: (random, parameters) => Math.max(parameters[own], distribution.draw(random, parameters)),
  };
}
