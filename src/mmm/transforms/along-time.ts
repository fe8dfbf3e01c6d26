// Vectors over channels beside arrays whose first axis is channels and whose last is time, whatever lies between.

import { asNode, expand, type Node, type Operand, reshape } from "../../graph/index.ts";
import type { Values } from "./parameter.ts";

/** A vector over channels with axes of extent 1 after it, so that it goes with `like` [channels, ..., time]. Numbers stay as they are. */
export function alongTime(vector: Operand, like: Node): Operand {
  if (typeof vector === "number") return vector;
  const { shape } = asNode(vector);
  return shape.length === 0
    ? vector
    : reshape(vector, [...shape, ...new Array<number>(like.shape.length - shape.length).fill(1)]);
}

/** The same as a node. */
export function columnOf(vector: Operand, like: Node): Node {
  return asNode(alongTime(vector, like));
}

/** All axes of `node` but the first. */
export function axesAfterFirst(node: Node): readonly number[] {
  return node.shape.slice(1).map((_, axis) => axis + 1);
}

/** Vectors over channels as columns [channels, 1]. */
export function expandedValues(values: Values): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, expand(value, 1)]));
}
