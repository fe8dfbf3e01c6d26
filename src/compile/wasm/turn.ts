// How many pairs a turn of an innermost loop takes.

/** Long chains of dependent operations overlap in the processor, which one pair alone does not keep busy. */
const widest = 8;
/** Most values of a turn, all its pairs together: each is a local, of which engines allow 50,000 in a function. */
const mostValues = 4096;

/**
 * Pairs of a turn of a long loop that makes so many values of each element: a power of two, fewer where many values do not wait for each
 * other anyhow, and would not fit into a function.
 */
export function pairsOfTurn(values: number): number {
  let pairs = widest;
  while (pairs > 1 && pairs * values > mostValues) pairs /= 2;
  return pairs;
}
