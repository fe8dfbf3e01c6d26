// Which draws of a run under way are compared: chains are at different places, and chains that share a thread wait for each other.

import type { ChainDraws } from "../../sampling/index.ts";

/** So many first draws of each of these chains. */
export interface CommonDraws {
  /** From 0, in order. */
  readonly chains: readonly number[];
  readonly draws: number;
}

/** Fewest draws of a chain of which an effective sample size is known: six in each of its halves. */
const fewestDraws = 12;

/**
 * The chains and the number of first draws of each that take in the most draws: all chains up to the one that is furthest behind, or fewer
 * chains that are further ahead. Undefined where no chain has 12 draws.
 */
export function commonDraws(chains: readonly Pick<ChainDraws, "draws">[]): CommonDraws | undefined {
  const counts = chains.map(({ draws }) => draws).sort((a, b) => b - a);
  let draws = 0;
  let most = 0;
  counts.forEach((count, behind) => {
    if (count < fewestDraws || count * (behind + 1) < most) return;
    draws = count;
    most = count * (behind + 1);
  });
  if (draws === 0) return undefined;
  return { draws, chains: chains.flatMap((chain, number) => (chain.draws >= draws ? [number] : [])) };
}
