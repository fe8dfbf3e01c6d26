// The error of a test's read-out, from tests that did not happen: in every window of the table as long as the test, what the read-out would have been
// is what the model leaves unexplained there. Windows overlap and hold neighboring rows, so noise that lasts for weeks counts as it is. Squares are
// averaged over the posterior draws, so that what a fit has explained away of the noise counts too.

import { cadences } from "../../data/panel/index.ts";
import type { FittedModel } from "../draws/index.ts";
import { averageWorth, modelGeos } from "../draws/index.ts";
import { predictionsOf, targetOf } from "../predictions/index.ts";
import { thinned } from "../../mmm/response/index.ts";

export interface PlaceboError {
  /** Standard error of what a test of this length and these geos reads, in the target's unit (in revenue where conversions have a worth). */
  readonly se: number;
  /** Windows of the table that were read, and how many of them do not overlap. */
  readonly windows: number;
  readonly apart: number;
  /** `se` over what it would be if rows were independent: above 1 where noise lasts. */
  readonly inflation: number;
  /**
   * What outcomes are compared with. "geos": the other geos in the same rows; "before": the rows before the test, up to half a year, of
   * the same geos, where there are no others.
   */
  readonly comparedWith: "geos" | "before";
}

/** Least share of the people of the geos that must have a target in a row. */
const leastKnown = 0.5;
/** Draws over which squares are averaged. */
const residualDraws = 200;

/** What the model leaves unexplained, in what the target is worth; NaN in cells without a target. */
export interface Residuals {
  readonly draws: number;
  readonly geos: number;
  readonly rows: number;
  /** [draw][geo][row] */
  readonly values: Float64Array;
  /** [geo] */
  readonly people: readonly number[];
  /** Rows before a test that it is compared with where there are no other geos. */
  readonly before: number;
}

export function residualsOf(model: FittedModel): Residuals {
  const predictions = predictionsOf(model);
  const { series, expected, count } = predictions;
  const observed = targetOf(model.data, series);
  const geos = modelGeos(model);
  const { rows, cadence } = model.data;
  const taken = thinned(count, residualDraws);
  const size = geos.length * rows;
  const values = new Float64Array(taken.length * size).fill(Number.NaN);
  for (const { index, from, rows: own } of series) {
    const worth = averageWorth(model, geos[index]);
    own.forEach((t, k) => {
      const cell = from + k;
      taken.forEach((draw, i) => {
        values[i * size + index * rows + t] = worth * (observed[cell] - expected[cell * count + draw]);
      });
    });
  }
  const people = geos.map((geo) => geo.people);
  return { draws: taken.length, geos: geos.length, rows, values, people, before: cadences[cadence].year / 2 };
}

/**
 * @param test positions of the geos of the test
 * @param length rows of the test and its cooldown, at most a quarter of the rows of the table
 * @returns undefined where in no window of that length half of the people of the test have a target
 */
export function placeboError(
  { draws, geos, rows, values, people, before: most }: Residuals,
  test: readonly number[],
  length: number,
): PlaceboError | undefined {
  const size = geos * rows;
  const controls = Array.from({ length: geos }, (_, geo) => geo).filter((geo) => !test.includes(geo));
  /** [row] What the residuals of the geos that have a target stand for: all of these by their people; 0 where fewer than half have one. */
  const scaleOf = (of: readonly number[]): Float64Array => {
    const all = of.reduce((total, geo) => total + people[geo], 0);
    return Float64Array.from({ length: rows }, (_, t) => {
      const known = of.reduce((total, geo) => total + (Number.isNaN(values[geo * rows + t]) ? 0 : people[geo]), 0);
      return known >= leastKnown * all && known > 0 ? all / known : 0;
    });
  };
  const [ofTest, ofControls] = [test, controls].map(scaleOf);
  const there = ofTest.map((scale, t) => (scale > 0 && (controls.length === 0 || ofControls[t] > 0) ? 1 : 0));
  const sumOver = (draw: number, of: readonly number[], t: number): number => {
    let total = 0;
    for (const geo of of) {
      const value = values[draw * size + geo * rows + t];
      if (!Number.isNaN(value)) total += value;
    }
    return total * (of === test ? ofTest[t] : ofControls[t]);
  };
  const share = controls.length === 0 ? 0 : slopeOn(controls);
  const before = controls.length === 0 ? Math.min(most, Math.floor(rows / 2)) : 0;
  let squares = 0;
  let single = 0;
  let windows = 0;
  let cells = 0;
  const sums = new Float64Array(rows + 1);
  const known = new Int32Array(rows + 1);
  for (let draw = 0; draw < draws; draw++) {
    for (let t = 0; t < rows; t++) {
      const own = there[t] === 1 ? sumOver(draw, test, t) - share * sumOver(draw, controls, t) : 0;
      sums[t + 1] = sums[t] + own;
      known[t + 1] = known[t] + there[t];
      if (there[t] === 0) continue;
      single += own * own;
      cells++;
    }
    for (let from = before; from + length <= rows; from++) {
      const to = from + length;
      if (known[to] - known[from - before] < length + before) continue;
      const level = before === 0 ? 0 : ((sums[from] - sums[from - before]) * length) / before;
      squares += (sums[to] - sums[from] - level) ** 2;
      windows++;
    }
  }
  if (windows === 0) return undefined;
  const se = Math.sqrt(squares / windows);
  const independent = Math.sqrt((single / cells) * length * (1 + (before === 0 ? 0 : length / before)));
  const count = windows / draws;
  return {
    se,
    windows: count,
    apart: Math.max(1, Math.floor((count + length - 1) / length)),
    inflation: independent > 0 ? se / independent : 1,
    comparedWith: controls.length === 0 ? "before" : "geos",
  };

  /** Least squares of the test geos' mean residuals on those of the others, at least 0: what weeks have in common. */
  function slopeOn(of: readonly number[]): number {
    let products = 0;
    let ofOthers = 0;
    for (let t = 0; t < rows; t++) {
      if (there[t] === 0) continue;
      for (let draw = 0; draw < draws; draw++) {
        const other = sumOver(draw, of, t);
        products += other * sumOver(draw, test, t);
        ofOthers += other * other;
      }
    }
    return ofOthers > 0 ? Math.max(0, products / ofOthers) : 0;
  }
}
