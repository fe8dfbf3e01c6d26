// From what the user allows to limits of cells: the totals of lines and of all, groups of lines, pinned cells, bounds of periods, the largest change
// from one period to the next, and periods that are off.

import { amountFrom, type PlanLimits } from "./optimize-limits.ts";
import { type CellConstraints, linesOfGroup, type Periods } from "./plan-constraints.ts";
import type { Variables } from "./optimize-objective.ts";
import type { NamedRow, SpendLimits } from "./optimize-set.ts";
import type { ObservedSpend, Plan } from "./plan.ts";
import type { PlanLine } from "./plan-lines.ts";

export interface CellProblem {
  readonly variables: Variables;
  readonly limits: PlanLimits;
  readonly current: Plan;
  readonly observed: readonly ObservedSpend[];
  readonly lines: readonly PlanLine[];
  readonly constraints: CellConstraints;
}

/** Limits with a total, which may be narrower than that of `limits`. @param total default that of `limits` */
export function cellLimits(problem: CellProblem, total: readonly [number, number] = problem.limits.total): SpendLimits {
  const { variables, limits, current, observed, lines, constraints } = problem;
  const horizon = current.spend[0].length;
  const size = lines.length * horizon;
  const cellLower = new Float64Array(size);
  const cellUpper = new Float64Array(size);
  const own = <T>(map: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
    map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
  limits.channels.forEach((limit, line) => {
    const bounds = own(constraints.periodBounds, limit.name);
    const most =
      variables === "periods"
        ? Math.max(observed[line].largest, ...current.spend[line], limit.lower / horizon)
        : Number.POSITIVE_INFINITY;
    for (let t = 0; t < horizon; t++) {
      const now = current.spend[line][t];
      const i = line * horizon + t;
      if (limit.from === "fixed") {
        cellLower[i] = now;
        cellUpper[i] = now;
        continue;
      }
      cellLower[i] = bounds?.lower === undefined ? 0 : amountFrom(bounds.lower, now);
      cellUpper[i] =
        bounds?.upper !== undefined
          ? amountFrom(bounds.upper, now)
          : variables === "periods"
            ? Math.max(most, cellLower[i])
            : limit.upper * variables.shares[line][t];
    }
    for (const [first, last] of own(constraints.flights, limit.name)?.off ?? []) {
      for (let i = line * horizon + first - 1; i < line * horizon + last; i++) {
        cellLower[i] = 0;
        cellUpper[i] = 0;
      }
    }
    for (const { periods, spend } of own(constraints.pinned, limit.name) ?? []) {
      for (let t = periods[0] - 1; t < periods[1]; t++) {
        cellLower[line * horizon + t] = spend;
        cellUpper[line * horizon + t] = spend;
      }
    }
  });
  return { lines: lines.length, horizon, cellLower, cellUpper, rows: rowsOf(problem, horizon, total) };
}

function rowsOf(
  { limits, current, lines, constraints, variables }: CellProblem,
  horizon: number,
  [least, most]: readonly [number, number],
): readonly NamedRow[] {
  const cellsOf = (line: number, [first, last]: Periods = [1, horizon]): number[] =>
    Array.from({ length: last - first + 1 }, (_, k) => line * horizon + first - 1 + k);
  const rows: NamedRow[] = limits.channels.flatMap(({ name, lower, upper, from }, line): NamedRow[] =>
    from === "fixed" ? [] : [{ name: `total of ${name}`, kind: "line", cells: cellsOf(line), lower, upper }],
  );
  // The sum of all lines' limits says nothing that they do not say.
  const sums = limits.channels.reduce(
    (sum, { lower, upper }) => ({ lower: sum.lower + lower, upper: sum.upper + upper }),
    {
      lower: 0,
      upper: 0,
    },
  );
  if (least > sums.lower || most < sums.upper || least === most) {
    rows.push({
      name: "budget",
      kind: "budget",
      cells: lines.flatMap((_, line) => cellsOf(line)),
      lower: least,
      upper: most,
    });
  }
  for (const [name, group] of Object.entries(constraints.groups ?? {})) {
    const cells = linesOfGroup(lines, group).flatMap((line) => cellsOf(line, group.periods));
    const now = cells.reduce((sum, i) => sum + current.spend[Math.floor(i / horizon)][i % horizon], 0);
    const { lower, upper } = group.bounds;
    rows.push({
      name: `group ${name}`,
      kind: "group",
      cells,
      lower: lower === undefined ? Number.NEGATIVE_INFINITY : amountFrom(lower, now),
      upper: upper === undefined ? Number.POSITIVE_INFINITY : amountFrom(upper, now),
    });
  }
  if (variables !== "periods") return rows;
  const pinned = (name: string, t: number): boolean =>
    Object.hasOwn(constraints.pinned ?? {}, name) &&
    constraints.pinned![name].some(({ periods }) => t + 1 >= periods[0] && t + 1 <= periods[1]);
  lines.forEach(({ name }, line) => {
    const ramp = constraints.ramps !== undefined && Object.hasOwn(constraints.ramps, name) && constraints.ramps[name];
    if (!ramp) return;
    for (let t = 1; t < horizon; t++) {
      // Two decided cells are what they are.
      if (pinned(name, t - 1) && pinned(name, t)) continue;
      const row = {
        name: `change of ${name} from period ${t} to ${t + 1}`,
        kind: "ramp",
        cells: [line * horizon + t, line * horizon + t - 1],
      } as const;
      if ("amount" in ramp) rows.push({ ...row, weights: [1, -1], lower: -ramp.amount, upper: ramp.amount });
      else {
        rows.push({ ...row, weights: [1, -(1 + ramp.change)], lower: Number.NEGATIVE_INFINITY, upper: 0 });
        rows.push({ ...row, weights: [1, -(1 - ramp.change)], lower: 0, upper: Number.POSITIVE_INFINITY });
      }
    }
  });
  return rows;
}
