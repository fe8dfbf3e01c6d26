// Common-subexpression elimination: the same computation is the same node.

import { makeNode, type Node, type OdeBody, type ScanBody, topologicalOrder } from "./node.ts";

/**
 * The same computations as `roots`, with equal sub-graphs merged; nodes that need no change are kept. Derivatives that were given
 * for a value have done their work when a graph is lowered, and are dropped.
 */
export function mergeEqual(roots: readonly Node[]): Node[] {
  const merged = new Map<Node, Node>();
  const byKey = new Map<string, Node>();
  for (const node of topologicalOrder(roots)) {
    const inputs = node.inputs.map((input) => merged.get(input)!);
    if (node.kind === "differentiated") {
      merged.set(node, inputs[0]!);
      continue;
    }
    const key = describe(node, inputs);
    let same = byKey.get(key);
    if (same === undefined) {
      same = inputs.every((input, i) => input === node.inputs[i]) ? node : makeNode({ ...node, inputs });
      byKey.set(key, same);
    }
    merged.set(node, same);
  }
  return roots.map((root) => merged.get(root)!);
}

function describe(node: Node, inputs: readonly Node[]): string {
  let ids = inputs.map((input) => input.id);
  if (node.kind === "binary" && (node.function === "add" || node.function === "multiply"))
    ids = ids.sort((a, b) => a - b);
  const head = `${node.kind}(${ids.join()})[${node.shape.join()}]`;
  switch (node.kind) {
    case "constant":
      // Large tables are kept apart unless they are the same node: comparing them costs more than it saves.
      return node.values.length > 64 ? `constant#${node.id}` : `${head}${Array.from(node.values, written).join()}`;
    case "input":
      return `${head}${node.role}:${node.name}`;
    case "unary":
    case "binary":
      return `${head}${node.function}`;
    case "sum":
      return `${head}${node.axes.join()}`;
    case "gather":
    case "scatter":
      return `${head}${node.axis}:${node.indices.join()}`;
    case "slice":
      return `${head}${node.axis}:${node.start}`;
    case "concatenate":
    case "take":
    case "put":
      return `${head}${node.axis}`;
    case "shift":
      return `${head}${node.axis}:${node.by}`;
    case "recurrence":
      return `${head}${node.axis}:${node.reverse}`;
    case "transpose":
      return `${head}${node.axes.join()}`;
    case "triangularSolve":
      return `${head}${node.transposed}`;
    case "scan":
    case "ode":
      return `${head}${bodyNumber(node.body)}`;
    default:
      return head;
  }
}

const bodies = new WeakMap<ScanBody | OdeBody, number>();
let bodyCount = 0;

/** Bodies are the same when they were traced once. */
function bodyNumber(body: ScanBody | OdeBody): number {
  const number = bodies.get(body) ?? bodyCount++;
  bodies.set(body, number);
  return number;
}

function written(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}
