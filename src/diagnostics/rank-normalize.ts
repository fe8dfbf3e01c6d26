// Rank normalization: draws replaced by the normal scores of their ranks. Source: Vehtari, Gelman, Simpson, Carpenter and
// Bürkner (2021), "Rank-normalization, folding, and localization", Bayesian Analysis 16(2), equation 14 (offset 3/8: Blom 1958).

import type { Draws } from "./draws.ts";
import { type Order, orderOf } from "./order.ts";
import { inverseNormalCdf } from "../numerics/special/index.ts";

const OFFSET = 3 / 8;

/** Normal scores of the ranks 1 .. S, kept for the last S asked for: all parameters of a fit share it. */
let scores: Float64Array = new Float64Array(0);

function scoresFor(size: number): Float64Array {
  if (scores.length === size) return scores;
  scores = new Float64Array(size);
  for (let rank = 1; rank <= size; rank++) {
    // Symmetric by construction: the upper half mirrors the lower.
    scores[rank - 1] = 2 * rank <= size + 1 ? score(rank, size) : -scores[size - rank];
  }
  return scores;
}

function score(rank: number, size: number): number {
  return inverseNormalCdf((rank - OFFSET) / (size - 2 * OFFSET + 1));
}

/** Normal scores of values whose order is known, ties given the score of their average rank. */
export function normalScores({ index, sorted }: Order): Float64Array {
  const size = sorted.length;
  const table = scoresFor(size);
  const out = new Float64Array(size);
  for (let first = 0; first < size; ) {
    let last = first;
    while (last + 1 < size && sorted[last + 1] === sorted[first]) last++;
    if (last === first) out[index[first]] = table[first];
    else {
      const tied = score((first + last) / 2 + 1, size);
      for (let k = first; k <= last; k++) out[index[k]] = tied;
    }
    first = last + 1;
  }
  return out;
}

/**
 * The order of |value - center|, from the order of the values, by merging outwards from the center: linear, no sort.
 */
export function foldedOrder(order: Order, center: number): Order {
  const size = order.sorted.length;
  const folded = { index: new Int32Array(size), sorted: new Float64Array(size) };
  mergeOutwards(order, center, firstNotBelow(order.sorted, center), folded);
  return folded;
}

/** Place of the first of the sorted values that is not below `limit`. */
function firstNotBelow(sorted: Float64Array, limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function mergeOutwards({ index, sorted }: Order, center: number, start: number, out: Order): void {
  const size = sorted.length;
  let left = start - 1;
  let right = start;
  let toLeft = left >= 0 ? center - sorted[left] : Number.POSITIVE_INFINITY;
  let toRight = right < size ? sorted[right] - center : Number.POSITIVE_INFINITY;
  for (let k = 0; k < size; k++) {
    if (left >= 0 && (right >= size || toLeft <= toRight)) {
      out.sorted[k] = toLeft;
      out.index[k] = index[left];
      left--;
      toLeft = left >= 0 ? center - sorted[left] : Number.POSITIVE_INFINITY;
    } else {
      out.sorted[k] = toRight;
      out.index[k] = index[right];
      right++;
      toRight = right < size ? sorted[right] - center : Number.POSITIVE_INFINITY;
    }
  }
}

/** Draws replaced by the normal scores of their ranks among all draws of all chains; NaN throughout if any is NaN. */
export function rankNormalize(draws: Draws): Draws {
  const undefinedRanks = draws.values.some(Number.isNaN);
  const values = undefinedRanks ? draws.values.map(() => Number.NaN) : normalScores(orderOf(draws.values));
  return { chains: draws.chains, draws: draws.draws, values };
}
