// What priors on returns need of a table: sums over the spend and the target that count.

import { rowsBetween } from "../../data/panel/index.ts";
import { returnWithoutSpendThere } from "../../problems/panel-model-problems.ts";
import { CarryoverError } from "../../problems/problem.ts";
import { coefficient } from "../parameters/index.ts";
import { axesOf, isPooled, type ResolvedSpec } from "../specification/index.ts";

/** Names of the data of priors on returns. */
export const returnNames = {
  ones: "spend multiplier",
  target: "target of returns",
  spend: "spend of returns",
  windows: "windows of returns",
} as const;

/** Whether a prior on a return is about each geo: where each has a coefficient that is its own. */
export function givesGeoReturns(spec: ResolvedSpec): boolean {
  const { name } = coefficient;
  return !isPooled(name, spec) && axesOf(name, spec).some((axis) => axis.name === "geo");
}

interface ReturnTable {
  readonly dates: readonly string[];
  /** [channel][geo and week] In the table's own unit; NaN or 0 where there is none. */
  readonly spend: readonly Float64Array[];
  /** [geo and week] */
  readonly target: Float64Array;
  /** [geo and week] 1 where there is a target; undefined where there always is one. */
  readonly hasTarget?: Float64Array | undefined;
}

/**
 * Data of priors on returns as the program takes them.
 * @throws CarryoverError when a channel has a window in which it spends nothing: of a part of the table, such as that before a holdout
 */
export function returnData(
  spec: ResolvedSpec,
  { dates, spend, target, hasTarget }: ReturnTable,
): Record<string, Float64Array> {
  const { channels, geos, returns = {}, return_windows } = spec;
  const weeks = dates.length;
  const perGeo = givesGeoReturns(spec);
  const cells = perGeo ? (geos?.length ?? 1) : 1;
  const kinds = new Set(Object.values(returns));
  const windows = channels.map(({ name }) => {
    const window = return_windows?.[name];
    const rows = window === undefined ? { from: 0, to: weeks } : rowsBetween(dates, window);
    return rows !== "empty" && "from" in rows ? rows : { from: 0, to: 0 };
  });
  /** Sums over the weeks that count, of each channel (and geo). */
  const sums = (valueOf: (channel: number, cell: number) => number): Float64Array => {
    const total = new Float64Array(channels.length * cells);
    windows.forEach(({ from, to }, c) => {
      for (let k = 0; k < target.length; k++) {
        const week = k % weeks;
        if (week < from || week >= to) continue;
        total[c * cells + (perGeo ? Math.floor(k / weeks) : 0)] += valueOf(c, k);
      }
    });
    return total;
  };
  const spent = sums((c, k) => spend[c][k] || 0);
  channels.forEach(({ name, organic }, c) => {
    // Media without spend have no return; nothing is divided by it.
    if (organic === true) spent.fill(1, c * cells, (c + 1) * cells);
    if (return_windows?.[name] !== undefined && spent.subarray(c * cells, (c + 1) * cells).every((sum) => sum === 0)) {
      throw new CarryoverError([returnWithoutSpendThere(name, return_windows[name])]);
    }
  });
  return {
    ...(kinds.has("mroi") ? { [returnNames.ones]: new Float64Array(channels.length * cells).fill(1) } : {}),
    ...(kinds.has("contribution")
      ? { [returnNames.target]: sums((_, k) => (hasTarget === undefined || hasTarget[k] === 1 ? target[k] : 0)) }
      : {}),
    ...((return_windows !== undefined || perGeo) && (kinds.has("roi") || kinds.has("mroi"))
      ? { [returnNames.spend]: spent }
      : {}),
    ...(return_windows === undefined
      ? {}
      : {
          [returnNames.windows]: Float64Array.from({ length: channels.length * weeks }, (_, k) => {
            const { from, to } = windows[Math.floor(k / weeks)];
            return k % weeks >= from && k % weeks < to ? 1 : 0;
          }),
        }),
  };
}
