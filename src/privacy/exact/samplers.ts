// Exact draws from discrete distributions with rational parameters, by big integers alone.
// Source: Canonne, Kamath & Steinke (2020), "The Discrete Gaussian for Differential Privacy", arXiv 2004.00010, algorithms 1 to 3.

import type { RandomSource } from "./random-source.ts";
import type { Rational } from "./rational.ts";
import { bernoulli, uniformBelow } from "./uniform.ts";

/** True with probability exp(-numerator / denominator), for a fraction that is not negative. */
export function bernoulliExp(source: RandomSource, numerator: bigint, denominator: bigint): boolean {
  let rest = numerator;
  while (rest > denominator) {
    if (!bernoulliExpUnit(source, denominator, denominator)) return false;
    rest -= denominator;
  }
  return bernoulliExpUnit(source, rest, denominator);
}

/** The same for a fraction of at most 1: how often an event of probability x/1, x/2, x/3 ... comes in a row is even with probability exp(-x). */
function bernoulliExpUnit(source: RandomSource, numerator: bigint, denominator: bigint): boolean {
  let turns = denominator;
  let failedAt = 1;
  while (bernoulli(source, numerator, turns)) {
    turns += denominator;
    failedAt++;
  }
  return (failedAt & 1) === 1;
}

/** 0, 1, 2 ... with probabilities proportional to exp(-k / scale), for a positive scale. */
export function geometric(source: RandomSource, scale: Rational): bigint {
  const { numerator: t, denominator: s } = scale;
  let remainder = uniformBelow(source, t);
  while (!bernoulliExpUnit(source, remainder, t)) remainder = uniformBelow(source, t);
  let whole = 0n;
  while (bernoulliExpUnit(source, 1n, 1n)) whole++;
  return (whole * t + remainder) / s;
}

/** A whole number x with probability proportional to exp(-|x| / scale), for a positive scale. */
export function discreteLaplace(source: RandomSource, scale: Rational): bigint {
  for (;;) {
    const negative = source.word() >>> 31 === 1;
    const size = geometric(source, scale);
    if (!negative) return size;
    if (size > 0n) return -size;
  }
}

/** A sampler of whole numbers x with probability proportional to exp(-x^2 / (2 sigma^2)), for a positive sigma. */
export function discreteGaussian(sigma: Rational): (source: RandomSource) => bigint {
  const { numerator: n, denominator: d } = sigma;
  const t = n / d + 1n;
  const proposal: Rational = { numerator: t, denominator: 1n };
  // exp(-(|y| - sigma^2/t)^2 / (2 sigma^2)) over the common denominator: (|y| t d^2 - n^2)^2 / (2 n^2 t^2 d^2)
  const step = t * d * d;
  const center = n * n;
  const denominator = 2n * n * n * t * t * d * d;
  return (source) => {
    for (;;) {
      const y = discreteLaplace(source, proposal);
      const distance = (y < 0n ? -y : y) * step - center;
      if (bernoulliExp(source, distance * distance, denominator)) return y;
    }
  };
}
