// Problems of shapes, axes and indices that programs check when they run, too: apart from those of writing graphs, so that threads load little.

import { CarryoverError, exitCodes, type Problem } from "./problem.ts";
import { listed } from "../words/index.ts";

export const shapeText = (shape: readonly number[]): string => `[${shape.join(", ")}]`;

export const shapeProblem = (where: string, message: string, received: string, hint: string): Problem => ({
  code: "graph-shape",
  message,
  where,
  received,
  hint,
});

/**
 * An error about the graph that is being written. The command line writes its graphs itself, so there it is an internal
 * failure and no wrong input.
 */
export function graphError(problem: Problem): CarryoverError {
  return new CarryoverError([problem], exitCodes.internal);
}

export const shapesDoNotFit = (where: string | undefined, shapes: readonly (readonly number[])[]): Problem =>
  shapeProblem(
    where ?? "operation",
    "Shapes do not broadcast together: counted from the last axis, extents must be equal or 1.",
    listed(shapes.map(shapeText)),
    "Put an axis in with expand, or select elements with at or gather, until the axes line up.",
  );

export const axisOutOfRange = (where: string, axis: unknown, shape: readonly number[]): Problem => ({
  code: "graph-axis",
  message:
    shape.length === 0
      ? "A single number has no axis."
      : `Shape ${shapeText(shape)} has the axes 0 to ${shape.length - 1}; \`-1\` is the last one.`,
  where,
  received: `axis ${String(axis)}`,
  hint: "Axes are counted from the outermost, from 0.",
});

export const badDataIndex = (name: string, place: number, index: number, extent: number): Problem => ({
  code: "graph-index",
  message: `Data that are indices into an axis of ${extent} are whole numbers from 0 to ${extent - 1}.`,
  where: `data "${name}", element ${place}`,
  received: String(index),
  hint: "Subtract 1 from indices counted from 1.",
});

export const indicesNotData = (received: string): Problem => ({
  code: "graph-index",
  message: "Indices are whole numbers, an array of them, or a vector of two or more that is declared as data.",
  where: "gather",
  received,
  hint: "Declare the groups of the rows with data(name, [rows]). Inside of a scan, gather before the scan and give the result as a sequence.",
});
