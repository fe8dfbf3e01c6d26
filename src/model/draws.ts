// Draws of what a model reports: one block for each parameter and derived quantity, with labels along its axes.

import { elementName } from "./naming/index.ts";
import type { Quantity } from "./model.ts";

/** The name of an array and the labels of its elements. */
export interface ArrayLabels {
  readonly name: string;
  /** Along each axis; none for a single number. */
  readonly labels: readonly (readonly string[])[];
}

/** What is known of a reported array before anything is drawn. */
export interface ReportedArray extends ArrayLabels {
  readonly kind: "parameter" | "derived";
  readonly unit?: string;
  /** Elements. */
  readonly size: number;
}

/** Draws of one reported array. */
export interface DrawsBlock extends ReportedArray {
  /** [element][draw], elements in row-major order. */
  readonly values: Float64Array;
}

/** Arrays of some quantities in their order. */
export function arraysOf(quantities: readonly Quantity[], kind: ReportedArray["kind"]): ReportedArray[] {
  return quantities.map(({ name, labels, unit }) => ({
    name,
    kind,
    labels,
    size: sizeOfArray({ labels }),
    ...(unit === undefined ? {} : { unit }),
  }));
}

/** How many elements an array has. */
export function sizeOfArray({ labels }: Pick<ArrayLabels, "labels">): number {
  return labels.reduce((size, axis) => size * axis.length, 1);
}

/** Names of the elements of an array, in row-major order. */
export function namesOfArray({ name, labels }: ArrayLabels): string[] {
  const all = labels.reduce<string[][]>(
    (outer, axis) => outer.flatMap((k) => axis.map((label) => [...k, label])),
    [[]],
  );
  return all.map((own) => elementName(name, own));
}

/** The draws of the element with these labels, one for each axis, as a view; undefined where there is none. */
export function elementOfBlock(
  { labels, values, size }: DrawsBlock,
  wanted: readonly string[],
): Float64Array | undefined {
  let position = 0;
  for (const [k, axis] of labels.entries()) {
    const found = axis.indexOf(wanted[k]);
    if (found < 0) return undefined;
    position = position * axis.length + found;
  }
  const count = values.length / size;
  return values.subarray(position * count, (position + 1) * count);
}

/** The draws of every element by its name, as views of the blocks. */
export function columnsOf(blocks: readonly DrawsBlock[]): ReadonlyMap<string, Float64Array> {
  return new Map(
    blocks.flatMap((block) => {
      const count = block.values.length / block.size;
      return namesOfArray(block).map((name, k) => [name, block.values.subarray(k * count, (k + 1) * count)] as const);
    }),
  );
}

/** Adds `columns`, made when they are first asked for: the draws of every element by its name. */
export function withColumns<T extends { readonly blocks: readonly DrawsBlock[] }>(
  draws: T,
): T & { readonly columns: ReadonlyMap<string, Float64Array> } {
  let columns: ReadonlyMap<string, Float64Array> | undefined;
  return Object.defineProperty(draws, "columns", {
    get: () => (columns ??= columnsOf(draws.blocks)),
    enumerable: false,
  }) as T & { readonly columns: ReadonlyMap<string, Float64Array> };
}
