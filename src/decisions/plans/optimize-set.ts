// The plans that constraints allow, as a convex set: limits of every cell of spend, and sparse linear rows over cells. A cell is the spend of a
// line in one period; what the solver moves are the cells, or the totals of lines whose pattern is given.

import { conflictOf, type Polytope, polytope, type Row } from "../../numerics/optimize/index.ts";
import { constraintsConflict } from "../../problems/constraint-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import type { Variables } from "./optimize-objective.ts";

/** A linear constraint on cells, which people know by a name. */
export interface NamedRow {
  /** "the budget", "the total of TV", ... */
  readonly name: string;
  readonly kind: "budget" | "line" | "group" | "ramp";
  /** Cells, as line * horizon + period, each once. */
  readonly cells: readonly number[];
  /** Default 1 for each. */
  readonly weights?: readonly number[];
  readonly lower: number;
  readonly upper: number;
}

export interface SpendLimits {
  readonly lines: number;
  readonly horizon: number;
  /** [line][period], finite. */
  readonly cellLower: Float64Array;
  readonly cellUpper: Float64Array;
  readonly rows: readonly NamedRow[];
}

export interface SpendSet {
  readonly set: Polytope;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** The rows of the set: those on a single total are limits of it instead. */
  readonly rows: readonly (Row & { readonly name: string; readonly kind: NamedRow["kind"] })[];
}

/** The set in the variables of the solver. */
export function spendSet(limits: SpendLimits, variables: Variables): SpendSet {
  const { cellLower, cellUpper } = limits;
  if (variables === "periods") {
    const rows = limits.rows.map(({ cells, weights, ...rest }) => ({
      ...rest,
      at: Uint32Array.from(cells),
      ...(weights === undefined ? {} : { weights: Float64Array.from(weights) }),
    }));
    return { set: polytope(cellLower, cellUpper, rows), lower: cellLower, upper: cellUpper, rows };
  }
  const { lines, horizon } = limits;
  const lower = new Float64Array(lines);
  const upper = new Float64Array(lines);
  for (let line = 0; line < lines; line++) {
    const own = variables.shares[line];
    const most = own.map((share, t) => (share > 0 ? cellUpper[line * horizon + t] / share : Number.POSITIVE_INFINITY));
    upper[line] = Math.min(...most);
    for (let t = 0; t < horizon; t++)
      if (own[t] > 0) lower[line] = Math.max(lower[line], cellLower[line * horizon + t] / own[t]);
  }
  const rows = limits.rows.flatMap(({ cells, weights, ...rest }) => {
    const byLine = new Map<number, number>();
    cells.forEach((cell, k) => {
      const line = Math.floor(cell / horizon);
      const weight = (weights?.[k] ?? 1) * variables.shares[line][cell % horizon];
      byLine.set(line, (byLine.get(line) ?? 0) + weight);
    });
    if (byLine.size === 1) {
      const [[line, weight]] = [...byLine];
      if (weight > 0) {
        lower[line] = Math.max(lower[line], rest.lower / weight);
        upper[line] = Math.min(upper[line], rest.upper / weight);
        return [];
      }
    }
    return [{ ...rest, at: Uint32Array.from(byLine.keys()), weights: Float64Array.from(byLine.values()) }];
  });
  return { set: polytope(lower, upper, rows), lower, upper, rows };
}

/** @throws CarryoverError (exit code 5) where no plan meets all limits: which contradict each other, and by how much */
export function checkThatSomePlanMeets(limits: SpendLimits, variables: Variables): void {
  const { lines, horizon, cellLower, cellUpper, rows } = limits;
  const own = variables === "periods" ? undefined : variables.shares;
  const total = (cells: Float64Array): number => cells.reduce((sum, value) => sum + value, 0);
  const scale = Math.max(total(cellUpper) / lines, Number.MIN_VALUE);
  const all = { lines, horizon, cellLower, cellUpper, rows };
  // Over cells, so that limits of single totals are rows with a name too; patterns are then rows themselves.
  const plain = spendSet(all, "periods").rows;
  const patterns =
    own === undefined
      ? []
      : own.flatMap((shares, line): Row[] => {
          const first = shares.findIndex((share) => share > 0);
          return shares.flatMap((share, t): Row[] =>
            t === first
              ? []
              : [
                  {
                    at: Uint32Array.of(line * horizon + first, line * horizon + t),
                    weights: Float64Array.of(share / shares[first], -1),
                    lower: 0,
                    upper: 0,
                  },
                ],
          );
        });
  const conflicts = conflictOf(cellLower, cellUpper, [...plain, ...patterns], scale).filter(
    ({ row }) => row < plain.length,
  );
  if (conflicts.length === 0) return;
  throw new CarryoverError(
    [
      constraintsConflict(
        conflicts.map(({ row, end, by }) => ({ name: plain[row].name, end, limit: plain[row][end], by })),
      ),
    ],
    exitCodes.notFeasible,
  );
}
