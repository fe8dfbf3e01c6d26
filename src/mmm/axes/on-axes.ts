// Graph nodes that know their axes: what is multiplied, added and summed is said by name, never by the number of an axis.

import * as g from "../../graph/index.ts";
import type { Node } from "../../graph/index.ts";
import { type AxisName, axisNames } from "./axes.ts";

/** A node with its axes, outermost first, in the order of `axisNames`. */
export interface OnAxes {
  readonly node: Node;
  readonly axes: readonly AxisName[];
}

/** @throws RangeError when the node has not as many axes, or they are not in order */
export function onAxes(node: Node, axes: readonly AxisName[]): OnAxes {
  if (node.shape.length !== axes.length || !inOrder(axes)) {
    throw new RangeError(`An array of shape [${node.shape.join(", ")}] cannot have the axes ${axes.join(", ")}.`);
  }
  return { node, axes };
}

function inOrder(axes: readonly AxisName[]): boolean {
  return axes.every((axis, k) => k === 0 || axisNames.indexOf(axes[k - 1]) < axisNames.indexOf(axis));
}

/** The axes that either has, in order. */
export function unionOf(...several: readonly (readonly AxisName[])[]): readonly AxisName[] {
  return axisNames.filter((axis) => several.some((axes) => axes.includes(axis)));
}

/** The node with an extent of 1 for each of these axes that it lacks, so that it goes with arrays that have them. */
export function along({ node, axes }: OnAxes, wanted: readonly AxisName[]): Node {
  return g.reshape(
    node,
    wanted.map((axis) => (axes.includes(axis) ? node.shape[axes.indexOf(axis)] : 1)),
  );
}

export function times(a: OnAxes, b: OnAxes): OnAxes {
  const axes = unionOf(a.axes, b.axes);
  return { node: g.multiply(along(a, axes), along(b, axes)), axes };
}

export function plus(a: OnAxes, b: OnAxes): OnAxes {
  const axes = unionOf(a.axes, b.axes);
  return { node: g.add(along(a, axes), along(b, axes)), axes };
}

export function minus(a: OnAxes, b: OnAxes): OnAxes {
  const axes = unionOf(a.axes, b.axes);
  return { node: g.subtract(along(a, axes), along(b, axes)), axes };
}

/** Sum over these axes, which disappear; axes that it lacks count as extent 1. */
export function sumOver(x: OnAxes, ...over: readonly AxisName[]): OnAxes {
  return reduced(x, over, g.sum);
}

/** Mean over these axes, which disappear. */
export function meanOver(x: OnAxes, ...over: readonly AxisName[]): OnAxes {
  return reduced(x, over, g.mean);
}

function reduced(
  { node, axes }: OnAxes,
  over: readonly AxisName[],
  reduce: (node: Node, positions: readonly number[]) => Node,
): OnAxes {
  const positions = axes.flatMap((axis, k) => (over.includes(axis) ? [k] : []));
  if (positions.length === 0) return { node, axes };
  return { node: reduce(node, positions), axes: axes.filter((axis) => !over.includes(axis)) };
}

/** Element by element, whatever the axes. */
export function mapped({ node, axes }: OnAxes, operation: (node: Node) => Node): OnAxes {
  return { node: operation(node), axes };
}
