// Composition of pure guarantees at the price of a small delta.
// Sources: Dwork, Rothblum & Vadhan (2010); Kairouz, Oh & Viswanath (2015), "The Composition Theorem for Differential Privacy",
// theorems 3.3 (the optimal one, equal epsilons) and 3.5 (unequal epsilons).

import { roundedUp } from "./rounding.ts";

export interface AdvancedComposition {
  /** Sum of the epsilons: holds with delta 0. */
  readonly basic: number;
  /** Dwork, Rothblum & Vadhan, with the mean loss of Kairouz, Oh & Viswanath. */
  readonly drv: number;
  /** Kairouz, Oh & Viswanath. */
  readonly kov: number;
  /** The smallest of the three. */
  readonly epsilon: number;
}

/** The epsilon of several pure releases together at `delta` (between 0 and 1), rounded upwards. The epsilons must be fixed beforehand. */
export function advancedComposition(epsilons: readonly number[], delta: number): AdvancedComposition {
  const total = (term: (epsilon: number) => number): number => epsilons.reduce((sum, next) => sum + term(next), 0);
  const basic = roundedUp(total((epsilon) => epsilon));
  const squares = total((epsilon) => epsilon * epsilon);
  // epsilon (1 - exp(-epsilon)) / (1 + exp(-epsilon))
  const mean = total((epsilon) => epsilon * Math.tanh(epsilon / 2));
  const drv = roundedUp(mean + Math.sqrt(-2 * squares * Math.log(delta)));
  const kov = roundedUp(mean + Math.sqrt(2 * squares * Math.log(Math.E + Math.sqrt(squares) / delta)));
  return { basic, drv, kov, epsilon: Math.min(basic, drv, kov) };
}

/**
 * The delta at which `count` releases of `epsilon` each are together ((count - 2 step) epsilon, delta)-private: optimal, for `step`
 * from 0 to floor(count / 2); rounded upwards.
 */
export function optimalDelta(count: number, epsilon: number, step: number): number {
  let binomial = 1;
  let sum = 0;
  for (let l = 0; l < step; l++) {
    sum += binomial * Math.exp((count - l) * epsilon) * -Math.expm1(2 * (l - step) * epsilon);
    binomial *= (count - l) / (l + 1);
  }
  return roundedUp(sum * Math.exp(-count * Math.log1p(Math.exp(epsilon))) * (1 + count * 2 ** -50));
}
