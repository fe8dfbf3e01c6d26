// Which levels of spend a table and a test show: a curve through two levels is a line, whatever its shape, so saturation needs three.

import { type FittedModel, modelGeos, spendCells } from "../draws/index.ts";
import { runRateOf } from "../plans/index.ts";
import type { TestDesign } from "./test-design.ts";

/** Levels that differ by less than this share of the largest are one. */
const apart = 0.1;

/** Levels of spend per period (and head) of a channel that the table has, together with those of the test. */
export function spendLevels(
  model: FittedModel,
  channel: number,
  { geos, factor }: Pick<TestDesign, "geos" | "factor">,
): number {
  const { rows } = model.data;
  const cells = spendCells(model, channel);
  const all = modelGeos(model);
  const seen = all.flatMap(({ index, people, first, end }) =>
    Array.from(cells.subarray(index * rows + first, index * rows + end), (spend) => spend / people),
  );
  const ofTest = geos.map((geo) => (factor * runRateOf(model, channel, geo)) / all[geo].people);
  const sorted = [...seen, ...ofTest].toSorted((a, b) => a - b);
  const width = apart * (sorted.at(-1) ?? 0);
  let levels = 0;
  let from = Number.NEGATIVE_INFINITY;
  for (const spend of sorted) {
    if (spend <= from + width) continue;
    levels++;
    from = spend;
  }
  return levels;
}
