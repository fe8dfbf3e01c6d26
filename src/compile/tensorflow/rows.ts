// Operations that move or add elements, as tables: rows of a result that are sums of rows of the argument.

import { type Node, type Shape, sizeOf, stridesOf } from "../../graph/index.ts";

/** Row `targets[i]` of the result gets row `sources[i]` of the argument added; targets ascend. Other rows are zero. */
export interface RowTable {
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  /** Rows of the argument. */
  readonly from: number;
  /** Rows of the result. */
  readonly to: number;
}

export type Moving = Node & { readonly kind: "gather" | "scatter" | "slice" | "shift" };

/** The table of `node` for an argument of shape `source` and a result of shape `result`, which may be narrower than the node's. */
export function movingTable(node: Moving, source: Shape, result: Shape): RowTable {
  const { axis } = node;
  // Along the axis: pairs of a place in the argument and one in the result.
  const pairs: (readonly [number, number])[] = [];
  switch (node.kind) {
    case "gather":
      node.indices.forEach((index, place) => pairs.push([index, place]));
      break;
    case "scatter":
      node.indices.forEach((index, place) => pairs.push([place, index]));
      break;
    case "slice":
      for (let place = 0; place < result[axis]!; place++) pairs.push([place + node.start, place]);
      break;
    case "shift":
      for (let place = 0; place < result[axis]!; place++) {
        const from = place - node.by;
        if (from >= 0 && from < source[axis]!) pairs.push([from, place]);
      }
      break;
  }
  const outer = sizeOf(source.slice(0, axis));
  const inner = sizeOf(source.slice(axis + 1));
  const entries: [number, number][] = [];
  for (let o = 0; o < outer; o++) {
    for (const [from, to] of pairs) {
      for (let i = 0; i < inner; i++) {
        entries.push([(o * source[axis]! + from) * inner + i, (o * result[axis]! + to) * inner + i]);
      }
    }
  }
  return tableOf(entries, sizeOf(source), sizeOf(result));
}

/** The table of a change of axes. */
export function transposeTable(node: Node & { readonly kind: "transpose" }): RowTable {
  const strides = stridesOf(node.inputs[0]!.shape);
  const size = sizeOf(node.shape);
  const moved = stridesOf(node.shape);
  const entries = Array.from({ length: size }, (_, place): [number, number] => {
    let source = 0;
    node.axes.forEach((axis, k) => (source += (Math.floor(place / moved[k]!) % node.shape[k]!) * strides[axis]!));
    return [source, place];
  });
  return tableOf(entries, size, size);
}

/** The first elements of a vector of `from`, beginning at `start`. */
export function rangeTable(start: number, count: number, from: number): RowTable {
  return tableOf(
    Array.from({ length: count }, (_, i) => [start + i, i]),
    from,
    count,
  );
}

/** Sums along axes of extent above this are taken in blocks. */
const longSum = 16;

/**
 * Tables whose succession sums over `axes`. Many terms are added in about sqrt(n) blocks of sqrt(n), so that rounding errors grow with 2
 * sqrt(n) and not with n.
 */
export function sumTables(source: Shape, axes: readonly number[]): RowTable[] {
  const strides = stridesOf(source);
  const kept = source.map((extent, axis) => (axes.includes(axis) ? 1 : extent));
  const keptStrides = stridesOf(kept);
  const terms = sizeOf(source) / sizeOf(kept);
  const block = terms > longSum ? Math.ceil(Math.sqrt(terms)) : terms;
  const blocks = Math.ceil(terms / block);
  const entries: [number, number][] = [];
  const seen = new Int32Array(sizeOf(kept));
  for (let row = 0; row < sizeOf(source); row++) {
    let to = 0;
    for (let axis = 0; axis < source.length; axis++) {
      if (!axes.includes(axis)) to += (Math.floor(row / strides[axis]!) % source[axis]!) * keptStrides[axis]!;
    }
    entries.push([row, to * blocks + Math.floor(seen[to]++ / block)]);
  }
  const first = tableOf(entries, sizeOf(source), sizeOf(kept) * blocks);
  if (blocks === 1) return [first];
  const second = Array.from({ length: first.to }, (_, row): [number, number] => [row, Math.floor(row / blocks)]);
  return [first, tableOf(second, first.to, sizeOf(kept))];
}

/** True when every row of the result has one source at most. */
export function movesOnly({ targets }: RowTable): boolean {
  return targets.every((target, i) => i === 0 || target !== targets[i - 1]);
}

/** True when the result is the argument. */
export function isIdentity({ sources, targets, from, to }: RowTable): boolean {
  return from === to && sources.length === to && sources.every((source, i) => source === i && targets[i] === i);
}

function tableOf(entries: readonly (readonly [number, number])[], from: number, to: number): RowTable {
  const sorted = [...entries].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
  return {
    sources: Int32Array.from(sorted, ([source]) => source),
    targets: Int32Array.from(sorted, ([, target]) => target),
    from,
    to,
  };
}
