// Halton's sequence in base 2 (van der Corput 1935): evenly spread numbers, each a function of its index alone.

/** Number `index` (from 0) of the sequence 1/2, 1/4, 3/4, 1/8, 5/8, ..., in (0, 1); indices up to 2^31 - 2. */
export function halton(index: number): number {
  let value = 0;
  let digit = 0.5;
  for (let rest = index + 1; rest > 0; rest >>>= 1) {
    if (rest & 1) value += digit;
    digit *= 0.5;
  }
  return value;
}

/**
 * Number `index` of the same sequence from 0 on, with random digits: every digit is exchanged or not, as the random `bits` and the digits before it say
 * (nested scrambling: Owen 1995; by a hash: Laine and Karras 2011, Burley 2020). Uniform in (0, 1) over random bits, and the
 * first 2^k numbers lie one in each of 2^k equal parts.
 */
export function scrambledRadicalInverse(index: number, bits: number): number {
  // Each product is even, so that a digit depends on those before it alone; digits run from the lowest bit up.
  let x = (index + bits) | 0;
  for (const factor of [0x6c50b47c, 0xb82f1e52, 0xc7afe638, 0x8d22f6e6]) x ^= Math.imul(x, factor);
  let value = 0;
  let digit = 0.5;
  for (let k = 0; k < 32; k++, x >>>= 1, digit *= 0.5) if (x & 1) value += digit;
  return value + digit;
}
