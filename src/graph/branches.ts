// Which nodes serve a branch of a select alone: where that branch is not taken their adjoints are zero, and must stay so when their derivative
// is infinite or not a number there (0 times infinity is not 0).

import type { Node } from "./node.ts";

/**
 * The nodes of `order` (arguments before what uses them) whose every use leads into one branch of a select, or into branches of several selects,
 * but never into both branches of one: those are computed where either is taken.
 * @param needed nodes that have an adjoint; other uses do not count
 */
export function nodesOfBranches(order: readonly Node[], needed: ReadonlySet<Node>): ReadonlySet<Node> {
  if (!order.some(({ kind }) => kind === "select")) return new Set();
  /** The branches that a node serves, as `select id:position`; undefined once it is used elsewhere. */
  const served = new Map<Node, Set<string> | undefined>();
  const serve = (node: Node, branches: ReadonlySet<string> | undefined): void => {
    const before = served.has(node) ? served.get(node) : new Set<string>();
    if (before === undefined || branches === undefined) served.set(node, undefined);
    else served.set(node, new Set([...before, ...branches]));
  };
  const alone = new Set<Node>();
  for (const node of order.toReversed()) {
    if (!needed.has(node)) continue;
    const branches = served.get(node);
    const own = branches !== undefined && !servesBoth(branches) ? branches : undefined;
    if (own !== undefined) alone.add(node);
    node.inputs.forEach((input, position) => {
      if (node.kind !== "select") serve(input, own);
      else if (position > 0) serve(input, new Set([...(own ?? []), `${node.id}:${position}`]));
    });
  }
  return alone;
}

function servesBoth(branches: ReadonlySet<string>): boolean {
  return [...branches].some((branch) => branch.endsWith(":1") && branches.has(`${branch.slice(0, -1)}2`));
}
