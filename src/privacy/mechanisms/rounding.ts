// Outward rounding of computed privacy parameters: a reported loss is never below the true one, also where that is too small for a float.

/** Larger than what a few dozen float operations and a special function can lose, and far below anything a user can see. */
const margin = 2 ** -48;

/**
 * A bound from above for a positive value computed in floats.
 * @param operations that were added up, where they may be more than a few dozen
 */
export function roundedUp(value: number, operations = 0): number {
  return value * (1 + margin + operations * 2 ** -51) + Number.MIN_VALUE;
}

/** A bound from below for a positive value computed in floats. */
export function roundedDown(value: number, operations = 0): number {
  return Math.max(0, value * (1 - margin - operations * 2 ** -51) - Number.MIN_VALUE);
}

/** Relative error of a logarithm, a product and their sum: some four units in the last place. */
const slack = 2 ** -50;

/** A sum of terms, each good to a few units in its last place, from above: terms that cancel leave errors of their own size, not of the sum's. */
export function sumFromAbove(...terms: readonly number[]): number {
  let sum = 0;
  let size = 0;
  for (const term of terms) {
    sum += term;
    size += Math.abs(term);
  }
  return sum + size * slack * terms.length;
}
