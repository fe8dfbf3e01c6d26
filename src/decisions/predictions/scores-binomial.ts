// Bounds on a count of successes: between which numbers it lies with a given probability.

import { betaCdf } from "../../numerics/special/index.ts";

/** P(X <= k) of X ~ Binomial(n, p), through the regularized incomplete beta function (DLMF 8.17.5). */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return betaCdf(1 - p, n - k, k + 1);
}

/** Fewest and most successes of n with at most (1 - probability) / 2 beyond either: the central region. */
export function binomialRegion(n: number, p: number, probability: number): readonly [number, number] {
  const tail = (1 - probability) / 2;
  let fewest = 0;
  while (fewest < n && binomialCdf(fewest, n, p) <= tail) fewest++;
  let most = n;
  while (most > 0 && 1 - binomialCdf(most - 1, n, p) <= tail) most--;
  return [fewest, most];
}
