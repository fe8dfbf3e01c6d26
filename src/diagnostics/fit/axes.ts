// Named axes of arrays of draws: labels of their elements, names of elements, places.

import { elementName } from "../../model/naming/index.ts";

/** An axis with the label of each of its elements. Labels may be any text, brackets and commas included. */
export interface NamedAxis {
  readonly name: string;
  readonly labels: readonly string[];
}

/** One element of each axis, by label; an axis with a single element need not be named. */
export type PlaceOnAxes<Name extends string = string> = { readonly [K in Name]?: string };

/** How many elements an array with these axes has. */
export function sizeOfAxes(axes: readonly NamedAxis[]): number {
  return axes.reduce((size, { labels }) => size * labels.length, 1);
}

/** Extents of an array with these axes. */
export function shapeOfAxes(axes: readonly NamedAxis[]): number[] {
  return axes.map(({ labels }) => labels.length);
}

/** Labels of every element in row-major order, one for each axis. */
export function labelsOfElements(axes: readonly NamedAxis[]): string[][] {
  return axes.reduce<string[][]>(
    (before, { labels }) => before.flatMap((outer) => labels.map((label) => [...outer, label])),
    [[]],
  );
}

/** Names of all elements in row-major order: `decay[TV]`, `coefficient[TV,North]`, `sigma`. */
export function namesOfElements(name: string, axes: readonly NamedAxis[]): string[] {
  return labelsOfElements(axes).map((labels) => elementName(name, labels));
}

/**
 * Position of an element in row-major order.
 * @throws RangeError where an axis lacks the label, or an axis of several elements is not given one
 */
export function elementAt(name: string, axes: readonly NamedAxis[], place: PlaceOnAxes = {}): number {
  return axes.reduce((position, { name: axis, labels }) => {
    const label = place[axis];
    const found = label === undefined && labels.length === 1 ? 0 : labels.indexOf(label ?? "");
    if (found < 0) {
      const wanted = label === undefined ? `one of its ${labels.length} elements` : `"${label}"`;
      throw new RangeError(`${name} has no element for the ${axis} ${wanted}; it has ${labels.join(", ")}.`);
    }
    return position * labels.length + found;
  }, 0);
}
