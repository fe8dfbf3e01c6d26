// The named axes of a media mix model. Every array says which of them it has, always in this order: time is innermost, so that
// loops over weeks run on neighboring numbers, then geo, then channel.

import { elementName } from "../../model/naming/index.ts";

/** All axes, outermost first. */
export const axisNames = ["channel", "control", "harmonic", "weekday", "knot", "geo", "time"] as const;

export type AxisName = (typeof axisNames)[number];

/** An axis with the label of each of its elements. Labels may be any text, brackets and commas included. */
export interface Axis {
  readonly name: AxisName;
  readonly labels: readonly string[];
}

/** One element of each axis, by label; an axis with a single element need not be named. */
export type Place = { readonly [K in AxisName]?: string };

/**
 * The label of a national table's only geo. A national table is a panel of one geo, through the same code; the empty label is not
 * shown in the names of elements.
 */
export const nation = "";

/** How many elements an array with these axes has. */
export function sizeOfAxes(axes: readonly Axis[]): number {
  return axes.reduce((size, { labels }) => size * labels.length, 1);
}

/** Extents of an array with these axes. */
export function shapeOfAxes(axes: readonly Axis[]): number[] {
  return axes.map(({ labels }) => labels.length);
}

/** Labels of every element in row-major order, one for each axis. */
export function labelsOfElements(axes: readonly Axis[]): string[][] {
  return axes.reduce<string[][]>(
    (before, { labels }) => before.flatMap((outer) => labels.map((label) => [...outer, label])),
    [[]],
  );
}

/** Names of all elements in row-major order: `decay[TV]`, `coefficient[TV,North]`, `sigma`. */
export function namesOfElements(name: string, axes: readonly Axis[]): string[] {
  return labelsOfElements(axes).map((labels) => elementName(name, labels));
}

/**
 * Position of an element in row-major order.
 * @throws RangeError where an axis lacks the label, or an axis of several elements is not given one
 */
export function elementAt(name: string, axes: readonly Axis[], place: Place = {}): number {
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
