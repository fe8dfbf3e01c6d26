// Bernoulli distribution, by its probability and in logit form.

import { add, log, log1p, multiply, negate, type Operand, softplus, subtract } from "../graph/index.ts";
import { parameter, type ScalarDistribution } from "./distribution.ts";

/** 1 with this probability, else 0. */
export function bernoulli(probability: Operand): ScalarDistribution {
  const parameters = [parameter("bernoulli", "probability", probability, "probability")];
  const [{ node: p }] = parameters;
  return {
    event: "scalar",
    name: "bernoulli",
    parameters,
    support: { kind: "whole", lower: 0, upper: 1 },
    logDensity: (x) => add(multiply(x, log(p)), multiply(subtract(1, x), log1p(negate(p)))),
    draw: (random, [chance]) => (random.uniform() < chance ? 1 : 0),
  };
}

/** 1 with probability logistic(logit), else 0. */
export function bernoulliLogit(logit: Operand): ScalarDistribution {
  const parameters = [parameter("bernoulli_logit", "logit", logit)];
  const [{ node }] = parameters;
  return {
    event: "scalar",
    name: "bernoulli_logit",
    parameters,
    support: { kind: "whole", lower: 0, upper: 1 },
    // -softplus(-logit) for 1 and -softplus(logit) for 0, never a difference of large numbers.
    logDensity: (x) => negate(softplus(multiply(subtract(1, multiply(2, x)), node))),
    draw: (random, [l]) => (random.uniform() * (1 + Math.exp(-l)) < 1 ? 1 : 0),
  };
}
