// Draws as columns with axes: one block for each parameter or quantity, not one entry for each of its elements.

import type { Draws } from "../draws.ts";
import { elementAt, type NamedAxis, namesOfElements, type PlaceOnAxes } from "./axes.ts";

/** Draws of one parameter or quantity. */
export interface DrawsColumn {
  readonly name: string;
  /** Outermost first; none for a single number. Elements whose prior is fixed are not among them. */
  readonly axes: readonly NamedAxis[];
  readonly chains: number;
  /** Per chain. */
  readonly draws: number;
  /** [element][chain][draw], elements in row-major order over the axes. */
  readonly values: Float64Array;
}

/** Draws of one element under its name: `decay[TV]`. */
export interface NamedDraws {
  readonly name: string;
  readonly draws: Draws;
}

/** The draws of the element at a position in row-major order, as a view. */
export function elementDraws({ chains, draws, values }: DrawsColumn, position: number): Draws {
  const count = chains * draws;
  return { chains, draws, values: values.subarray(position * count, (position + 1) * count) };
}

/** Every element of a column under its name, in row-major order; draws are views. */
export function elementsOf(column: DrawsColumn): NamedDraws[] {
  return namesOfElements(column.name, column.axes).map((name, k) => ({ name, draws: elementDraws(column, k) }));
}

/**
 * The draws of one element: `drawsOf(fit.parameters, "decay", { channel: "TV" })`.
 * @throws RangeError when there is no such column or element
 */
export function drawsOf(columns: readonly DrawsColumn[], name: string, place: PlaceOnAxes = {}): Draws {
  const column = columns.find((each) => each.name === name);
  if (column === undefined) {
    throw new RangeError(
      `There are no draws of ${name}; there are draws of ${columns.map((each) => each.name).join(", ")}.`,
    );
  }
  return elementDraws(column, elementAt(name, column.axes, place));
}
