// The same graph with some nodes given from outside.

import { makeNode, type Node } from "../graph/index.ts";

/** Computes nodes anew with replacements for some of the nodes they depend on; nodes that need no change are kept. */
export type Substitution = (node: Node) => Node;

/**
 * `replacement` says what stands for a node: another node, taken as it is; or `{ substituteIn }` a node in which the same
 * replacements are made; or undefined for a node that stays, on replaced arguments.
 */
export function substitution(
  replacement: (node: Node) => Node | { readonly substituteIn: Node } | undefined,
): Substitution {
  const done = new Map<Node, Node>();
  const open = new Set<Node>();

  // By an explicit stack: graphs are deep. A node is finished when everything it waits for is.
  const waitsFor = (node: Node): readonly Node[] => {
    const given = replacement(node);
    if (given === undefined) return node.inputs;
    return "substituteIn" in given ? [given.substituteIn] : [];
  };
  const finish = (node: Node): Node => {
    const given = replacement(node);
    if (given !== undefined) return "substituteIn" in given ? done.get(given.substituteIn)! : given;
    const inputs = node.inputs.map((input) => done.get(input)!);
    return inputs.every((input, i) => input === node.inputs[i]) ? node : makeNode({ ...node, inputs });
  };

  return (root) => {
    const stack = [root];
    while (stack.length > 0) {
      const node = stack.at(-1)!;
      if (done.has(node)) {
        stack.pop();
        continue;
      }
      const waiting = waitsFor(node).filter((other) => !done.has(other));
      if (waiting.length === 0) {
        done.set(node, finish(node));
        open.delete(node);
        stack.pop();
        continue;
      }
      if (open.has(node)) throw new RangeError("A value is computed from itself.");
      open.add(node);
      stack.push(...waiting);
    }
    return done.get(root)!;
  };
}
