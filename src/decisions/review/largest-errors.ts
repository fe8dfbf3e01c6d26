// Which rows of the table the model misses by most: where to look.

import type { FittedModel } from "../draws/index.ts";
import type { Predictions } from "../predictions/index.ts";

/** Rows that are named. */
const named = 3;

/** Dates of the rows whose mean expectation is furthest from the target, worst first. */
export function largestErrors(
  { weeks, count, expected }: Pick<Predictions, "weeks" | "count" | "expected">,
  { dates, target }: Pick<FittedModel["data"], "dates" | "target">,
): readonly string[] {
  const errors = Array.from({ length: weeks }, (_, row) => {
    let total = 0;
    for (let i = 0; i < count; i++) total += expected[row * count + i];
    return { row, size: Math.abs(target.values[row] - total / count) };
  });
  return errors
    .filter(({ size }) => Number.isFinite(size))
    .toSorted((a, b) => b.size - a.size)
    .slice(0, named)
    .map(({ row }) => dates[row]);
}
