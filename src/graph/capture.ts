// Closures of the graph: what a traced function uses from outside, found and replaced by placeholders.

import { graphError, indicesNotData } from "../problems/shape-problems.ts";
import { makeNode, type Node, topologicalOrder } from "./node.ts";
import { constant, constantValue } from "./operands.ts";
import { broadcastTo } from "./operations.ts";
import { placeholder } from "./tree.ts";

export interface Closed {
  /** The results as a graph of their own: leaves are placeholders and constants. */
  readonly results: readonly Node[];
  /** What was used from outside, largest parts first computed outside, each with its placeholder. */
  readonly captured: readonly { readonly outside: Node; readonly inside: Node }[];
}

/**
 * `results`, which were made from `arguments_`, as a closed graph. Whatever does not depend on the arguments is computed once, outside;
 * numbers that are known stay inside.
 */
export function closeOver(results: readonly Node[], arguments_: readonly Node[]): Closed {
  const own = new Set(arguments_);
  const order = topologicalOrder(results);
  const dependent = new Set<Node>();
  for (const node of order) {
    if (own.has(node) || node.inputs.some((input) => dependent.has(input))) dependent.add(node);
  }
  const captured: { outside: Node; inside: Node }[] = [];
  const inside = new Map<Node, Node>();
  const enter = (node: Node): Node => {
    const known = inside.get(node);
    if (known !== undefined) return known;
    const value = constantValue(node);
    let entered: Node;
    if (value !== undefined) entered = broadcastTo(constant(value), node.shape);
    else if (node.kind === "constant") entered = node;
    else {
      entered = placeholder("captured", node.shape);
      captured.push({ outside: node, inside: entered });
    }
    inside.set(node, entered);
    return entered;
  };
  for (const node of order) {
    if (!dependent.has(node)) continue;
    const inputs = node.inputs.map(enter);
    // A step's groups are those of its own elements, which are no data.
    if (node.kind === "take" || node.kind === "put") throw graphError(indicesNotData("data used inside of a scan"));
    const same = inputs.every((input, i) => input === node.inputs[i]);
    inside.set(node, same ? node : makeNode({ ...node, inputs }));
  }
  return { results: results.map(enter), captured };
}
