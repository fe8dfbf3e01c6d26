// The named axes of a media mix model. Every array says which of them it has, always in this order: time is innermost, so that
// loops over weeks run on neighboring numbers, then geo, then channel.

import type { NamedAxis, PlaceOnAxes } from "../../diagnostics/fit/index.ts";

/** All axes, outermost first. */
export const axisNames = ["channel", "control", "harmonic", "weekday", "knot", "experiment", "geo", "time"] as const;

export type AxisName = (typeof axisNames)[number];

/** An axis with the label of each of its elements. */
export interface Axis extends NamedAxis {
  readonly name: AxisName;
}

/** One element of each axis, by label; an axis with a single element need not be named. */
export type Place = PlaceOnAxes<AxisName>;

/**
 * The label of a national table's only geo. A national table is a panel of one geo, through the same code; the empty label is not
 * shown in the names of elements.
 */
export const nation = "";
