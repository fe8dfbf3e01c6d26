// Polynomials as graph nodes, by Horner's rule.

import { type Node, constant, rawBinary } from "../../graph/index.ts";

/** `coefficients[0] + coefficients[1] x + ...` */
export function polynomial(coefficients: readonly number[], x: Node): Node {
  const last = coefficients.length - 1;
  let value = constant(coefficients[last]);
  for (let i = last - 1; i >= 0; i--) {
    value = rawBinary("add", rawBinary("multiply", value, x), constant(coefficients[i]));
  }
  return value;
}
