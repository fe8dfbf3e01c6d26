// Distributions of counts: Poisson (by rate and by log rate) and negative binomial; draws by transformed rejection (Hormann 1993,
// "The transformed rejection method for generating Poisson random variables", algorithm PTRS).

import {
  add,
  divide,
  exp,
  less,
  lgamma,
  log,
  log1p,
  maximum,
  multiply,
  type Node,
  type Operand,
  select,
  subtract,
} from "../graph/index.ts";
import type { Random } from "../numerics/index.ts";
import { parameter, type ScalarDistribution } from "./distribution.ts";
import type { Support } from "./support.ts";
import { stirlingRemainder } from "./terms.ts";

const counts: Support = { kind: "whole", lower: 0, upper: Number.POSITIVE_INFINITY };

/** Poisson with this rate, which is its mean. */
export function poisson(rate: Operand): ScalarDistribution {
  const parameters = [parameter("poisson", "rate", rate, "positive")];
  const [{ node }] = parameters;
  return {
    event: "scalar",
    name: "poisson",
    parameters,
    support: counts,
    logDensity: (x) => subtract(subtract(multiply(x, log(node)), node), lgamma(add(x, 1))),
    draw: (random, [mean]) => drawPoisson(random, mean),
  };
}

/** Poisson with this logarithm of the rate. */
export function poissonLog(logRate: Operand): ScalarDistribution {
  const parameters = [parameter("poisson_log", "log_rate", logRate)];
  const [{ node }] = parameters;
  return {
    event: "scalar",
    name: "poisson_log",
    parameters,
    support: counts,
    logDensity: (x) => subtract(subtract(multiply(x, node), exp(node)), lgamma(add(x, 1))),
    draw: (random, [eta]) => drawPoisson(random, Math.exp(eta)),
  };
}

/** Negative binomial with this mean and dispersion: variance mean + mean^2 / dispersion; Poisson as the dispersion grows. */
export function negativeBinomial(mean: Operand, dispersion: Operand): ScalarDistribution {
  const parameters = [
    parameter("negative_binomial", "mean", mean, "positive"),
    parameter("negative_binomial", "dispersion", dispersion, "positive"),
  ];
  const [mu, phi] = parameters.map(({ node }) => node);
  return {
    event: "scalar",
    name: "negative_binomial",
    parameters,
    support: counts,
    logDensity: (x) => negativeBinomialLogDensity(x, mu, phi),
    draw: (random, [m, d]) => drawPoisson(random, (random.gamma(d) * m) / d),
  };
}

/** From this dispersion on differences of lgamma lose digits, and Stirling's formula is exact to rounding. */
const largeDispersion = 20;

function negativeBinomialLogDensity(x: Node, mu: Node, phi: Node): Node {
  const kernel = select(less(phi, largeDispersion), nearKernel(x, mu, phi), farKernel(x, mu, phi));
  return add(kernel, subtract(multiply(x, log(mu)), lgamma(add(x, 1))));
}

/** The textbook form without x log(mu) - log(x!): right while the dispersion is not large. */
function nearKernel(x: Node, mu: Node, phi: Node): Node {
  const gammas = subtract(lgamma(add(x, phi)), lgamma(phi));
  return subtract(subtract(gammas, multiply(x, log(add(mu, phi)))), multiply(phi, log1p(divide(mu, phi))));
}

/**
 * The same with Stirling's formula for both gamma functions and the large terms canceled by hand:
 * (x + phi) log1p((x - mu) / (mu + phi)) - log1p(x / phi) / 2 - x + remainder(x + phi) - remainder(phi).
 */
function farKernel(x: Node, mu: Node, phi: Node): Node {
  const large = maximum(phi, largeDispersion);
  const main = multiply(add(x, large), log1p(divide(subtract(x, mu), add(mu, large))));
  const correction = add(multiply(0.5, log1p(divide(x, large))), x);
  const remainders = subtract(stirlingRemainder(add(x, large)), stirlingRemainder(large));
  return add(subtract(main, correction), remainders);
}

function drawPoisson(random: Random, mean: number): number {
  if (mean < 10) return bySearch(random, mean);
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const logInverseAlpha = Math.log(1.1239 + 1.1328 / (b - 3.4));
  const quick = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = random.uniform() - 0.5;
    const v = random.uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= quick) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const logWeight = Math.log(v) + logInverseAlpha - Math.log(a / (us * us) + b);
    if (logWeight <= logPoisson(k, mean)) return k;
  }
}

/** Small means: the number of uniforms whose product stays above exp(-mean). */
function bySearch(random: Random, mean: number): number {
  let remaining = mean - random.exponential();
  let k = 0;
  for (; remaining > 0; k++) remaining -= random.exponential();
  return k;
}

/** k log(mean) - mean - log(k!) by Loader's deviance form, which keeps its digits for large means. */
function logPoisson(k: number, mean: number): number {
  if (k === 0) return -mean;
  const difference = (k - mean) / mean;
  const deviance = k * Math.log1p(difference) - (k - mean);
  return -deviance - 0.5 * Math.log(2 * Math.PI * k) - remainder(k);
}

/** Remainder of Stirling's formula for log(k!), k >= 1. */
function remainder(k: number): number {
  if (k < 10) {
    let logFactorial = 0;
    for (let i = 2; i <= k; i++) logFactorial += Math.log(i);
    return logFactorial - ((k + 0.5) * Math.log(k) - k + 0.5 * Math.log(2 * Math.PI));
  }
  const s = 1 / (k * k);
  return (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188)))) / k;
}
