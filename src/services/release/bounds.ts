// The bounds that carryover aggregate wrote beside a table, as carryover privatize takes them: what need not be typed again, and what
// may not be contradicted.

import { access } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { TableBounds } from "../privacy/aggregate/index.ts";
import type { LatticeRounding, Mechanism } from "../privacy/mechanisms/index.ts";
import { compare, decimalOf, multiply, rational, sum, toNumber } from "../privacy/exact/index.ts";
import type { NoisedGroup } from "../privacy/release/index.ts";
import * as wording from "../problems/bounds-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../problems/problem.ts";
import { namesFrom, numbersFrom } from "./options/index.ts";

/** Bounds and the file they stand in. */
export interface FoundBounds {
  readonly file: string;
  readonly bounds: TableBounds;
}

/** Where the bounds of a table may stand: `NAME.bounds.json` beside `NAME.csv`, and `bounds.json` beside `table.csv`. */
export function boundsPaths(data: string): readonly string[] {
  const name = basename(data);
  const own = join(dirname(data), `${name.replace(/\.(csv|parquet)$/i, "")}.bounds.json`);
  return name === "table.csv" ? [join(dirname(data), "bounds.json"), own] : [own];
}

/**
 * The bounds of a table, undefined where there are none.
 * @throws CarryoverError when a file of that name is not what carryover aggregate writes
 */
export async function findBounds(data: string): Promise<FoundBounds | undefined> {
  for (const file of boundsPaths(data)) {
    const exists = await access(file).then(
      () => true,
      () => false,
    );
    if (!exists) continue;
    const { readBounds } = await import("../privacy/aggregate/bounds.ts");
    return { file, bounds: await readBounds(file) };
  }
  return undefined;
}

/** What was typed; `undefined` what was not. */
export interface BoundedOptions {
  readonly columns: string | undefined;
  readonly cap: string | undefined;
  readonly total: string | undefined;
  readonly epsilon: string;
  readonly delta: string | undefined;
  readonly granularity: string | undefined;
  readonly mechanism: string;
  readonly rounding: LatticeRounding;
}

/**
 * One group to be noised for each bounded group of the table, with its bounds unless others were typed: one value, or one for each group
 * in the order of the file. One epsilon is of the whole release, and one delta too: they are split evenly.
 * @param dropped columns that are left out
 * @throws CarryoverError (wrong usage) for lists of another length and columns without bounds
 */
export function boundedGroups(
  options: BoundedOptions,
  { file, bounds }: FoundBounds,
  dropped: readonly string[],
): readonly NoisedGroup[] {
  const problems: Problem[] = [];
  const bounded = bounds.groups.flatMap(({ columns }) => columns);
  const wanted = namesFrom(options.columns ?? bounded.filter((name) => !dropped.includes(name)).join(","));
  const unbounded = wanted.filter((name) => !bounded.includes(name));
  if (unbounded.length > 0) problems.push(wording.columnsUnbounded(file, unbounded, bounded));
  const groups = bounds.groups
    .map((group) => ({ ...group, columns: group.columns.filter((name) => wanted.includes(name)) }))
    .filter(({ columns }) => columns.length > 0);
  const measures = groups.map(({ measure }) => measure);
  const valuesOf = (option: string, text: string | undefined): readonly number[] | undefined => {
    if (text === undefined) return undefined;
    const values = numbersFrom(option, text, problems);
    if (values.length === 1 || values.length === groups.length) return values;
    problems.push(wording.groupLengths(option, values.length, measures));
    return undefined;
  };
  const at = (values: readonly number[] | undefined, k: number): number | undefined =>
    values?.[values.length === 1 ? 0 : k];
  /** A share of a loss that is typed once for all groups. */
  const part = (values: readonly number[] | undefined, k: number): number | undefined =>
    values?.length === 1 ? evenPart(values[0], groups.length) : values?.[k];
  const cap = valuesOf("--cap", options.cap);
  const total = valuesOf("--total", options.total);
  const granularity = valuesOf("--granularity", options.granularity);
  const epsilon = valuesOf("--epsilon", options.epsilon);
  const delta = valuesOf("--delta", options.delta);
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return groups.map((group, k) => {
    const ownDelta = part(delta, k);
    return {
      columns: group.columns,
      cap: at(cap, k) ?? group.cap,
      total: at(total, k) ?? group.total,
      granularity: at(granularity, k) ?? group.granularity,
      rounding: options.rounding,
      // Whether mechanism and delta go together is judged where the release is made.
      mechanism: {
        mechanism: options.mechanism,
        epsilon: part(epsilon, k),
        ...(ownDelta === undefined ? {} : { delta: ownDelta }),
      } as Mechanism,
    };
  });
}

/** An even part of a loss to twelve digits, rounded down, so that all parts never add up to more than the whole. */
export function evenPart(loss: number, parts: number): number {
  const nearest = Number((loss / parts).toPrecision(12));
  const within = compare(multiply(rational(BigInt(parts)), decimalOf(nearest)), decimalOf(loss)) <= 0;
  return within ? nearest : Number(((loss / parts) * (1 - 1e-11)).toPrecision(12));
}

/** The step of which values of these columns are whole multiples; undefined for columns without bounds. */
export function granularityOf({ bounds }: FoundBounds, columns: readonly string[]): number | undefined {
  const own = bounds.groups.filter((group) => group.columns.some((name) => columns.includes(name)));
  return own.length === 0 ? undefined : Math.min(...own.map(({ granularity }) => granularity));
}

/** What is asked of a release, however it was typed. */
export interface AskedRelease {
  readonly groups: readonly NoisedGroup[];
  readonly notProtected: readonly { readonly column: string; readonly reason: string }[];
  readonly dropped: readonly string[];
  readonly unit: string | undefined;
}

/**
 * Columns published as they are: those that were typed, then those of which the file says why they need no noise.
 * @throws CarryoverError (wrong usage) when what was typed promises more than the table was made to keep: a tighter bound, a coarser
 *   granularity, another unit, user data without noise
 */
export function checkedAgainst(
  { file, bounds }: FoundBounds,
  { groups, notProtected, dropped, unit }: AskedRelease,
): AskedRelease["notProtected"] {
  const problems: Problem[] = [];
  if (unit !== undefined && unit !== bounds.unit) problems.push(wording.otherUnit(file, unit, bounds.unit));
  for (const { columns, cap, total, granularity, rounding } of groups) {
    const own = bounds.groups.filter((group) => group.columns.some((name) => columns.includes(name)));
    const name = columns.join(", ");
    const leastCap = Math.max(0, ...own.map((group) => group.cap));
    // A user may have used up the total of each measure.
    const leastTotal = sum(own.map((group) => decimalOf(group.total)));
    if (cap < leastCap) problems.push(wording.boundTighter(file, "--cap", name, cap, leastCap));
    if (compare(decimalOf(total), leastTotal) < 0) {
      problems.push(wording.boundTighter(file, "--total", name, total, toNumber(leastTotal)));
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
