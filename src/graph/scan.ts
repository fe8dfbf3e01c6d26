// Loops over a sequence: one step is traced once, and the gradient is a loop in reverse.

import {
  carryChangesShape,
  nestedLoop,
  notSteps,
  otherCarries,
  scanWithoutLength,
  sequenceOfOtherLength,
  sequenceWithoutAxis,
  stepReturns,
} from "../problems/graph-problems.ts";
import { graphError } from "../problems/shape-problems.ts";
import { checkOptionNames } from "../settings/index.ts";
import { closeOver } from "./capture.ts";
import { makeNode, type Node, type ScanBody, topologicalOrder } from "./node.ts";
import { constant, describeValue } from "./operands.ts";
import { broadcastTo, reshape, slice } from "./operations.ts";
import { scanLayout, type ScanPiece } from "./scan-layout.ts";
import { normalizeAxis, sameShape, sizeOf } from "./shape.ts";
import { leavesOf, type Nodes, placeholder, type Tree, withLeaves } from "./tree.ts";

/** How a scan runs. */
export interface ScanOptions {
  /** Number of steps; needed when there are no sequences. Default: their extent along `axis`. */
  readonly length?: number;
  /** The axis of the sequences that is walked along, and of the stacked results. Default 0. Negative counts from the end. */
  readonly axis?: number;
  /** True to begin at the last element of the sequences; results still lie at the place of their element. Default false. */
  readonly reverse?: boolean;
}

/**
 * A loop: `body(carry, x)` gives `[next carry, y]`, for each element x of the sequences `xs` along their leading axis, from `initial` on. The
 * result is `[last carry, ys]`: every y stacked along the same axis.
 *
 *     // An AR(1) process: the errors of one-step predictions.
 *     const [, errors] = scan((last, y) => [y, subtract(y, multiply(phi, last))], 0, series);
 *
 * Carry, element and y may each be one tensor, or a list or record of tensors, nested as one likes (a JavaScript array is a list here, never a vector). The body is
 * called once, with placeholders: it is a graph of its own and runs in a loop on every backend, so cost and memory of a gradient
 * grow linearly with the number of steps and compiling does not. Parameters, data and constants of the model may be used inside; what does not depend on
 * carry or element is computed once, outside. Every carry is kept, because the gradient runs through them in reverse.
 *
 * @param body a step; a body without a y returns `[next carry]`. Shapes of carries must not change.
 * @param initial the carry before the first step
 * @param xs sequences of one extent along `axis`; `[]` for none, with `options.length`
 * @throws CarryoverError when sequences differ in length, or a carry comes out of the body in another shape than it went in
 */
export function scan<const C extends Tree, const X extends Tree, const Y extends Tree = readonly []>(
  body: (carry: Nodes<C>, x: Nodes<X>) => readonly [next: Tree, y?: Y],
  initial: C,
  xs: X,
  options: ScanOptions = {},
): [carry: Nodes<C>, ys: Nodes<Y>] {
  checkOptionNames("scan", options, { length: true, axis: true, reverse: true });
  const starts = leavesOf(initial);
  const sequences = leavesOf(xs).map(({ path, node }) => {
    if (node.shape.length === 0) throw graphError(sequenceWithoutAxis(path));
    return { path, node, axis: normalizeAxis(options.axis ?? 0, node.shape, `scan, xs${path}`) };
  });
  const length = stepsOf(sequences, options.length);
  const carries = starts.map(({ path, node }) => placeholder(`carry${path}`, node.shape));
  const elements = sequences.map(({ path, node, axis }) => placeholder(`x${path}`, node.shape.toSpliced(axis, 1)));
  const returned = body(withLeaves(initial, carries) as Nodes<C>, withLeaves(xs, elements) as Nodes<X>) as readonly [
    Tree,
    Tree?,
  ];
  if (!Array.isArray(returned) || returned.length < 1 || returned.length > 2) {
    throw graphError(stepReturns(describeValue(returned)));
  }
  const nexts = nextCarries(starts, leavesOf(returned[0]));
  const yTree = returned[1] ?? [];
  const ys = leavesOf(yTree);
  const { results, captured } = closeOver([...nexts, ...ys.map(({ node }) => node)], [...carries, ...elements]);
  if (topologicalOrder(results).some(({ kind }) => kind === "ode")) throw graphError(nestedLoop("scan"));
  const node = makeScan(
    {
      length,
      reverse: options.reverse ?? false,
      carries: carries.map((before, i) => ({ before, after: results[i]! })),
      elements: elements.map((element, i) => ({ node: element, axis: sequences[i]!.axis })),
      captured: captured.map(({ inside }) => inside),
      stacked: results
        .slice(carries.length)
        .map((y) => ({ node: y, axis: normalizeAxis(options.axis ?? 0, [length, ...y.shape], "scan, y") })),
      totals: [],
    },
    [
      ...starts.map((start) => start.node),
      ...sequences.map((sequence) => sequence.node),
      ...captured.map(({ outside }) => outside),
    ],
  );
  const { last, stacked } = scanResults(node);
  return [withLeaves(initial, last) as Nodes<C>, withLeaves(yTree, stacked) as unknown as Nodes<Y>];
}

type Leaves = ReturnType<typeof leavesOf>;

function stepsOf(sequences: readonly (Leaves[number] & { readonly axis: number })[], given?: number): number {
  const first = sequences[0];
  const length = given ?? first?.node.shape[first.axis];
  if (length === undefined) throw graphError(scanWithoutLength());
  if (!Number.isInteger(length) || length < 1) throw graphError(notSteps(length));
  const other = sequences.find(({ node, axis }) => node.shape[axis] !== length);
  if (other !== undefined) throw graphError(sequenceOfOtherLength(other.path, other.axis, other.node.shape, length));
  return length;
}

/** What the body returned for each carry, in the order of the initial ones. */
function nextCarries(before: Leaves, after: Leaves): Node[] {
  const names = (leaves: Leaves): string[] => leaves.map(({ path }) => `carry${path}`);
  const found = new Map(after.map((leaf) => [leaf.path, leaf.node]));
  if (after.length !== before.length || before.some(({ path }) => !found.has(path))) {
    throw graphError(otherCarries(names(before), names(after)));
  }
  return before.map(({ path, node }) => {
    const next = found.get(path)!;
    if (!sameShape(node.shape, next.shape))
      throw graphError(carryChangesShape("scan", `carry${path}`, node.shape, next.shape));
    return next;
  });
}

/** A scan node; inputs are initial carries, sequences and captured values, in the order of the body. */
export function makeScan(body: ScanBody, inputs: readonly Node[]): Node & { readonly kind: "scan" } {
  return makeNode({ kind: "scan", body, inputs, shape: [scanLayout(body).size] }) as Node & { kind: "scan" };
}

/** Elements of one piece of a scan's value, in its shape. */
function pieceOf(node: Node, { start, shape }: ScanPiece): Node {
  return reshape(slice(node, 0, start, start + sizeOf(shape)), shape);
}

/** The results of a scan as nodes: last carries, all carries, stacked results and totals. */
export function scanResults(node: Node & { readonly kind: "scan" }): {
  readonly last: readonly Node[];
  readonly trajectories: readonly Node[];
  readonly stacked: readonly Node[];
  readonly totals: readonly Node[];
} {
  const layout = scanLayout(node.body);
  const { length, reverse } = node.body;
  return {
    last: layout.trajectories.map(({ start, shape }) => {
      const inner = shape.slice(1);
      return pieceOf(node, { start: start + (reverse ? 0 : length) * sizeOf(inner), shape: inner });
    }),
    trajectories: layout.trajectories.map((piece) => pieceOf(node, piece)),
    stacked: layout.stacked.map((piece) => pieceOf(node, piece)),
    totals: layout.totals.map((piece) => pieceOf(node, piece)),
  };
}

/** Zeros of a shape. */
export function zeros(shape: readonly number[]): Node {
  return broadcastTo(constant(0), shape);
}
