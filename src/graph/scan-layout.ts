// Where the results of a scan lie in its flat value.

import type { Node, ScanBody } from "./node.ts";
import { type Shape, sizeOf } from "./shape.ts";

/** One result: elements start <= i < start + size of the flat value, in row-major order of `shape`. */
export interface ScanPiece {
  readonly start: number;
  readonly shape: Shape;
}

/** The pieces of a scan's value, and its size. */
export interface ScanLayout {
  /**
   * Every carry before the first step and after each, [length + 1, ...]: entry t is the carry before element t of the sequences, the last
   * one the carry at the end. In a reverse scan entry t is the carry after element t, and the last one the initial carry. The gradient
   * needs them all, so memory grows with the number of steps.
   */
  readonly trajectories: readonly ScanPiece[];
  readonly stacked: readonly ScanPiece[];
  readonly totals: readonly ScanPiece[];
  readonly size: number;
}

export function scanLayout({ length, carries, stacked, totals }: Omit<ScanBody, "elements" | "captured">): ScanLayout {
  let size = 0;
  const piece = (shape: Shape): ScanPiece => {
    const start = size;
    size += sizeOf(shape);
    return { start, shape };
  };
  return {
    trajectories: carries.map(({ before }) => piece([length + 1, ...before.shape])),
    stacked: stacked.map(({ node, axis }) => piece(node.shape.toSpliced(axis, 0, length))),
    totals: totals.map(({ shape }) => piece(shape)),
    size,
  };
}

/** The inputs of a scan by what they are to the body. */
export function scanInputs(node: Node & { readonly kind: "scan" }): {
  readonly initial: readonly Node[];
  readonly sequences: readonly Node[];
  readonly captured: readonly Node[];
} {
  const { carries, elements } = node.body;
  const sequencesFrom = carries.length;
  const capturedFrom = sequencesFrom + elements.length;
  return {
    initial: node.inputs.slice(0, sequencesFrom),
    sequences: node.inputs.slice(sequencesFrom, capturedFrom),
    captured: node.inputs.slice(capturedFrom),
  };
}

/** The results of one step, in the order of the layout. */
export function stepResults({ carries, stacked, totals }: ScanBody): Node[] {
  return [...carries.map(({ after }) => after), ...stacked.map(({ node }) => node), ...totals];
}
