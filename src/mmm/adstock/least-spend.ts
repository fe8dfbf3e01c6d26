// A little spend everywhere, so that an adstock has a logarithm.

import { add, type Node } from "../../graph/index.ts";

/**
 * Spend that is exactly zero from the start leaves an adstock of zero, whose logarithm has no derivative. This many scaled
 * units of spend are added to every week: too little to change any sum of doubles above 1e-284, enough to take a logarithm.
 */
const leastSpend = 1e-300;

/** Spend as the adstock takes it. Depends on data alone, so it is computed once. */
export function withLeastSpend(spend: Node): Node {
  return add(spend, leastSpend);
}
