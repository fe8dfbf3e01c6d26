// Static shapes: sizes, row-major strides and NumPy-style broadcasting.

import { axisOutOfRange, graphError, shapesDoNotFit } from "../problems/shape-problems.ts";

/** Extents of a tensor, outermost axis first; [] is a scalar. */
export type Shape = readonly number[];

/** Number of elements. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const extent of shape) size *= extent;
  return size;
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let stride = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = stride;
    stride *= shape[axis]!;
  }
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((extent, axis) => extent === b[axis]);
}

export function formatShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** The shape that all of `shapes` broadcast to, aligning trailing axes; an extent of 1 stretches. */
export function broadcastShapes(...shapes: Shape[]): number[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const result = new Array<number>(rank).fill(1);
  for (const shape of shapes) {
    for (let axis = 0; axis < shape.length; axis++) {
      const at = rank - shape.length + axis;
      const extent = shape[axis]!;
      if (extent === 1 || extent === result[at]) continue;
      if (result[at] !== 1) throw graphError(shapesDoNotFit(undefined, shapes));
      result[at] = extent;
    }
  }
  return result;
}

/** True when `shape` broadcasts to exactly `target`. */
export function broadcastsTo(shape: Shape, target: Shape): boolean {
  if (shape.length > target.length) return false;
  return shape.every((extent, axis) => {
    const to = target[target.length - shape.length + axis];
    return extent === to || extent === 1;
  });
}

/** Throws where `a` and `b` do not broadcast together. */
export function checkBroadcast(where: string, a: Shape, b: Shape): void {
  const shared = Math.min(a.length, b.length);
  for (let i = 1; i <= shared; i++) {
    const [m, n] = [a[a.length - i], b[b.length - i]];
    if (m !== n && m !== 1 && n !== 1) throw graphError(shapesDoNotFit(where, [a, b]));
  }
}

/** Axis counted from the end when negative; checked. */
export function normalizeAxis(axis: number, shape: Shape, where: string): number {
  const normal = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(normal) || normal < 0 || normal >= shape.length) {
    throw graphError(axisOutOfRange(where, axis, shape));
  }
  return normal;
}

/** One axis or several, all by default, each checked. */
export function normalizeAxes(axes: number | readonly number[] | undefined, shape: Shape, where: string): number[] {
  if (axes === undefined) return shape.map((_, axis) => axis);
  const given = typeof axes === "number" ? [axes] : axes;
  return given.map((axis) => normalizeAxis(axis, shape, where));
}

/** `shape` with ones put in front until it has `rank` axes. */
export function padRank(shape: Shape, rank: number): number[] {
  return [...new Array<number>(rank - shape.length).fill(1), ...shape];
}
