// How far one privacy unit can move a whole table, from the bounds put on it: whole numbers of the lattice on which noise is added.

import { latticeSettings, type ValueOf } from "../../settings/index.ts";
import { noSuchBounds } from "../../problems/privacy-problems.ts";
import { noSuchChoice } from "../../problems/ledger-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { decimalOf, divide, floor, toNumber } from "../exact/index.ts";

export interface ContributionBounds {
  /** Most that one unit adds to (or takes from) one cell, in the unit of the data. */
  readonly cap: number;
  /** Most that it adds to all cells together. */
  readonly total: number;
}

/**
 * "exact": every contribution is a whole multiple of the granularity (cents), so cells are too and nothing is rounded.
 * "nearest": cells are rounded to the lattice, which lets a unit move each cell by up to one step more.
 */
export type LatticeRounding = ValueOf<typeof latticeSettings.rounding>;

const roundings: readonly string[] = latticeSettings.rounding.choices;

export interface Sensitivity {
  /** Most steps of the lattice that adding or removing one unit moves all cells together (L1 norm). */
  readonly l1: bigint;
  /** The same as a length (L2 norm), in steps, rounded upwards. */
  readonly l2: number;
  /** What rounding contributes to the two: 0 for "exact". */
  readonly roundingL1: bigint;
  readonly roundingL2: number;
}

/**
 * L1 = min(T, N c); L2 = sqrt(n c^2 + (T - n c)^2) with n = floor(T / c) whole caps, at most N of them; N is the number of
 * cells. Rounding to the lattice adds N to L1 and sqrt(N) to L2.
 *
 * @throws CarryoverError when cap, total or granularity is not positive, a bound is below one step of the lattice, or there is no such rounding
 */
export function sensitivityOf(
  { cap, total }: ContributionBounds,
  granularity: number,
  cells: number,
  rounding: LatticeRounding = "exact",
): Sensitivity {
  for (const [name, value] of [
    ["granularity", granularity],
    ["cap", cap],
    ["total", total],
  ] as const) {
    if (!(value > 0 && Number.isFinite(value))) throw new CarryoverError([noSuchBounds(name, String(value))]);
  }
  if (!roundings.includes(rounding))
    throw new CarryoverError([noSuchChoice("rounding", String(rounding), roundings)], exitCodes.usage);
  const step = decimalOf(granularity);
  const inSteps = (value: number): bigint => floor(divide(decimalOf(value), step));
  const c = inSteps(Math.min(cap, total));
  const t = inSteps(total);
  if (c === 0n) throw new CarryoverError([noSuchBounds("cap", String(cap))]);
  const n = t / c;
  const all = BigInt(cells);
  const whole = n < all ? n : all;
  const rest = n < all ? t - n * c : 0n;
  const squares = whole * c * c + rest * rest;
  const extra = rounding === "nearest" ? all : 0n;
  const extraLength = rounding === "nearest" ? Math.sqrt(cells) : 0;
  return {
    l1: whole * c + rest + extra,
    l2: (Math.sqrt(toNumber({ numerator: squares, denominator: 1n }, "up")) + extraLength) * (1 + 2 ** -51),
    roundingL1: extra,
    roundingL2: extraLength,
  };
}
