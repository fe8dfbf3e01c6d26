// What a node depends on.

import { type Node, topologicalOrder } from "../graph/index.ts";

/** True when the value changes with the position in the unconstrained vector; false for what constants and data determine. */
export function dependsOnParameters(node: Node): boolean {
  return topologicalOrder([node]).some((other) => other.kind === "input" && other.role === "parameter");
}
