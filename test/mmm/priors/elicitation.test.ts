// Priors given by a mean and standard deviation or by quantiles: the family found has them.

import { describe, expect, it } from "vitest";
import { constant, evaluate } from "../../../src/graph/index.ts";
import { distributionOf } from "../../../src/mmm/priors/index.ts";
import { parsePrior, type PriorTextError } from "../../../src/mmm/specification/parse-prior.ts";
import type { Prior } from "../../../src/mmm/specification/index.ts";
import { mean, standardDeviation } from "../../../src/numerics/index.ts";
import { randomStream } from "../../../src/sampling/index.ts";

function priorOf(text: string): Prior {
  const read = parsePrior(text);
  if ("error" in read) throw new Error(`${text}: ${JSON.stringify(read.error)}`);
  return read.prior;
}

function errorOf(text: string): PriorTextError {
  const read = parsePrior(text);
  if ("prior" in read) throw new Error(`${text} is a prior.`);
  return read.error;
}

const count = 40_000;

function drawsOf(prior: Prior): Float64Array {
  const random = randomStream([20260203]);
  const distribution = distributionOf(prior);
  return Float64Array.from({ length: count }, () => distribution.draw(random, prior.parameters));
}

/** The probability between two values, by Simpson's rule; of positive values over their logarithm, since densities may rise without end near 0. */
function between(prior: Prior, low: number, high: number): number {
  const steps = 4000;
  const [from, to] = low > 0 ? [Math.log(low), Math.log(high)] : [low, high];
  const places = Float64Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);
  const x = low > 0 ? places.map(Math.exp) : places;
  const [logDensity] = evaluate([distributionOf(prior).logDensity(constant(x))], {});
  const sum = logDensity.reduce((total, value, i) => {
    const weight = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    return total + weight * Math.exp(value) * (low > 0 ? x[i] : 1);
  }, 0);
  return (sum * (to - from)) / steps / 3;
}

describe("a prior given by quantiles", () => {
  it.each([
    ["normal", [0.05, -1], [0.95, 3], ""],
    ["student_t", [0.1, -1], [0.8, 3], ", df=4"],
    ["cauchy", [0.25, -1], [0.9, 3], ""],
    ["laplace", [0.1, -1], [0.4, 0.5], ""],
    ["uniform", [0.2, 1], [0.9, 3], ""],
    ["lognormal", [0.05, 0.5], [0.95, 3], ""],
    ["gamma", [0.05, 0.5], [0.95, 3], ""],
    ["gamma", [0.2, 0.001], [0.9, 40], ""],
    ["gamma", [0.01, 99], [0.99, 101], ""],
    ["inverse_gamma", [0.05, 0.5], [0.9, 3], ""],
    ["beta", [0.05, 0.02], [0.95, 0.2], ""],
    ["beta", [0.3, 0.05], [0.7, 0.9], ""],
    ["beta", [0.01, 0.498], [0.99, 0.502], ""],
    ["truncated_normal", [0.05, 0.2], [0.95, 0.9], ", lower=0, upper=1"],
    ["truncated_normal", [0.05, 0.08], [0.95, 0.9], ", lower=0, upper=inf"],
    ["truncated_normal", [0.2, -2], [0.5, -1], ", lower=-inf, upper=0"],
    ["truncated_normal", [0.05, -1], [0.95, 3], ", lower=-inf, upper=inf"],
  ] as const)("has them: %s with %j and %j%s", (family, [p, low], [q, high], rest) => {
    const percent = (probability: number): string => `${Number((100 * probability).toPrecision(6))}%`;
    const prior = priorOf(`${family}(${percent(p)}=${low}, ${percent(q)}=${high}${rest})`);
    expect(between(prior, low, high)).toBeCloseTo(q - p, 8);
    const below = drawsOf(prior).filter((value) => value < low).length / count;
    // Five standard errors.
    expect(Math.abs(below - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / count));
  });

  it.each([
    ["half_normal", ""],
    ["half_cauchy", ""],
    ["half_student_t", ", df=3"],
    ["exponential", ""],
  ])("has one where the family has one number to choose: %s", (family, rest) => {
    const prior = priorOf(`${family}(80%=2${rest})`);
    expect(between(prior, 0, 2)).toBeCloseTo(0.8, 8);
  });
});

describe("a prior given by its mean and standard deviation", () => {
  it.each([
    ["student_t", ", df=12"],
    ["lognormal", ""],
    ["gamma", ""],
    ["inverse_gamma", ""],
    ["uniform", ""],
    ["laplace", ""],
    ["beta", ""],
  ])("has them: %s", (family, rest) => {
    const prior = priorOf(`${family}(mean=0.6, sd=0.1${rest})`);
    const draws = drawsOf(prior);
    expect(Math.abs(mean(draws) - 0.6)).toBeLessThan((5 * 0.1) / Math.sqrt(count));
    // The kurtosis of all of these is below 7: the error of a standard deviation is below 1.3 times sd / sqrt(n).
    expect(Math.abs(standardDeviation(draws) - 0.1)).toBeLessThan((6.5 * 0.1) / Math.sqrt(count));
  });

  it.each([
    ["half_normal(mean=2)", 1.52],
    ["exponential(mean=2)", 2],
    ["half_student_t(mean=2, df=6)", 1.95],
  ])("has the mean where that is all there is to choose: %s", (text, sd) => {
    expect(Math.abs(mean(drawsOf(priorOf(text))) - 2)).toBeLessThan((5 * sd) / Math.sqrt(count));
  });
});

describe("what cannot be", () => {
  it.each([
    ["beta(mean=0.3, sd=0.5)", "impossible", "sd"],
    ["beta(mean=1.3, sd=0.5)", "impossible", "mean"],
    ["gamma(mean=-1, sd=0.5)", "impossible", "mean"],
    ["student_t(df=2, mean=0, sd=1)", "impossible", "freedom"],
    ["lognormal(5%=-1, 95%=2)", "impossible", "outside"],
    ["beta(5%=0.1, 95%=1.2)", "impossible", "outside"],
    ["gamma(5%=3, 95%=2)", "impossible", "order"],
    ["gamma(5%=1, 95%=1.0000001)", "impossible", "reach"],
    // An exponential is as far as the quantiles of a normal cut off at zero can be apart.
    ["truncated_normal(5%=0.01, 95%=5, lower=0, upper=inf)", "impossible", "reach"],
    ["cauchy(mean=0, sd=1)", "form", undefined],
    ["lognormal(mean=1)", "form", undefined],
    ["gamma(5%=1)", "form", undefined],
    ["half_normal(5%=1, 95%=2)", "form", undefined],
    ["truncated_normal(5%=1, 95%=2)", "form", undefined],
    ["gamma(mean=1, 95%=2)", "form", undefined],
    ["joint_lognormal(mean=1, sd=1)", "form", undefined],
    ["fixed(mean=1)", "form", undefined],
    ["gamma(mean=1, sd=0)", "argument-value", undefined],
    ["gamma(0%=1, 95%=2)", "argument-value", undefined],
  ])("is told: %s", (text, kind, reason) => {
    expect(errorOf(text)).toMatchObject({ kind, ...(reason === undefined ? {} : { reason }) });
  });
});
