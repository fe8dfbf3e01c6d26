// Exact draws from discrete distributions with rational parameters, by big integers alone.
// Source: Canonne, Kamath & Steinke (2020), "The Discrete Gaussian for Differential Privacy", arXiv 2004.00010, algorithms 1 to 3.

import type { RandomSource } from "./random-source.ts";
import type { Rational } from "./rational.ts";
import { bernoulli, uniformBelow } from "./uniform.ts";

// The number of turns of a draw does not depend on its size: loops go on for as many turns as nearly every draw needs, and beyond that only
// where all turns so far say so. How often a proposal is rejected does not depend on the one that is accepted. Big integers take the time they
// take, so this is no constant-time code, but a draw that is many scales wide takes no longer than one near zero.

/** Turns that are always taken: more successes in a row have a probability of exp(-64). */
const leastRun = 64;
/** Turns that are always taken: more have a probability of at most 1 / 20!. */
const leastTurns = 20;

/** True with probability exp(-numerator / denominator), for a fraction that is not negative. */
export function bernoulliExp(source: RandomSource, numerator: bigint, denominator: bigint): boolean {
  const whole = numerator / denominator;
  const run = BigInt(runOfUnits(source));
  const rest = bernoulliExpUnit(source, numerator - whole * denominator, denominator);
  return run >= whole && rest;
}

/** The same for a fraction of at most 1: how often an event of probability x/1, x/2, x/3 ... comes in a row is even with probability exp(-x). */
function bernoulliExpUnit(source: RandomSource, numerator: bigint, denominator: bigint): boolean {
  let turns = denominator;
  let going = 1;
  let failedAt = 1;
  for (let turn = 0; turn < leastTurns || going === 1; turn++) {
    going &= bernoulli(source, numerator, turns) ? 1 : 0;
    failedAt += going;
    turns += denominator;
  }
  return (failedAt & 1) === 1;
}

/** How many events of probability exp(-1) come in a row. */
function runOfUnits(source: RandomSource): number {
  let going = 1;
  let run = 0;
  for (let turn = 0; turn < leastRun || going === 1; turn++) {
    going &= belowInverseOfE(source) ? 1 : 0;
    run += going;
  }
  return run;
}

/** True with probability exp(-1): its binary digits against fair ones, until they differ. */
function belowInverseOfE(source: RandomSource): boolean {
  for (let word = 0; ; word++) {
    const difference = source.word() - wordOfInverseOfE(word);
    if (difference !== 0) return difference < 0;
  }
}

const wordsOfInverseOfE: number[] = [];

/** The binary digits of exp(-1) after the point, 32 at a time; beyond the first words they are needed with a probability of 2^-32 each. */
export function wordOfInverseOfE(index: number): number {
  while (wordsOfInverseOfE.length <= index) {
    const bits = 32n * BigInt(wordsOfInverseOfE.length + 1);
    // 1 - 1/1! + 1/2! - ..., with 64 more bits than are kept, of which the roundings of its terms reach a few.
    let term = 1n << (bits + 64n);
    let sum = 0n;
    for (let k = 1n; term !== 0n; k++) {
      sum += k % 2n === 1n ? term : -term;
      term /= k;
    }
    wordsOfInverseOfE.push(Number((sum >> 64n) & 0xffff_ffffn));
  }
  return wordsOfInverseOfE[index];
}

/** 0, 1, 2 ... with probabilities proportional to exp(-k / scale), for a positive scale. */
export function geometric(source: RandomSource, scale: Rational): bigint {
  const { numerator: t, denominator: s } = scale;
  let remainder = uniformBelow(source, t);
  while (!bernoulliExpUnit(source, remainder, t)) remainder = uniformBelow(source, t);
  return (BigInt(runOfUnits(source)) * t + remainder) / s;
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
