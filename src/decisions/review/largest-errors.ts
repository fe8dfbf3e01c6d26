// Which rows of the table the model misses by most: where to look.

import { type FittedModel, modelGeos } from "../draws/index.ts";
import { cellNames, type Predictions, targetOf } from "../predictions/index.ts";

/** Rows that are named. */
const named = 3;

/** The rows whose mean expectation is furthest from the target, worst first: dates, in panels with the geo; there what counts is the error per head. */
export function largestErrors(
  { weeks, count, expected, series }: Pick<Predictions, "weeks" | "count" | "expected" | "series">,
  data: FittedModel["data"],
): readonly string[] {
  const nameOf = cellNames(data, series);
  const observed = targetOf(data, series);
  const people = modelGeos({ data }).map((geo) => (data.geos === undefined ? 1 : geo.people));
  const sizes = new Float64Array(weeks);
  for (const { index, from, to } of series) {
    for (let row = from; row < to; row++) {
      let total = 0;
      for (let i = 0; i < count; i++) total += expected[row * count + i];
      sizes[row] = Math.abs(observed[row] - total / count) / people[index];
    }
  }
  return Array.from(sizes, (size, row) => ({ row, size }))
    .filter(({ size }) => Number.isFinite(size))
    .toSorted((a, b) => b.size - a.size)
    .slice(0, named)
    .map(({ row }) => nameOf(row));
}
