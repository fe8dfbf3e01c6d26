// Where the elements of a node lie in memory, seen from inside the loops around a nest.

import { type Node, type Shape, sizeOf } from "../graph/index.ts";
import type { Access, Buffer, Nest, Statement, StepLoop } from "./loops.ts";

/** Where the elements of a node lie: per axis of the node, in elements of the buffer. */
export interface Placement {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly strides: readonly number[];
  /** How far the elements move with each step of the loops around, outermost first; those that are missing do not move them. */
  readonly steps?: readonly number[];
}

/** A result and the place where it has to be. */
export interface PlacedResult {
  readonly node: Node;
  readonly view: Placement;
}

/** Data that are indices into an axis of `extent`. */
export interface DataTable {
  readonly name: string;
  readonly extent: number;
}

type Placed = Node & { readonly kind: "gather" | "scatter" | "take" | "put" };

/** The positions by which a node reads or adds; those that are data are known when data are set. */
export function tableOf(node: Placed, { groups }: LoweringContext): Int32Array {
  if (node.kind === "gather" || node.kind === "scatter") return node.indices;
  const [x, indices] = node.inputs as [Node, Node];
  if (indices.kind !== "input") throw new RangeError("Indices that are computed are refused when they are used.");
  const extent = (node.kind === "take" ? x : node).shape[node.axis]!;
  for (const [table, known] of groups) if (known.name === indices.name && known.extent === extent) return table;
  const table = new Int32Array(sizeOf(indices.shape));
  groups.set(table, { name: indices.name, extent });
  return table;
}

/** What all parts of a program share while they are lowered. */
export interface LoweringContext {
  readonly buffers: Buffer[];
  /** Scratch that must keep what it holds between runs, such as zeros around it. */
  readonly persistent: Set<Buffer>;
  /** Tables of positions that are data, which are filled when data are set. */
  readonly groups: Map<Int32Array, DataTable>;
  /** Loops around what is lowered, outermost first. */
  readonly around: readonly StepLoop[];
}

/** How far a view moves with each of `loops` loops. */
export function stepsOf({ steps = [] }: Placement, loops: number): number[] {
  return [...steps, ...new Array<number>(loops - steps.length).fill(0)];
}

/** An access with one stride for each of the `outer` loops around, then one per loop of the nest: axes of extent one make no loop. */
export function access(view: Placement, strides: readonly number[], shape: readonly number[], outer: number): Access {
  return {
    buffer: view.buffer,
    offset: view.offset,
    strides: [...stepsOf(view, outer), ...strides.filter((_, axis) => shape[axis] !== 1)],
  };
}

/** Lowers the results of one step of a loop to their places. */
export type LowerStep = (
  inputs: ReadonlyMap<string, Placement>,
  results: readonly PlacedResult[],
  context: LoweringContext,
) => Nest[];

/** Where the value of a node with a loop inside lies, and where its inputs do. */
export interface LoopPlaces {
  readonly value: Placement;
  readonly inputs: readonly Placement[];
}

/** Copies a view of `shape`, or one number, to another place. */
export function copyNest(from: Placement | number, to: Placement, shape: Shape, around: readonly StepLoop[]): Nest {
  const loops = shape.filter((extent) => extent !== 1);
  const levels: number[] = [];
  const statements: Statement[] = [];
  if (typeof from === "number") {
    levels.push(-1);
    statements.push({ kind: "constant", target: 0, value: from });
  } else {
    const source = access(from, from.strides, shape, around.length);
    levels.push(source.strides.findLastIndex((stride) => stride !== 0));
    statements.push({ kind: "load", target: 0, from: source });
  }
  statements.push({ kind: "store", to: access(to, to.strides, shape, around.length), x: 0 });
  return {
    around,
    extents: [...around.map(({ extent }) => extent), ...loops],
    reverse: [...around.map(({ reverse }) => reverse), ...loops.map(() => false)],
    statements,
    levels,
  };
}
