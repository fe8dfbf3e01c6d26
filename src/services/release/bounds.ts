// The bounds that a table was aggregated under: what need not be said again of a release, and what may not be contradicted.

import { access, realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { TableBounds } from "../../privacy/aggregate/index.ts";
import { compare, decimalOf, sum, toNumber } from "../../privacy/exact/index.ts";
import type { NoisedGroup } from "../../privacy/release/index.ts";
import * as wording from "../../problems/bounds-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";

/** Bounds and the file they stand in. */
export interface FoundBounds {
  readonly file: string;
  readonly bounds: TableBounds;
}

/** Where the bounds of a table may stand: `NAME.bounds.json` beside `NAME.csv`, and `bounds.json` beside `table.csv`. */
export function boundsPaths(data: string): readonly string[] {
  const name = basename(data);
  const own = join(dirname(data), `${name.replace(/\.(csv|parquet)$/i, "")}.bounds.json`);
  return name.toLowerCase() === "table.csv" ? [join(dirname(data), "bounds.json"), own] : [own];
}

/**
 * The bounds that were written with a table, beside it or beside the file that a link leads to; undefined where none stand.
 * @param sha256 of the bytes of the table
 * @throws CarryoverError when a file of that name is not what carryover aggregate writes, or was written with another table
 */
export async function findBounds(data: string, sha256: string): Promise<FoundBounds | undefined> {
  const { isSealedWith, readBounds } = await import("../../privacy/aggregate/bounds.ts");
  const problems: Problem[] = [];
  for (const file of new Set([...boundsPaths(data), ...boundsPaths(await realpath(data))])) {
    const exists = await access(file).then(
      () => true,
      () => false,
    );
    if (!exists) continue;
    const bounds = await readBounds(file);
    if (isSealedWith(bounds, sha256)) return { file, bounds };
    problems.push(bounds.table === undefined ? wording.boundsUnsealed(file, data) : wording.boundsOfOther(file, data));
  }
  if (problems.length > 0) throw new CarryoverError(problems);
  return undefined;
}

/** The step of which values of these columns are whole multiples; undefined for columns without bounds. */
export function granularityOf({ bounds }: FoundBounds, columns: readonly string[]): number | undefined {
  const own = bounds.groups.filter((group) => group.columns.some((name) => columns.includes(name)));
  return own.length === 0 ? undefined : Math.min(...own.map(({ granularity }) => granularity));
}

/** What is asked of a release. */
export interface AskedRelease {
  readonly groups: readonly NoisedGroup[];
  readonly notProtected: readonly { readonly column: string; readonly reason: string }[];
  readonly dropped: readonly string[];
  readonly unit: string | undefined;
}

/**
 * Columns published as they are: those that were given, then those of which the file says why they need no noise.
 * @throws CarryoverError (wrong usage) when what is asked promises more than the table was made to keep: a tighter bound, a coarser
 *   granularity, another unit, user data without noise
 */
export function checkedAgainst(
  { file, bounds }: FoundBounds,
  { groups, notProtected, dropped, unit }: AskedRelease,
  written: (key: string) => string,
): AskedRelease["notProtected"] {
  const problems: Problem[] = [];
  if (unit !== undefined && unit !== bounds.unit) problems.push(wording.otherUnit(file, unit, bounds.unit));
  for (const { columns, cap, total, granularity, rounding } of groups) {
    const own = bounds.groups.filter((group) => group.columns.some((name) => columns.includes(name)));
    const name = columns.join(", ");
    const leastCap = Math.max(0, ...own.map((group) => group.cap));
    // A user may have used up the total of each measure.
    const leastTotal = sum(own.map((group) => decimalOf(group.total)));
    if (cap < leastCap) problems.push(wording.boundTighter(file, written("cap"), name, cap, leastCap));
    if (compare(decimalOf(total), leastTotal) < 0) {
      problems.push(wording.boundTighter(file, written("total"), name, total, toNumber(leastTotal)));
    }
    for (const group of own) {
      const steps = group.granularity / granularity;
      const whole = Math.round(steps) >= 1 && Math.abs(steps - Math.round(steps)) < 1e-9 * steps;
      if (!whole && rounding !== "nearest") {
        problems.push(wording.granularityCoarser(file, name, granularity, group.granularity));
      }
    }
  }
  const userData = bounds.groups.flatMap(({ columns }) => columns);
  const open = notProtected.filter(({ column }) => userData.includes(column)).map(({ column }) => column);
  if (open.length > 0) problems.push(wording.userDataPublic(file, open));
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  const named = [...groups.flatMap(({ columns }) => columns), ...notProtected.map(({ column }) => column), ...dropped];
  return [...notProtected, ...bounds.notProtected.filter(({ column }) => !named.includes(column))];
}

/** The public grid in a sentence. */
export function gridOf({ grid: { weeks, channels } }: TableBounds): string {
  const names = channels.length === 0 ? "" : `, channels ${channels.join(", ")}`;
  return (
    `${weeks.length} weeks from ${weeks[0]} to ${weeks.at(-1)}${names}: chosen without looking at the data, and every cell is ` +
    "published, also those in which nothing happened"
  );
}
