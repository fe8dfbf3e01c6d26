// Elements by indices that are data: one program serves every table of a shape, whatever its groups.

import { badDataIndex, graphError, indicesNotData } from "../problems/shape-problems.ts";
import { makeNode, type Node } from "./node.ts";

/** y[j] = x[indices[j]] along `axis`, for a vector of two or more indices that are data. */
export function take(x: Node, indices: Node, axis: number): Node {
  if (indices.kind !== "input" || indices.role !== "data" || indices.shape.length !== 1 || indices.shape[0] === 1) {
    throw graphError(indicesNotData(String(indices)));
  }
  return makeNode({ kind: "take", inputs: [x, indices], shape: x.shape.with(axis, indices.shape[0]!), axis });
}

/** y[indices[j]] += x[j] along `axis`, of `extent` afterwards: the transpose of `take`. */
export function put(x: Node, indices: Node, extent: number, axis: number): Node {
  return makeNode({ kind: "put", inputs: [x, indices], shape: x.shape.with(axis, extent), axis });
}

/**
 * Copies indices that are data to `to`.
 *
 * @throws CarryoverError where one is not a whole number from 0 to extent - 1
 */
export function checkIndices(name: string, values: ArrayLike<number>, extent: number, to: Int32Array): Int32Array {
  for (let i = 0; i < to.length; i++) {
    const value = values[i]!;
    if (!(Number.isInteger(value) && value >= 0 && value < extent)) {
      throw graphError(badDataIndex(name, i, value, extent));
    }
    to[i] = value;
  }
  return to;
}
