// Geometric adstock as graph nodes: infinite by recurrence or over a window of lags, normalized or not.

import {
  add,
  convolve,
  divide,
  expand,
  multiply,
  type Node,
  type Operand,
  recurrence,
  subtract,
} from "../../graph/index.ts";
import type { Adstock } from "../specification/index.ts";

/**
 * Spend that is exactly zero from the start leaves an adstock of zero, whose logarithm has no derivative. This many scaled
 * units of spend are added to every week: too little to change any sum of doubles above 1e-284, enough to take a logarithm.
 */
const leastSpend = 1e-300;

/** Spend as the adstock takes it. Depends on data alone, so it is computed once. */
export function withLeastSpend(spend: Node): Node {
  return add(spend, leastSpend);
}

export interface Carried {
  /** Adstocked spend [channels, weeks] up to a factor that is constant in time. */
  readonly stock: Node;
  /** What `stock` is multiplied by to be the adstock of the specification: [channels], or a number. */
  readonly factor: Operand;
}

/**
 * Adstock of `spend` [channels, weeks] with `decay` [channels].
 *
 * Infinite: a[t] = x[t] + decay a[t-1], weights decay^l; normalized, they are multiplied by 1 - decay, and constant spend is
 * carried over unchanged. A window of L counts lags 0 to L with weights decay^l, normalized by their sum. The factor is
 * kept apart from the sum over lags, because saturation can absorb it at no cost per week.
 */
export function geometricAdstock(spend: Node, decay: Node, adstock: Adstock & { kind: "geometric" }): Carried {
  if (adstock.window === "infinite") {
    return { stock: recurrence(expand(decay, 1), spend, 1), factor: adstock.normalize ? subtract(1, decay) : 1 };
  }
  const weights: Operand[] = [1];
  let weight: Node = decay;
  for (let lag = 1; lag <= adstock.window; lag++) {
    weights.push(expand(weight, 1));
    weight = multiply(weight, decay);
  }
  const factor = adstock.normalize ? divide(1, steadyStock(decay, adstock)) : 1;
  return { stock: convolve(spend, weights, 1), factor };
}

/** The sum of the weights of an adstock whose stock is not normalized: what constant spend of one is carried to. */
export function steadyStock(decay: Node, adstock: Adstock & { kind: "geometric" }): Node {
  if (adstock.window === "infinite") return divide(1, subtract(1, decay));
  let total: Node = add(1, decay);
  let weight: Node = decay;
  for (let lag = 2; lag <= adstock.window; lag++) {
    weight = multiply(weight, decay);
    total = add(total, weight);
  }
  return total;
}
