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
