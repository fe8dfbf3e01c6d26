// Which values of a graph lie in memory, and how much room for zeros they need around them.

import type { Node } from "../graph/index.ts";
import { type Group, isRegisterSource, isView, registerSource, squeezed } from "./group.ts";

/** Position of an axis among the axes above extent one; -1 for an axis of one. */
export function squeezedAxis(node: Node, axis: number): number {
  if (node.shape[axis] === 1) return -1;
  return squeezed(node.shape.slice(0, axis)).length;
}

export function isOuterRecurrence(node: Node): boolean {
  return node.kind === "recurrence" && squeezedAxis(node, node.axis) !== squeezed(node.shape).length - 1;
}

export interface Padding {
  readonly before: number[];
  readonly after: number[];
}

/** How many zeros each shifted or outer-recurrent node needs around it. */
export function paddingOf(order: readonly Node[]): Map<Node, Padding> {
  const paddings = new Map<Node, Padding>();
  const pad = (node: Node, axis: number, before: number, after: number): void => {
    const zeros = (): number[] => node.shape.map(() => 0);
    const padding = paddings.get(node) ?? { before: zeros(), after: zeros() };
    padding.before[axis] = Math.max(padding.before[axis]!, before);
    padding.after[axis] = Math.max(padding.after[axis]!, after);
    paddings.set(node, padding);
  };
  for (const node of order) {
    if (isOuterRecurrence(node) && node.kind === "recurrence") {
      pad(node, node.axis, node.reverse ? 0 : 1, node.reverse ? 1 : 0);
    }
    if (node.kind !== "shift") continue;
    const source = registerSource(node.inputs[0]!);
    const axis = sourceAxis(node.inputs[0]!, node.axis, source);
    pad(source, axis, Math.max(0, node.by), Math.max(0, -node.by));
  }
  return paddings;
}

/** The axis of `source` that is `axis` of `node`, which differs from it by axes of extent one. */
function sourceAxis(node: Node, axis: number, source: Node): number {
  let position = squeezedAxis(node, axis);
  return source.shape.findIndex((extent) => extent !== 1 && position-- === 0);
}

/** Nodes whose values are read from memory: by another nest, as an output, or because they are made there. */
export function storedNodes(
  order: readonly Node[],
  outputs: readonly Node[],
  groups: readonly Group[],
  padding: ReadonlyMap<Node, Padding>,
): Set<Node> {
  const stored = new Set<Node>([...outputs, ...padding.keys()]);
  const groupOf = new Map<Node, Set<Group>>();
  for (const group of groups) {
    for (const { node } of group.members) groupOf.set(node, (groupOf.get(node) ?? new Set()).add(group));
  }
  for (const node of order) {
    const users = groupOf.get(node);
    if (users === undefined) continue;
    for (const input of node.inputs) {
      const source = registerSource(input);
      const made = groupOf.get(source);
      const fused = made !== undefined && [...users].every((group) => made.has(group)) && isRegisterSource(source);
      const sameLoops = squeezed(input.shape).length === squeezed(source.shape).length && !isView(source);
      if (!fused || !sameLoops) stored.add(baseOf(input));
      if (node.kind === "gather" || node.kind === "take") stored.add(baseOf(input));
    }
  }
  return stored;
}

/** The computed node or leaf behind a chain of views. */
export function baseOf(node: Node): Node {
  let base = node;
  while (isView(base)) base = base.inputs[0]!;
  return base;
}
