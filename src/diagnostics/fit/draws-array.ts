// Draws of an array as one array: chains, draws, then the array's own axes.

import type { Draws } from "../draws.ts";
import { elementAt, labelsOfElements, type NamedAxis, namesOfElements } from "./axes.ts";
import { type DrawsColumn, elementDraws } from "./columns.ts";

/** Draws of a parameter or quantity. Those of a single number are what every function of `diagnostics` takes. */
export interface DrawsArray extends Draws {
  readonly name: string;
  /** `[chains, draws, ...extents]`. */
  readonly shape: readonly number[];
  /** The axes of the array itself, after those of chains and draws; none for a single number. */
  readonly axes: readonly NamedAxis[];
  /** Row-major over `shape`: [chain][draw][element]. */
  readonly values: Float64Array;
  /** Names of the elements in the order of `values`: `theta[1]`, `theta[2]`. */
  readonly elements: readonly string[];
  /**
   * Draws of one element by its labels, one for each axis. Labels are counted from 1 where the model gives none: `theta.at(1)` is the first.
   * @throws RangeError where there is no such element
   */
  at(...labels: readonly (string | number)[]): Draws;
}

/** The draws of a column with its elements innermost. */
export function drawsArray(column: DrawsColumn): DrawsArray {
  const { name, axes, chains, draws } = column;
  const extents = axes.map(({ labels }) => labels.length);
  const size = extents.reduce((product, extent) => product * extent, 1);
  const rows = chains * draws;
  return {
    name,
    chains,
    draws,
    axes,
    shape: [chains, draws, ...extents],
    values: size === 1 ? column.values : innermost(column.values, size, rows),
    get elements() {
      return namesOfElements(name, axes);
    },
    at(...labels) {
      if (labels.length !== axes.length) {
        const wanted =
          axes.length === 0 ? "a single number, without labels" : `${axes.length} labels, one for each axis`;
        throw new RangeError(`${name} takes ${wanted}; ${labels.length} were given.`);
      }
      const place = Object.fromEntries(axes.map((axis, k) => [axis.name, String(labels[k])]));
      return elementDraws(column, elementAt(name, axes, place));
    },
  };
}

/** A column of values that lie [chain][draw][element]. */
export function columnOfArray(
  array: { readonly name: string; readonly axes: readonly NamedAxis[] },
  { chains, draws }: Pick<Draws, "chains" | "draws">,
  values: Float64Array,
): DrawsColumn {
  const rows = chains * draws;
  const size = labelsOfElements(array.axes).length;
  const own = new Float64Array(size * rows);
  for (let row = 0; row < rows; row++) for (let k = 0; k < size; k++) own[k * rows + row] = values[row * size + k];
  return { ...array, chains, draws, values: own };
}

function innermost(values: Float64Array, size: number, rows: number): Float64Array {
  const own = new Float64Array(values.length);
  for (let k = 0; k < size; k++) for (let row = 0; row < rows; row++) own[row * size + k] = values[k * rows + row];
  return own;
}
