// Rows of an element-wise function as that function of rows, so that what is made of them is simplified as of the whole.

import type { Node } from "./node.ts";
import { gather, rawUnary } from "./operations.ts";

/**
 * `gather(node, positions)` along the first axis, inside of element-wise functions of one argument: with `x = logistic(u)`, `1 - gather(x)` is 0 where x
 * rounds to 1, and `1 - gatherInside(x)` is `logistic(-gather(u))`, which is not.
 */
export function gatherInside(node: Node, positions: readonly number[]): Node {
  if (node.kind === "unary") return rawUnary(node.function, gatherInside(node.inputs[0], positions));
  return gather(node, positions, 0);
}
