// Where the divergent transitions are: the parameters in which divergent draws differ most from all draws.

import type { Draws } from "./draws.ts";
import { mean, standardDeviation } from "../numerics/index.ts";

/** How the divergent draws lie in one parameter. */
export interface DivergenceLocation {
  readonly name: string;
  /** Mean of the parameter over the divergent draws, in its own unit. */
  readonly mean: number;
  /** (mean over divergent draws - mean over all draws) / standard deviation over all draws. */
  readonly shift: number;
}

/**
 * Locates divergences, most shifted parameter first; empty when there are none. `divergent` holds a non-zero entry for
 * every divergent draw, laid out as `Draws.values`. Parameters that do not vary are left out.
 */
export function locateDivergences(
  parameters: readonly { readonly name: string; readonly draws: Draws }[],
  divergent: ArrayLike<number>,
): DivergenceLocation[] {
  const places = Array.from({ length: divergent.length }, (_, i) => i).filter((i) => divergent[i] !== 0);
  if (places.length === 0) return [];
  return parameters
    .map(({ name, draws }) => {
      const average = mean(places.map((i) => draws.values[i]));
      return { name, mean: average, shift: (average - mean(draws.values)) / standardDeviation(draws.values) };
    })
    .filter(({ shift }) => Number.isFinite(shift))
    .sort((a, b) => Math.abs(b.shift) - Math.abs(a.shift));
}
