// Composition of pure guarantees at the price of a small delta.
// Sources: Dwork, Rothblum & Vadhan (2010); Kairouz, Oh & Viswanath (2015), "The Composition Theorem for Differential Privacy",
// theorems 3.3 (the optimal one, equal epsilons) and 3.5 (unequal epsilons).

import { decimalOf, sum, toDecimalNumber } from "../exact/index.ts";
import { roundedUp, sumFromAbove } from "./rounding.ts";

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
  const up = (value: number): number => roundedUp(value, epsilons.length);
  const basic = toDecimalNumber(sum(epsilons.map(decimalOf)), "up");
  const squares = total((epsilon) => epsilon * epsilon);
  // epsilon (1 - exp(-epsilon)) / (1 + exp(-epsilon))
  const mean = total((epsilon) => epsilon * Math.tanh(epsilon / 2));
  const drv = up(mean + Math.sqrt(-2 * squares * Math.log(delta)));
  const kov = up(mean + Math.sqrt(2 * squares * Math.log(Math.E + Math.sqrt(squares) / delta)));
  return { basic, drv, kov, epsilon: Math.min(basic, drv, kov) };
}

/**
 * The delta at which `count` releases of `epsilon` each are together ((count - 2 step) epsilon, delta)-private: optimal, for `step`
 * from 0 to floor(count / 2); rounded upwards, and at most 1.
 */
export function optimalDelta(count: number, epsilon: number, step: number): number {
  // By logarithms: exponentials of many releases leave the floats. log(1 + exp(epsilon)) = epsilon + log(1 + exp(-epsilon)).
  const logShare = -epsilon - Math.log1p(Math.exp(-epsilon));
  let binomial = 1n;
  let total = 0;
  for (let l = 0; l < step; l++) {
    total += Math.exp(
      sumFromAbove(
        logOf(binomial),
        (count - l) * epsilon,
        count * logShare,
        Math.log(-Math.expm1(2 * (l - step) * epsilon)),
      ),
    );
    binomial = (binomial * BigInt(count - l)) / BigInt(l + 1);
  }
  return step === 0 ? 0 : Math.min(1, roundedUp(total, step));
}

/** The logarithm of a whole number of any size. */
function logOf(value: bigint): number {
  const beyond = Math.max(0, value.toString(2).length - 1000);
  return Math.log(Number(value >> BigInt(beyond))) + beyond * Math.LN2;
}
