// The adjoint of a scan: a scan in the other direction, over the carries that the first one kept.

import type { Node, ScanBody } from "./node.ts";
import { constantValue } from "./operands.ts";
import { add, broadcastTo, concatenate, reshape, slice } from "./operations.ts";
import { scanInputs, scanLayout, type ScanPiece } from "./scan-layout.ts";
import { makeScan, scanResults, zeros } from "./scan.ts";
import { type Shape, sizeOf } from "./shape.ts";
import { placeholder } from "./tree.ts";

/** The adjoint of elements from `start` on of a flat value; its size says how many. */
export interface PartialAdjoint {
  readonly start: number;
  readonly adjoint: Node;
}

/** Adjoints of `wrt` when the nodes of `seeds` have the adjoints given; undefined where nothing depends on one. */
export type AdjointsOf = (seeds: ReadonlyMap<Node, Node>, wrt: readonly Node[]) => (Node | undefined)[];

/** The adjoint of each input of `node` that is needed. */
export function scanAdjoints(
  node: Node & { readonly kind: "scan" },
  parts: readonly PartialAdjoint[],
  needed: (input: Node) => boolean,
  adjointsOf: AdjointsOf,
): (Node | undefined)[] {
  const { body } = node;
  const given = adjointsOfPieces(body, parts);
  const sequences = new Sequences();
  const outside = scanInputs(node);

  // What the step of the other direction knows: the carry before the step, its elements, and what was captured.
  const kept = scanResults(node).trajectories;
  body.carries.forEach(({ before }, i) => sequences.add(before, entries(body, kept[i]!, "before"), 0));
  body.elements.forEach((element, i) => sequences.add(element.node, outside.sequences[i]!, element.axis));
  const captured = body.captured.map((inside, i) => ({ inside, outside: outside.captured[i]! }));

  const seeds = new Map<Node, Node>();
  const seed = (result: Node, adjoint: Node | undefined): void => {
    if (adjoint === undefined) return;
    const before = seeds.get(result);
    seeds.set(result, before === undefined ? adjoint : add(before, adjoint));
  };
  const carries = body.carries.map(({ before }) => placeholder("adjoint of a carry", before.shape));
  body.carries.forEach(({ after }, i) => {
    seed(after, carries[i]!);
    const trajectory = given.trajectories[i];
    if (trajectory !== undefined) seed(after, sequences.element(entries(body, trajectory, "after"), 0));
  });
  body.stacked.forEach((stacked, i) => {
    const adjoint = given.stacked[i];
    if (adjoint !== undefined) seed(stacked.node, sequences.element(adjoint, stacked.axis));
  });
  body.totals.forEach((total, i) => {
    const adjoint = given.totals[i];
    if (adjoint === undefined) return;
    const inside = placeholder("adjoint of a total", total.shape);
    captured.push({ inside, outside: adjoint });
    seed(total, inside);
  });

  const neededElements = body.elements.filter((_, i) => needed(outside.sequences[i]!));
  const neededCaptured = body.captured.filter((_, i) => needed(outside.captured[i]!));
  const wrt = [
    ...body.carries.map(({ before }) => before),
    ...neededElements.map(({ node: x }) => x),
    ...neededCaptured,
  ];
  const found = adjointsOf(seeds, wrt).map((adjoint, i) =>
    adjoint === undefined ? zeros(wrt[i]!.shape) : broadcastTo(adjoint, wrt[i]!.shape),
  );
  const afterElements = carries.length + neededElements.length;
  const reversed = makeScan(
    {
      length: body.length,
      reverse: !body.reverse,
      carries: carries.map((before, i) => ({ before, after: found[i]! })),
      elements: sequences.elements,
      captured: captured.map(({ inside }) => inside),
      stacked: neededElements.map(({ axis }, i) => ({ node: found[carries.length + i]!, axis })),
      totals: found.slice(afterElements),
    },
    [
      ...body.carries.map(({ before }, i) => given.last[i] ?? zeros(before.shape)),
      ...sequences.whole,
      ...captured.map((each) => each.outside),
    ],
  );
  const results = scanResults(reversed);
  const initial = results.last.map((adjoint, i) => {
    const trajectory = given.trajectories[i];
    return trajectory === undefined ? adjoint : add(adjoint, entries(body, trajectory, "initial"));
  });
  const ofElements = new Map(neededElements.map((element, i) => [element.node, results.stacked[i]!]));
  const ofCaptured = new Map(neededCaptured.map((inside, i) => [inside, results.totals[i]!]));
  return [
    ...initial,
    ...body.elements.map((element) => ofElements.get(element.node)),
    ...body.captured.map((inside) => ofCaptured.get(inside)),
  ];
}

/** Sequences of the scan being made, with the placeholders of their elements. */
class Sequences {
  readonly whole: Node[] = [];
  readonly elements: { node: Node; axis: number }[] = [];

  add(element: Node, whole: Node, axis: number): void {
    this.elements.push({ node: element, axis });
    this.whole.push(whole);
  }

  /** One element of `whole` in a step: a placeholder, or the number that it is everywhere. */
  element(whole: Node, axis: number): Node {
    const shape = whole.shape.toSpliced(axis, 1);
    const value = constantValue(whole);
    if (value !== undefined) return broadcastTo(value, shape);
    const element = placeholder("adjoint of a result", shape);
    this.add(element, whole, axis);
    return element;
  }
}

/** Entries of a trajectory: those before every step, those after every step, or the one that the scan began with. */
function entries({ length, reverse }: ScanBody, trajectory: Node, which: "before" | "after" | "initial"): Node {
  const first = slice(trajectory, 0, 0, length);
  const second = slice(trajectory, 0, 1, length + 1);
  if (which === "before") return reverse ? second : first;
  if (which === "after") return reverse ? first : second;
  const at = reverse ? length : 0;
  return reshape(slice(trajectory, 0, at, at + 1), trajectory.shape.slice(1));
}

interface PieceAdjoints {
  /** Of the carries after the last step. */
  readonly last: (Node | undefined)[];
  /** Of all carries, where they are used as a whole. */
  readonly trajectories: (Node | undefined)[];
  readonly stacked: (Node | undefined)[];
  readonly totals: (Node | undefined)[];
}

function adjointsOfPieces(body: ScanBody, parts: readonly PartialAdjoint[]): PieceAdjoints {
  const layout = scanLayout(body);
  const rest = new Set(parts);
  const ofPiece = ({ start, shape }: ScanPiece): Node | undefined => {
    const end = start + sizeOf(shape);
    const inside = [...rest].flatMap((part) => overlap(part, start, end) ?? []);
    return inside.length === 0
      ? undefined
      : reshape(
          inside.reduce((total, part) => add(total, part)),
          shape,
        );
  };
  const last = layout.trajectories.map(({ start, shape }) => {
    const inner: Shape = shape.slice(1);
    const from = start + (body.reverse ? 0 : body.length) * sizeOf(inner);
    const to = from + sizeOf(inner);
    const exact = parts.filter((part) => part.start >= from && part.start + part.adjoint.shape[0]! <= to);
    for (const part of exact) rest.delete(part);
    const inside = exact.map((part) => overlap(part, from, to)!);
    return inside.length === 0
      ? undefined
      : reshape(
          inside.reduce((total, part) => add(total, part)),
          inner,
        );
  });
  return {
    last,
    trajectories: layout.trajectories.map(ofPiece),
    stacked: layout.stacked.map(ofPiece),
    totals: layout.totals.map(ofPiece),
  };
}

/** The adjoint of elements start <= i < end, zero where the part does not reach; undefined where it reaches none. */
function overlap({ start: from, adjoint }: PartialAdjoint, start: number, end: number): Node | undefined {
  const to = from + adjoint.shape[0]!;
  const [low, high] = [Math.max(from, start), Math.min(to, end)];
  if (low >= high) return undefined;
  const inside = slice(adjoint, 0, low - from, high - from);
  const before = low > start ? [zeros([low - start])] : [];
  const after = high < end ? [zeros([end - high])] : [];
  return concatenate([...before, inside, ...after], 0);
}
