// A distribution whose values below a bound were published as the bound: mass at the bound, the density above it.

import { asNode, less, type Node, select } from "../graph/index.ts";
import type { ScalarDistribution, WithCdf } from "./distribution.ts";

/** `distribution`, with everything up to `lower` seen as `lower`. The log density at the bound is that of its probability. */
export function leftCensored(distribution: WithCdf, lower: number): ScalarDistribution {
  if (!Number.isFinite(lower)) throw new RangeError(`Values are censored at a finite number, not ${lower}.`);
  const bound: Node = asNode(lower);
  return {
    event: "scalar",
    name: `censored_${distribution.name}`,
    parameters: distribution.parameters,
    support: { kind: "above", lower },
    logDensity: (x) => select(less(bound, x), distribution.logDensity(x), distribution.logCdf(bound)),
    draw: (random, parameters) => Math.max(lower, distribution.draw(random, parameters)),
  };
}
