// Numbers of successes, and of failures before the first one: binomial, beta-binomial and geometric.

import {
  add,
  less,
  lgamma,
  log,
  log1p,
  maximum,
  multiply,
  negate,
  type Node,
  type Operand,
  select,
  softplus,
  subtract,
  divide,
} from "../graph/index.ts";
import type { Random } from "../numerics/index.ts";
import { parameter, type ScalarDistribution } from "./distribution.ts";
import type { Support } from "./support.ts";
import { stirlingRemainder } from "./terms.ts";

const upTo = (trials: Node): Support => ({ kind: "whole", lower: 0, upper: trials });

/** Successes of so many trials, each with this probability: C(n, x) p^x (1 - p)^(n - x). */
export function binomial(trials: Operand, probability: Operand): ScalarDistribution {
  const parameters = [
    parameter("binomial", "trials", trials, "count"),
    parameter("binomial", "probability", probability, "probability"),
  ];
  const [n, p] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "binomial",
    parameters,
    support: upTo(n),
    logDensity: (x) => add(add(multiply(x, log(p)), multiply(subtract(n, x), log1p(negate(p)))), logChoose(n, x)),
    draw: (random, [count, chance]) => drawBinomial(random, count, chance),
  };
}

/** Successes of so many trials, each with the probability logistic(logit). */
export function binomialLogit(trials: Operand, logit: Operand): ScalarDistribution {
  const parameters = [
    parameter("binomial_logit", "trials", trials, "count"),
    parameter("binomial_logit", "logit", logit),
  ];
  const [n, eta] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "binomial_logit",
    parameters,
    support: upTo(n),
    // x log p + (n - x) log(1 - p), each logarithm in the form that keeps its digits.
    logDensity: (x) =>
      subtract(logChoose(n, x), add(multiply(x, softplus(negate(eta))), multiply(subtract(n, x), softplus(eta)))),
    draw: (random, [count, l]) => drawBinomial(random, count, 1 / (1 + Math.exp(-l))),
  };
}

/** Successes of so many trials with a probability that is beta(a, b): C(n, x) B(x + a, n - x + b) / B(a, b). */
export function betaBinomial(trials: Operand, a: Operand, b: Operand): ScalarDistribution {
  const parameters = [
    parameter("beta_binomial", "trials", trials, "count"),
    parameter("beta_binomial", "a", a, "positive"),
    parameter("beta_binomial", "b", b, "positive"),
  ];
  const [n, first, second] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "beta_binomial",
    parameters,
    support: upTo(n),
    logDensity: (x) =>
      add(
        subtract(add(logRising(first, x), logRising(second, subtract(n, x))), logRising(add(first, second), n)),
        logChoose(n, x),
      ),
    draw: (random, [count, p, q]) => drawBinomial(random, count, random.beta(p, q)),
  };
}

/** Failures before the first success, each trial having this probability of success: p (1 - p)^x; mean (1 - p) / p. */
export function geometric(probability: Operand): ScalarDistribution {
  const parameters = [parameter("geometric", "probability", probability, "probability")];
  const [{ node: p }] = parameters;
  return {
    event: "scalar",
    name: "geometric",
    parameters,
    support: { kind: "whole", lower: 0, upper: Number.POSITIVE_INFINITY },
    logDensity: (x) => add(multiply(x, log1p(negate(p))), log(p)),
    draw: (random, [chance]) => Math.floor(random.exponential() / -Math.log1p(-chance)),
  };
}

/** Log of the number of ways to choose x of n. */
export function logChoose(n: Node, x: Node): Node {
  return subtract(lgamma(add(n, 1)), add(lgamma(add(x, 1)), lgamma(add(subtract(n, x), 1))));
}

/** From here on differences of lgamma lose digits, and Stirling's formula is exact to rounding. */
const large = 20;

/** lgamma(a + x) - lgamma(a) for a > 0, x >= 0. */
function logRising(a: Node, x: Node): Node {
  const near = subtract(lgamma(add(a, x)), lgamma(a));
  // Stirling's formula for both, with what cancels taken out: x log a + (a + x - 1/2) log1p(x / a) - x.
  const far = maximum(a, large);
  const main = multiply(subtract(add(far, x), 0.5), log1p(divide(x, far)));
  const remainders = subtract(stirlingRemainder(add(far, x)), stirlingRemainder(far));
  return select(less(a, large), near, add(subtract(add(multiply(x, log(far)), main), x), remainders));
}

/**
 * Exact for any number of trials: the middle one of n uniforms is a beta; those on its far side are all above or all below the probability,
 * and the others are a smaller problem of the same kind (Relles 1972; Devroye 1986, section X.4.4).
 */
export function drawBinomial(random: Random, trials: number, probability: number): number {
  let [n, p, successes] = [trials, probability, 0];
  while (n > 24) {
    const middle = Math.ceil(n / 2);
    const b = random.beta(middle, n + 1 - middle);
    if (b <= p) {
      successes += middle;
      n -= middle;
      p = (p - b) / (1 - b);
    } else {
      n = middle - 1;
      p /= b;
    }
  }
  for (let i = 0; i < n; i++) if (random.uniform() < p) successes++;
  return successes;
}
