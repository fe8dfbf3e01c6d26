// Which cells of [geo, time] a model looks at, and what stands behind each: all of a national table; of a panel those with rows and targets.

import * as g from "../../graph/index.ts";
import type { ModelBuilder } from "../../model/index.ts";
import { meanOver, type OnAxes, onAxes, sumOver, times } from "../axes/index.ts";

/** Of a panel, whose media and target are per head: people and rows. */
export interface PanelDesign {
  /** [geo] 1 for each where the table has no population. */
  readonly population: Float64Array;
  /** [geo][week] 1 where there is a row, else 0. */
  readonly hasRow: Float64Array;
  /** [geo][week] 1 where that has a target, else 0. */
  readonly hasTarget: Float64Array;
}

export interface CellsOfModel {
  /** Mean over the weeks that have a target, of each geo. */
  readonly average: (x: OnAxes) => OnAxes;
  /** Sum over the weeks that have a row, for all people of a geo. What is summed has time and geo among its axes. */
  readonly total: (x: OnAxes) => OnAxes;
  /** `total` of what each cell's outcome is worth: the same where nothing is said of that. */
  readonly valued: (x: OnAxes) => OnAxes;
  /** `total` over the weeks that have a target. */
  readonly totalSeen: (x: OnAxes) => OnAxes;
  /** Over geo and time: 1 where there is a target, else 0; undefined where there always is one. */
  readonly seen?: OnAxes;
  /** Over geo and time: 1 where there is a row, else 0; undefined where there always is one. */
  readonly there?: OnAxes;
  /** Over geo: what values per head are multiplied by; undefined where they are not per head. */
  readonly people?: OnAxes;
}

/** A national table: one geo, and every week has a target. */
export const allCells: CellsOfModel = {
  average: (x) => meanOver(x, "time"),
  total: (x) => sumOver(x, "time"),
  valued: (x) => sumOver(x, "time"),
  totalSeen: (x) => sumOver(x, "time"),
};

/** The same cells where the table says what one of the target is worth in each. */
export function valuedCells(
  builder: ModelBuilder,
  cells: CellsOfModel,
  shape: readonly [geos: number, weeks: number],
): CellsOfModel {
  const worth = onAxes(builder.data(names.worth, shape), ["geo", "time"]);
  return { ...cells, valued: (x) => cells.total(times(x, worth)) };
}

/** Data of `valuedCells`: [geo][week] what one of the target is worth, 0 where there is no row. */
export function worthData(worth: Float64Array): Record<string, Float64Array> {
  return { [names.worth]: worth.map((value) => (Number.isNaN(value) ? 0 : value)) };
}

/** Names of the data of a panel. */
const names = { population: "population", hasRow: "rows", hasTarget: "rows with a target", worth: "worth" } as const;

/** Data of a panel as the program takes them. */
export function panelData(panel: PanelDesign): Record<string, Float64Array> {
  return Object.fromEntries((["population", "hasRow", "hasTarget"] as const).map((key) => [names[key], panel[key]]));
}

/** The cells of a panel; what follows from the table alone is computed once. */
export function panelCells(builder: ModelBuilder, shape: readonly [geos: number, weeks: number]): CellsOfModel {
  const people = onAxes(builder.data(names.population, [shape[0]]), ["geo"]);
  const hasRow = onAxes(builder.data(names.hasRow, shape), ["geo", "time"]);
  const seen = onAxes(builder.data(names.hasTarget, shape), ["geo", "time"]);
  // A geo without any target has no level that its data would tell.
  const counts = onAxes(g.maximum(sumOver(seen, "time").node, 1), ["geo"]);
  const shares = times(seen, onAxes(g.divide(1, counts.node), ["geo"]));
  const peopleThere = times(people, hasRow);
  const peopleSeen = times(people, seen);
  return {
    average: (x) => (x.axes.includes("time") ? sumOver(times(x, shares), "time") : x),
    total: (x) => sumOver(times(x, peopleThere), "time"),
    valued: (x) => sumOver(times(x, peopleThere), "time"),
    totalSeen: (x) => sumOver(times(x, peopleSeen), "time"),
    seen,
    there: hasRow,
    people,
  };
}
