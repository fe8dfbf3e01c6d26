// Chains cut into halves, so that a chain that drifts disagrees with itself. Source: Gelman et al. (2013), BDA3 section 11.4.

import type { Draws } from "./draws.ts";

/**
 * Twice as many chains, each half as long; of an odd number of draws the middle one is left out, and chains of a single
 * draw stay as they are. With an even number the values are shared, not copied.
 * Throws RangeError when `values` has not chains * draws entries.
 */
export function splitChains(draws: Draws): Draws {
  const { chains, draws: n, values } = draws;
  if (values.length !== chains * n) {
    throw new RangeError(`Draws say ${chains} chains of ${n} draws but hold ${values.length} values.`);
  }
  if (n === 1) return draws;
  const half = Math.floor(n / 2);
  if (2 * half === n) return { chains: 2 * chains, draws: half, values };
  const halves = new Float64Array(2 * half * chains);
  for (let chain = 0; chain < chains; chain++) {
    halves.set(values.subarray(chain * n, chain * n + half), 2 * chain * half);
    halves.set(values.subarray(chain * n + half + 1, (chain + 1) * n), (2 * chain + 1) * half);
  }
  return { chains: 2 * chains, draws: half, values: halves };
}
