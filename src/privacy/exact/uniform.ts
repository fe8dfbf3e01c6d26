// Uniform big integers and events of rational probability, exactly, from fair words.

import type { RandomSource } from "./random-source.ts";

/** A whole number from 0 to `bound - 1`, each as likely as any other: bits as many as the bound has, again where they are too large. */
export function uniformBelow(source: RandomSource, bound: bigint): bigint {
  if (bound <= 0n) throw new RangeError("There is no number below a bound that is not positive.");
  if (bound <= 0x1_0000_0000n) return BigInt(smallBelow(source, Number(bound)));
  const bits = (bound - 1n).toString(2).length;
  const words = Math.ceil(bits / 32);
  const spare = BigInt(words * 32 - bits);
  for (;;) {
    let value = 0n;
    for (let word = 0; word < words; word++) value = (value << 32n) | BigInt(source.word());
    value >>= spare;
    if (value < bound) return value;
  }
}

function smallBelow(source: RandomSource, bound: number): number {
  const shift = Math.clz32(bound - 1);
  if (bound === 1) return 0;
  for (;;) {
    const value = source.word() >>> shift;
    if (value < bound) return value;
  }
}

/** True with probability `numerator / denominator` (0 to 1): the binary digits of the fraction against fair ones, until they differ. */
export function bernoulli(source: RandomSource, numerator: bigint, denominator: bigint): boolean {
  let rest = numerator;
  if (rest >= denominator) return true;
  while (rest > 0n) {
    rest <<= 32n;
    const digits = rest / denominator;
    const word = BigInt(source.word());
    if (word !== digits) return word < digits;
    rest -= digits * denominator;
  }
  return false;
}
