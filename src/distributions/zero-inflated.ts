// Counts with more zeros than their distribution has: a zero for certain with some probability, else a draw.

import { add, less, log, log1p, logAddExp, negate, type Operand, select } from "../graph/index.ts";
import { badPart, distributionError } from "../problems/distribution-problems.ts";
import { negativeBinomial, poisson } from "./counts.ts";
import { parameter, type ScalarDistribution } from "./distribution.ts";

/**
 * 0 with this probability, else a draw of `distribution`, whose own zeros come on top: log(q + (1 - q) p(0)) at 0 and
 * log(1 - q) + log p(x) above, with probability q.
 */
export function zeroInflated(probability: Operand, distribution: ScalarDistribution): ScalarDistribution {
  const name = `zero_inflated_${distribution.name}`;
  const { support } = distribution;
  if (support.kind !== "whole" || support.lower !== 0) {
    const hint =
      "Use a distribution of counts; for zeros beside positive numbers, write two likelihoods: bernoulli and the other.";
    throw distributionError(
      badPart(name, "Zeros are added to a distribution of counts from 0 on.", distribution.name, hint),
    );
  }
  const zeros = parameter(name, "zero_probability", probability, "probability");
  const q = zeros.node;
  return {
    event: "scalar",
    name,
    parameters: [zeros, ...distribution.parameters],
    support,
    logDensity: (x) => {
      const counted = add(distribution.logDensity(x), log1p(negate(q)));
      return select(less(x, 0.5), logAddExp(log(q), counted), counted);
    },
    draw: (random, parameters) =>
      random.uniform() < parameters[0] ? 0 : distribution.draw(random, parameters.slice(1)),
  };
}

/** Poisson with this rate, or 0 with this probability. */
export function zeroInflatedPoisson(probability: Operand, rate: Operand): ScalarDistribution {
  return zeroInflated(probability, poisson(rate));
}

/** Negative binomial with this mean and dispersion, or 0 with this probability. */
export function zeroInflatedNegativeBinomial(
  probability: Operand,
  mean: Operand,
  dispersion: Operand,
): ScalarDistribution {
  return zeroInflated(probability, negativeBinomial(mean, dispersion));
}
