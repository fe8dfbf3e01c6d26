// Whether what was observed after the table of a run is what the run expected: weeks in their bands, errors, and the sum.

import { type CommonRows, laterRows, type MediaData } from "../../data/panel/index.ts";
import { count, percent } from "../../words/index.ts";
import { type FittedModel, type Interval, intervalOf } from "../draws/index.ts";
import { binomialRegion, futureDraws, futureScenarios } from "../predictions/index.ts";

/** Probability of the bands of single weeks and of the sum. */
const bandLevel = 0.9;
/** Of the counts that chance alone leaves in the bands. */
const chanceLevel = 0.95;

/** One observed row after the table. */
export interface NewWeek {
  readonly date: string;
  /** Of a panel. */
  readonly geo?: string;
  readonly observed: number;
  readonly predicted: Interval;
  readonly inside: boolean;
}

export interface NewWeeks {
  readonly from: string;
  readonly to: string;
  /** Dates. */
  readonly rows: number;
  /** Rows whose target is known: of a panel for each geo. */
  readonly known: number;
  readonly inside: number;
  /** Fewest and most that would be in 90% bands by chance in 95 of 100 tables, if rows erred independently of each other. */
  readonly bound: readonly [number, number];
  /** Mean absolute error of the expected target as a share of what was observed, over rows that were not 0; NaN where all were. */
  readonly mape: number;
  /** Of all known rows. */
  readonly observed: number;
  readonly predicted: Interval;
  readonly totalInside: boolean;
  readonly asExpected: boolean;
  /** The same in words. */
  readonly verdict: string;
  readonly weeks: readonly NewWeek[];
}

/** What the model of a run predicted for the rows that a newer table has after its own, beside what came; undefined where no target is known. */
export function newWeeks(model: FittedModel, next: MediaData, common: CommonRows): NewWeeks | undefined {
  const { data } = model;
  const later = laterRows(data, next, common);
  if (later === undefined) return undefined;
  const [{ data: joined }] = futureScenarios(model, [{ name: "new rows", table: later.table }]);
  const { series, expected, predicted, count: draws } = futureDraws(model, joined);
  const weeks: NewWeek[] = [];
  const total = new Float64Array(draws);
  const errors: number[] = [];
  let observedTotal = 0;
  for (const { geo, index, from, rows } of series) {
    rows.forEach((t, k) => {
      const observed = later.observed[index * later.rows + t - data.rows];
      if (Number.isNaN(observed)) return;
      const start = (from + k) * draws;
      const own = predicted.slice(start, start + draws);
      let mean = 0;
      for (let i = 0; i < draws; i++) {
        total[i] += own[i];
        mean += expected[start + i] / draws;
      }
      observedTotal += observed;
      if (observed !== 0) errors.push(Math.abs(mean - observed) / Math.abs(observed));
      const band = intervalOf(own, bandLevel);
      weeks.push({
        date: joined.dates[t],
        ...(data.geos === undefined ? {} : { geo }),
        observed,
        predicted: band,
        inside: observed >= band.lower && observed <= band.upper,
      });
    });
  }
  if (weeks.length === 0) return undefined;
  const known = weeks.length;
  const inside = weeks.filter((week) => week.inside).length;
  const [fewest, most] = binomialRegion(known, bandLevel, chanceLevel);
  const band = intervalOf(total, bandLevel);
  const figures = {
    from: joined.dates[data.rows],
    to: joined.dates[joined.rows - 1],
    rows: later.rows,
    known,
    inside,
    bound: [fewest, most] as const,
    mape: errors.length === 0 ? Number.NaN : errors.reduce((sum, error) => sum + error, 0) / errors.length,
    observed: observedTotal,
    predicted: band,
    totalInside: observedTotal >= band.lower && observedTotal <= band.upper,
  };
  const asExpected = inside >= fewest && figures.totalInside;
  return { ...figures, asExpected, verdict: verdictOf(figures), weeks };
}

/** In one or two sentences. */
function verdictOf(
  figures: Pick<NewWeeks, "known" | "inside" | "bound" | "totalInside" | "observed" | "predicted">,
): string {
  const { known, inside, totalInside, observed, predicted } = figures;
  const [fewest] = figures.bound;
  const side = observed > predicted.upper ? "above" : "below";
  const total = totalInside
    ? "the sum of the new rows is in its 90% interval"
    : `the sum of the new rows is ${side} its 90% interval`;
  const cells = `${inside} of ${count(known, "new row")} (${percent(inside / known)}) are in their 90% intervals`;
  if (inside < fewest) {
    return (
      `Not as the run expected: ${cells}, and chance alone leaves at least ${fewest} in them; ${total}. ` +
      "Look for what changed in these rows: something that the model does not know, or a table that is not yet complete."
    );
  }
  if (!totalInside) {
    return `Not as the run expected: ${cells}, but ${total}. The target has moved by more than the trend of the model allows.`;
  }
  return `As the run expected: ${cells}, and ${total}.`;
}
