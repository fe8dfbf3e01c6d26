// Returns that a plan has to reach, in the mean or with a probability, and targets of what media bring: rows of an augmented Lagrangian around the
// climb.

import type { Ascent, Differentiable } from "../../numerics/optimize/index.ts";
import { returnsOutOfReach } from "../../problems/constraint-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import type { PlanObjective } from "./objective.ts";
import type { Goal } from "./optimize-limits.ts";
import type { ReturnPenalty, ReturnRow } from "./optimize-objective.ts";
import { type CellConstraints, linesOfGroup } from "./plan-constraints.ts";
import type { PlanLine } from "./plan-lines.ts";

/** The rows of constraints and of a goal. */
export function returnRows(
  lines: readonly PlanLine[],
  { returns = [] }: CellConstraints,
  goal: Goal,
  objective: PlanObjective,
): readonly ReturnRow[] {
  const figureOf = (probability: number | undefined): PlanObjective =>
    probability === undefined ? { statistic: "mean" } : { statistic: "quantile", probability: 1 - probability };
  const rows = returns.map((own): ReturnRow => {
    const names = [...(own.channels ?? []), ...(own.geos ?? [])];
    return {
      name: names.length === 0 ? "ROI of all" : `ROI of ${names.join(", ")}`,
      lines: linesOfGroup(lines, own),
      roi: own.roi,
      least: 0,
      figure: figureOf(own.probability),
    };
  });
  if (goal.kind !== "contribution") return rows;
  const { margin: _, ...figure } = objective;
  return [
    ...rows,
    {
      name: "contribution",
      lines: lines.map((_, i) => i),
      roi: 0,
      least: goal.target,
      figure: figure as PlanObjective,
    },
  ];
}

/** Rounds in which multipliers are renewed. */
const mostRounds = 25;
/** A row is met where it lacks at most this share of what the plan brings. */
const metWithin = 1e-6;

export interface Reached {
  /** The value is that of the objective, without penalties. */
  readonly ascent: Ascent;
  /** What each row lacks, as a share of the scale; 0 where it is met. */
  readonly lacks: number;
  /** What the objective gains for each unit by which a row gives way. */
  readonly multipliers: Float64Array;
  readonly spare: Float64Array;
}

/**
 * Climbs with the rows as penalties until they are met (Birgin and Martinez 2014, algorithm 4.1).
 * @param objective with these penalties, and without
 * @param scale of what the plan brings
 */
export function climbToReturns(
  rows: readonly ReturnRow[],
  onlySpend: boolean,
  scale: number,
  objective: (penalty: ReturnPenalty) => Differentiable,
  climb: (f: Differentiable, from: Float64Array) => Ascent,
  plain: Differentiable,
  from: Float64Array,
): Reached {
  const penalty: ReturnPenalty = {
    rows,
    multipliers: new Float64Array(rows.length),
    weight: Float64Array.of(10 / scale),
    spare: new Float64Array(rows.length),
    onlySpend,
  };
  const f = objective(penalty);
  const gradient = new Float64Array(from.length);
  let point = from;
  let ascent = climb(f, point);
  let last = Number.POSITIVE_INFINITY;
  let evaluations = 0;
  for (let round = 0; round < mostRounds; round++) {
    point = ascent.point;
    evaluations += ascent.evaluations;
    f(point, gradient);
    let miss = 0;
    rows.forEach((_, row) => {
      const spare = penalty.spare[row];
      const multiplier = penalty.multipliers[row];
      // Of a row with a multiplier, what it has to spare is a miss as well.
      miss = Math.max(miss, Math.min(Math.abs(spare), Math.max(-spare, multiplier > 0 ? Math.abs(spare) : 0)) / scale);
      penalty.multipliers[row] = Math.max(0, multiplier - penalty.weight[0] * spare);
    });
    if (miss <= metWithin / 10) break;
    if (miss > 0.25 * last) penalty.weight[0] *= 4;
    last = miss;
    ascent = climb(f, point);
  }
  f(point, gradient);
  const spare = penalty.spare.slice();
  const value = onlySpend ? ascent.value : plain(point, gradient.slice());
  f(point, gradient);
  return {
    ascent: { ...ascent, point, gradient: gradient.slice(), value, evaluations },
    lacks: Math.max(0, ...spare.map((own) => -own / scale)),
    multipliers: penalty.multipliers.slice(),
    spare,
  };
}

/** @throws CarryoverError (exit code 5) where rows are not met: which, and what the plan that comes closest lacks */
export function checkReturns(rows: readonly ReturnRow[], { spare, lacks }: Reached): void {
  if (lacks <= metWithin) return;
  const missed = rows.flatMap(({ name, roi, least }, row) =>
    spare[row] < 0 ? [{ name, target: roi > 0 ? roi : least, lacks: -spare[row] }] : [],
  );
  throw new CarryoverError([returnsOutOfReach(missed)], exitCodes.notFeasible);
}
