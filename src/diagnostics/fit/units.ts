// Units of quantities: one for all elements of a column, or one for each.

import { sizeOfAxes } from "./axes.ts";
import type { QuantityColumn } from "./types.ts";

/** What a column says of the units of its elements: the one that they share, or every one and a list of them. */
export function columnUnits(units: readonly string[]): Pick<QuantityColumn, "unit" | "units"> {
  const different = [...new Set(units)];
  return different.length < 2 ? { unit: different[0] ?? "" } : { unit: different.join(", "), units };
}

/** The unit of every element of a column. */
export function unitsOfElements({
  unit,
  units,
  axes,
}: Pick<QuantityColumn, "unit" | "units" | "axes">): readonly string[] {
  return units ?? Array.from({ length: sizeOfAxes(axes) }, () => unit);
}
