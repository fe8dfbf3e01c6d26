// Adjoints of a value that is read in pieces: put together in one array instead of one array of zeros for each piece.

import type { Node } from "./node.ts";
import { constant } from "./operands.ts";
import { add, broadcastTo, concatenate, scatter } from "./operations.ts";

/** Fewer pieces than this each become an array of their own. */
const fewestPieces = 4;

type Reading = Node & { readonly kind: "slice" | "gather" };

/** Adjoints of slices and gathers that wait until all readers of a value have been seen. */
export class Pieces {
  private readonly waiting = new Map<Node, { readonly reader: Reading; readonly adjoint: Node }[]>();
  private readonly many = new Set<Node>();

  /** `order` holds every node that has an adjoint. */
  constructor(order: readonly Node[]) {
    const counts = new Map<Node, number>();
    for (const node of order) {
      if (node.kind !== "slice" && node.kind !== "gather") continue;
      const read = node.inputs[0]!;
      const count = (counts.get(read) ?? 0) + 1;
      counts.set(read, count);
      if (count >= fewestPieces) this.many.add(read);
    }
  }

  /** Takes the adjoint of a reader, in its full shape, when its value is read in many pieces; says whether it did. */
  take(reader: Node, adjoint: () => Node): boolean {
    if (reader.kind !== "slice" && reader.kind !== "gather") return false;
    const read = reader.inputs[0]!;
    if (!this.many.has(read)) return false;
    const waiting = this.waiting.get(read) ?? [];
    waiting.push({ reader, adjoint: adjoint() });
    this.waiting.set(read, waiting);
    return true;
  }

  /** What the pieces of a value give to its adjoint. */
  of(read: Node): Node | undefined {
    const waiting = this.waiting.get(read);
    if (waiting === undefined) return undefined;
    this.waiting.delete(read);
    let total: Node | undefined;
    const contribute = (part: Node): void => {
      total = total === undefined ? part : add(total, part);
    };
    for (let axis = 0; axis < read.shape.length; axis++) {
      const along = waiting.filter(({ reader }) => reader.axis === axis);
      const slices = along.flatMap(({ reader, adjoint }) =>
        reader.kind === "slice" ? [{ start: reader.start, adjoint }] : [],
      );
      for (const layer of layersOf(slices, axis)) contribute(joined(layer, read, axis));
      const gathers = along.flatMap(({ reader, adjoint }) =>
        reader.kind === "gather" ? [{ indices: reader.indices, adjoint }] : [],
      );
      if (gathers.length === 0) continue;
      const indices = Int32Array.from(gathers.flatMap((each) => [...each.indices]));
      const values = concatenate(
        gathers.map(({ adjoint }) => adjoint),
        axis,
      );
      contribute(scatter(values, indices, read.shape[axis]!, axis));
    }
    return total;
  }
}

interface Piece {
  readonly start: number;
  readonly adjoint: Node;
}

/** Pieces in layers within which none overlaps another, in order; what was read twice is added up first. */
function layersOf(pieces: readonly Piece[], axis: number): Piece[][] {
  const byPlace = new Map<string, Piece>();
  for (const { start, adjoint } of pieces) {
    const place = `${start} ${adjoint.shape[axis]!}`;
    const before = byPlace.get(place);
    byPlace.set(place, { start, adjoint: before === undefined ? adjoint : add(before.adjoint, adjoint) });
  }
  const layers: { readonly pieces: Piece[]; end: number }[] = [];
  for (const piece of [...byPlace.values()].sort((a, b) => a.start - b.start)) {
    let layer = layers.find(({ end }) => end <= piece.start);
    if (layer === undefined) layers.push((layer = { pieces: [], end: 0 }));
    layer.pieces.push(piece);
    layer.end = piece.start + piece.adjoint.shape[axis]!;
  }
  return layers.map((layer) => layer.pieces);
}

/** Pieces one after another, with zeros between them. */
function joined(pieces: readonly Piece[], read: Node, axis: number): Node {
  const parts: Node[] = [];
  let end = 0;
  const fill = (start: number): void => {
    if (start > end) parts.push(broadcastTo(constant(0), read.shape.with(axis, start - end)));
  };
  for (const { start, adjoint } of pieces) {
    fill(start);
    parts.push(adjoint);
    end = start + adjoint.shape[axis]!;
  }
  fill(read.shape[axis]!);
  return concatenate(parts, axis);
}
