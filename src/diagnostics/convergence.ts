// What tells whether chains agree, of one quantity: R-hat and effective sample sizes, from one sort.

import type { Draws } from "./draws.ts";
import { atMost, effectiveSampleSize, TAIL_PROBABILITIES } from "./ess.ts";
import { isDegenerate } from "./moments.ts";
import { type Order, orderOf } from "./order.ts";
import { quantileOfSorted } from "../numerics/index.ts";
import { foldedOrder, normalScores } from "./rank-normalize.ts";
import { rhatNested, splitSuperchains, varianceRatio } from "./rhat.ts";
import { splitChains } from "./split.ts";

export interface Convergence {
  readonly rhat: number;
  readonly ess_bulk: number;
  readonly ess_tail: number;
}

/** Draws that are neither constant nor broken, in order, and their halves. */
export interface OrderedDraws {
  readonly draws: Draws;
  readonly order: Order;
  readonly split: Draws;
  /** Of the halves: with an odd number of draws the middle ones take no part in the ranks. */
  readonly splitOrder: Order;
  readonly q5: number;
  readonly median: number;
  readonly q95: number;
}

/** Undefined when a draw is not finite or all are equal. */
export function orderedDraws(draws: Draws): OrderedDraws | undefined {
  const { values } = draws;
  if (isDegenerate(values)) return undefined;
  const split = splitChains(draws);
  const order = orderOf(values);
  const splitOrder = split.values === values ? order : orderOf(split.values);
  const [q5, median, q95] = [TAIL_PROBABILITIES[0], 0.5, TAIL_PROBABILITIES[1]].map((p) =>
    quantileOfSorted(order.sorted, p),
  );
  return { draws, order, split, splitOrder, q5, median, q95 };
}

/**
 * The results of `rhat`, `essBulk` and `essTail`, at the cost of one sort; NaN when a draw is not finite or all are equal.
 *
 * @param superchains superchain of each chain, where several started at the same point: R-hat is then that of `rhatSuperchains`
 */
export function convergence(draws: Draws, superchains?: readonly number[]): Convergence {
  const ordered = orderedDraws(draws);
  if (ordered === undefined) return { rhat: Number.NaN, ess_bulk: Number.NaN, ess_tail: Number.NaN };
  return convergenceOf(ordered, superchains);
}

export function convergenceOf(
  { draws, split, splitOrder, q5, median, q95 }: OrderedDraws,
  superchains?: readonly number[],
): Convergence {
  const bulk = withValues(split, normalScores(splitOrder));
  const folded = withValues(split, normalScores(foldedOrder(splitOrder, median)));
  const halves = superchains && (split.chains === draws.chains ? superchains : splitSuperchains(superchains));
  const ratio = (scores: Draws): number => (halves ? rhatNested(scores, halves) : varianceRatio(scores));
  return {
    rhat: Math.max(ratio(bulk), ratio(folded)),
    ess_bulk: effectiveSampleSize(bulk),
    ess_tail: Math.min(effectiveSampleSize(atMost(split, q5)), effectiveSampleSize(atMost(split, q95))),
  };
}

/** Always the same property order, for the sake of the compiled code that takes draws apart. */
function withValues({ chains, draws }: Draws, values: Float64Array): Draws {
  return { chains, draws, values };
}
