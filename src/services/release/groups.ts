// From what is asked of a release to its groups of columns, each with bounds and a mechanism: from the request alone, or from the bounds
// that the table was aggregated under.

import { compare, decimalOf, multiply, rational } from "../../privacy/exact/index.ts";
import type { LatticeRounding, Mechanism, MechanismName } from "../../privacy/mechanisms/index.ts";
import type { NoisedGroup } from "../../privacy/release/index.ts";
import { columnsUnbounded, groupLengths } from "../../problems/bounds-problems.ts";
import { listLengths } from "../../problems/privacy-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { latticeSettings } from "../../settings/index.ts";
import type { FoundBounds } from "./bounds.ts";

/** Lists have one value for all columns (groups of bounded columns), or one for each. */
export interface GroupRequest {
  readonly columns?: readonly string[] | undefined;
  readonly cap?: readonly number[] | undefined;
  readonly total?: readonly number[] | undefined;
  readonly epsilon: readonly number[];
  readonly delta?: readonly number[] | undefined;
  readonly granularity?: readonly number[] | undefined;
  readonly mechanism: MechanismName;
  readonly rounding: LatticeRounding;
}

type Written = (key: string) => string;

/**
 * One group of all columns, or one for each column when bounds and epsilon are lists.
 * @throws CarryoverError (wrong usage) for lists of another length than the columns
 */
export function groupsOf(
  request: GroupRequest & Required<{ readonly [K in "columns" | "cap" | "total"]: NonNullable<GroupRequest[K]> }>,
  written: Written,
): readonly NoisedGroup[] {
  const { columns, rounding, mechanism } = request;
  const lists = {
    cap: request.cap,
    total: request.total,
    epsilon: request.epsilon,
    ...(request.delta === undefined ? {} : { delta: request.delta }),
  };
  const granularity = request.granularity ?? [latticeSettings.granularity.default];
  const oneByOne = [granularity, ...Object.values(lists)].some(({ length }) => length > 1);
  const wanted = oneByOne ? columns.length : 1;
  const problems = Object.entries(lists).flatMap(([name, { length }]) =>
    length === wanted ? [] : [listLengths(written(name), length, columns.length)],
  );
  if (granularity.length !== 1 && granularity.length !== wanted) {
    problems.push(listLengths(written("granularity"), granularity.length, columns.length));
  }
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return Array.from({ length: wanted }, (_, index) => ({
    columns: oneByOne ? [columns[index]] : columns,
    cap: lists.cap[index],
    total: lists.total[index],
    granularity: granularity[granularity.length === 1 ? 0 : index],
    rounding,
    mechanism: requestOf(mechanism, lists.epsilon[index], lists.delta?.[index]),
  }));
}

/**
 * One group to be noised for each bounded group of the table, with its bounds unless others are given: one value, or one for each group
 * in the order of the file. One epsilon is of the whole release, and one delta too: they are split evenly.
 * @param dropped columns that are left out
 * @throws CarryoverError (wrong usage) for lists of another length and columns without bounds
 */
export function boundedGroups(
  request: GroupRequest,
  { file, bounds }: FoundBounds,
  dropped: readonly string[],
  written: Written,
): readonly NoisedGroup[] {
  const problems: Problem[] = [];
  const bounded = bounds.groups.flatMap(({ columns }) => columns);
  const wanted = request.columns ?? bounded.filter((name) => !dropped.includes(name));
  const unbounded = wanted.filter((name) => !bounded.includes(name));
  if (unbounded.length > 0) problems.push(columnsUnbounded(file, unbounded, bounded));
  const groups = bounds.groups
    .map((group) => ({ ...group, columns: group.columns.filter((name) => wanted.includes(name)) }))
    .filter(({ columns }) => columns.length > 0);
  const measures = groups.map(({ measure }) => measure);
  const valuesOf = (name: "cap" | "total" | "granularity" | "epsilon" | "delta"): readonly number[] | undefined => {
    const values = request[name];
    if (values === undefined || values.length === 1 || values.length === groups.length) return values;
    problems.push(groupLengths(written(name), values.length, measures));
    return undefined;
  };
  const at = (values: readonly number[] | undefined, k: number): number | undefined =>
    values?.[values.length === 1 ? 0 : k];
  /** A share of a loss that is given once for all groups. */
  const part = (values: readonly number[] | undefined, k: number): number | undefined =>
    values?.length === 1 ? evenPart(values[0], groups.length) : values?.[k];
  const cap = valuesOf("cap");
  const total = valuesOf("total");
  const granularity = valuesOf("granularity");
  const epsilon = valuesOf("epsilon");
  const delta = valuesOf("delta");
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
  return groups.map((group, k) => ({
    columns: group.columns,
    cap: at(cap, k) ?? group.cap,
    total: at(total, k) ?? group.total,
    granularity: at(granularity, k) ?? group.granularity,
    rounding: request.rounding,
    mechanism: requestOf(request.mechanism, part(epsilon, k), part(delta, k)),
  }));
}

/** Whether mechanism and delta go together is judged where the release is made. */
function requestOf(mechanism: string, epsilon: number | undefined, delta: number | undefined): Mechanism {
  return { mechanism, epsilon, ...(delta === undefined ? {} : { delta }) } as Mechanism;
}

/** An even part of a loss to twelve digits, rounded down, so that all parts never add up to more than the whole. */
export function evenPart(loss: number, parts: number): number {
  const nearest = Number((loss / parts).toPrecision(12));
  const within = compare(multiply(rational(BigInt(parts)), decimalOf(nearest)), decimalOf(loss)) <= 0;
  return within ? nearest : Number(((loss / parts) * (1 - 1e-11)).toPrecision(12));
}
