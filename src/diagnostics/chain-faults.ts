// Chains that cannot be judged by statistics: stuck at one value, or with draws that are not finite.

import type { Draws } from "./draws.ts";
import { CONSTANT_RANGE } from "./moments.ts";

export interface ChainFaults {
  /** Chains (from 0) whose draws are all equal. */
  readonly constant: readonly number[];
  /** Chains (from 0) with a draw that is NaN or infinite. */
  readonly nonFinite: readonly number[];
}

/** Finds the stuck and the broken chains of one parameter. */
export function chainFaults(draws: Draws): ChainFaults {
  const constant: number[] = [];
  const nonFinite: number[] = [];
  for (let chain = 0; chain < draws.chains; chain++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    let finite = true;
    for (let i = chain * draws.draws; i < (chain + 1) * draws.draws; i++) {
      const value = draws.values[i];
      if (!Number.isFinite(value)) finite = false;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (!finite) nonFinite.push(chain);
    else if (high - low < CONSTANT_RANGE) constant.push(chain);
  }
  return { constant, nonFinite };
}
