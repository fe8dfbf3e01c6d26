// Expected and predicted targets of each geo of a panel along its calendar.

import type { FittedModel } from "../draws/index.ts";
import { rowLabels, targetOf } from "./cells.ts";
import { predictiveBands } from "./predictive-bands.ts";
import type { Predictions } from "./predictive.ts";

/** Lists have a number for each week of the calendar; NaN where the geo has no row, and where its target is not known. */
export interface GeoBands {
  readonly geo: string;
  readonly observed: readonly number[];
  /** Posterior mean. */
  readonly expected: readonly number[];
  /** Ends of the 90% predictive interval. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

/** In the order of the table; geos without any row are left out. */
export function bandsByGeo({ data }: Pick<FittedModel, "data">, predictions: Predictions): readonly GeoBands[] {
  const { count, withoutTarget } = predictions;
  const geos = new Map<string, Record<"observed" | "expected" | "lower" | "upper", number[]>>();
  for (const { geo } of [...predictions.series, ...(withoutTarget?.series ?? [])]) {
    const empty = (): number[] => new Array<number>(data.rows).fill(Number.NaN);
    geos.set(geo, { observed: empty(), expected: empty(), lower: empty(), upper: empty() });
  }
  for (const part of withoutTarget === undefined ? [predictions] : [predictions, withoutTarget]) {
    const observed = targetOf(data, part.series);
    const bands = predictiveBands({ ...part, count }, observed, rowLabels(data, part.series));
    for (const { geo, from, rows } of part.series) {
      const own = geos.get(geo)!;
      rows.forEach((t, k) => {
        own.observed[t] = observed[from + k];
        own.expected[t] = bands.expected[from + k];
        own.lower[t] = bands.lower90[from + k];
        own.upper[t] = bands.upper90[from + k];
      });
    }
  }
  return Array.from(geos, ([geo, bands]) => ({ geo, ...bands }));
}
