// Spend that is on or off: smallest orders, costs of every period with spend, and flights. A pattern says which cells are on; within a pattern the
// problem is that of cells again. Few patterns are all tried; of many, those a step away from the best so far.

import type { Ascent } from "../../numerics/optimize/index.ts";
import type { CellConstraints } from "./plan-constraints.ts";
import type { SpendLimits } from "./optimize-set.ts";

/** Whether each cell may spend, [line][period]. */
export type Pattern = Uint8Array;

/** Cells that are on or off together. */
interface Unit {
  readonly line: number;
  readonly cells: readonly number[];
}

export interface OnAndOff {
  readonly names: readonly string[];
  readonly horizon: number;
  /** Pattern of each line's total; undefined where periods are decided. */
  readonly shares: readonly (readonly number[])[] | undefined;
  readonly constraints: CellConstraints;
}

const ofLine = <T>(map: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;

/** Whether any spend is on or off. */
export function isOnAndOff({ minimumOrder, stepCost, flights }: CellConstraints): boolean {
  const some = (map: Readonly<Record<string, number>> | undefined): boolean =>
    Object.values(map ?? {}).some((value) => value > 0);
  const limited = Object.values(flights ?? {}).some(({ shortest = 1, most }) => shortest > 1 || most !== undefined);
  return some(minimumOrder) || some(stepCost) || limited;
}

/** Step costs of a plan: of every period in which a line spends anything. */
export function stepCosts(
  { names, horizon, constraints }: Pick<OnAndOff, "names" | "horizon" | "constraints">,
  spends: (cell: number) => boolean,
): number {
  return names.reduce((sum, name, line) => {
    const cost = ofLine(constraints.stepCost, name) ?? 0;
    if (cost === 0) return sum;
    let on = 0;
    for (let t = 0; t < horizon; t++) if (spends(line * horizon + t)) on++;
    return sum + cost * on;
  }, 0);
}

/** Limits before a pattern is chosen: the step costs may take from the budget as much as they cost at most. */
export function beforePatterns(limits: SpendLimits, problem: OnAndOff): SpendLimits {
  const most = stepCosts(problem, (cell) => limits.cellUpper[cell] > 0);
  if (most === 0) return limits;
  const rows = limits.rows.map((row) => (row.kind === "budget" ? { ...row, lower: row.lower - most } : row));
  return { ...limits, rows };
}

/** Limits within a pattern: cells that are off spend nothing, others at least the smallest order; the budget has the step costs to pay. */
export function withinPattern(limits: SpendLimits, pattern: Pattern, problem: OnAndOff): SpendLimits {
  const { names, horizon, constraints, shares } = problem;
  const cellLower = limits.cellLower.slice();
  const cellUpper = limits.cellUpper.slice();
  names.forEach((name, line) => {
    const order = ofLine(constraints.minimumOrder, name) ?? 0;
    for (let t = 0; t < horizon; t++) {
      const i = line * horizon + t;
      const isDark = shares !== undefined && shares[line][t] === 0;
      if (pattern[i] === 0) {
        if (!isDark) cellUpper[i] = 0;
      } else if (!isDark) cellLower[i] = Math.max(cellLower[i], order);
    }
  });
  const costs = stepCosts(problem, (cell) => pattern[cell] === 1);
  const rows = limits.rows.map((row) =>
    row.kind === "budget" ? { ...row, lower: row.lower - costs, upper: row.upper - costs } : row,
  );
  return { ...limits, cellLower, cellUpper, rows };
}

/** Whether no row rules a pattern out by what its cells can add up to. */
export function isPossible({ cellLower, cellUpper, rows }: SpendLimits): boolean {
  if (cellLower.some((low, i) => low > cellUpper[i])) return false;
  return rows.every(({ cells, weights, lower, upper }) => {
    let [least, most] = [0, 0];
    cells.forEach((cell, k) => {
      const weight = weights?.[k] ?? 1;
      least += weight * (weight > 0 ? cellLower : cellUpper)[cell];
      most += weight * (weight > 0 ? cellUpper : cellLower)[cell];
    });
    const room = 1e-9 * Math.max(Math.abs(least), Math.abs(most));
    return least <= upper + room && most >= lower - room;
  });
}

/** Patterns up to so many units are all tried. */
const mostUnits = 8;
/** Most patterns that are tried, of many. */
const mostTried = 400;

/**
 * The best pattern found.
 * @param start spend of every cell in the plan that knows of no pattern
 * @param limits of cells without a pattern
 * @param solve the best plan within a pattern; undefined where none meets all limits
 */
export function bestPattern(
  problem: OnAndOff,
  start: Float64Array,
  limits: SpendLimits,
  solve: (pattern: Pattern) => Ascent | undefined,
): { readonly ascent: Ascent; readonly pattern: Pattern; readonly isAll: boolean } | undefined {
  const { names, horizon, constraints, shares } = problem;
  const units = unitsOf(problem, limits);
  const base: Pattern = new Uint8Array(names.length * horizon).fill(1);
  for (let i = 0; i < base.length; i++) {
    const line = Math.floor(i / horizon);
    if (limits.cellUpper[i] <= 0 || shares?.[line][i % horizon] === 0) base[i] = 0;
  }
  const holds = (pattern: Pattern): boolean =>
    shares !== undefined ||
    names.every((name, line) => flightsHold(pattern, line, horizon, ofLine(constraints.flights, name)));
  let best: { ascent: Ascent; pattern: Pattern } | undefined;
  const known = new Set<string>();
  const tried = (pattern: Pattern): boolean => {
    const key = pattern.join("");
    if (known.has(key) || !holds(pattern)) return false;
    known.add(key);
    const ascent = solve(pattern);
    if (
      ascent === undefined ||
      (best !== undefined && ascent.value <= best.ascent.value * (1 + 1e-12 * Math.sign(best.ascent.value)))
    )
      return false;
    best = { ascent, pattern };
    return true;
  };
  if (units.length <= mostUnits) {
    for (let choice = 0; choice < 2 ** units.length; choice++) {
      const pattern = base.slice();
      units.forEach(({ cells }, u) => {
        if ((choice & (1 << u)) === 0) for (const cell of cells) pattern[cell] = 0;
      });
      tried(pattern);
    }
    return best === undefined ? undefined : { ...(best as { ascent: Ascent; pattern: Pattern }), isAll: true };
  }
  // From the plan without patterns: on where it spends enough of an order, at several levels; flights are mended to the best runs of its spend.
  const orders = names.map((name) => ofLine(constraints.minimumOrder, name) ?? 0);
  const mean = start.reduce((sum, value) => sum + value, 0) / Math.max(1, start.length);
  for (const level of [0, 0.25, 0.5, 0.75, 1, 1.5]) {
    const pattern = base.slice();
    for (const { line, cells } of units) {
      const least = level * (orders[line] > 0 ? orders[line] : 0.5 * mean);
      for (const cell of cells) if (start[cell] <= least && limits.cellLower[cell] <= 0) pattern[cell] = 0;
    }
    tried(pattern);
    if (shares === undefined) tried(mended(pattern, start, problem, limits));
  }
  tried(base);
  // Then single units, and runs of a line, until nothing gains any more.
  for (let gained = true; gained && best !== undefined && known.size < mostTried; ) {
    gained = false;
    for (const move of movesOf(units, problem)) {
      if (known.size >= mostTried) break;
      const pattern = best.pattern.slice();
      for (const cell of move.cells) {
        if (limits.cellUpper[cell] > 0) pattern[cell] = move.on === "flip" ? 1 - pattern[cell] : move.on;
      }
      if (tried(pattern)) gained = true;
    }
  }
  return best === undefined ? undefined : { ...(best as { ascent: Ascent; pattern: Pattern }), isAll: false };
}

function unitsOf({ names, horizon, shares, constraints }: OnAndOff, limits: SpendLimits): readonly Unit[] {
  return names.flatMap((name, line): Unit[] => {
    const { shortest = 1, most } = ofLine(constraints.flights, name) ?? {};
    const isSplit =
      (ofLine(constraints.minimumOrder, name) ?? 0) > 0 ||
      (ofLine(constraints.stepCost, name) ?? 0) > 0 ||
      (shares === undefined && (shortest > 1 || most !== undefined));
    if (!isSplit) return [];
    const all = Array.from({ length: horizon }, (_, t) => line * horizon + t).filter(
      (i) => limits.cellUpper[i] > 0 && limits.cellLower[i] <= 0,
    );
    if (all.length === 0) return [];
    return shares === undefined ? all.map((cell) => ({ line, cells: [cell] })) : [{ line, cells: all }];
  });
}

/** Single units, and where periods are decided runs of two to four of a line, on and off. */
function movesOf(
  units: readonly Unit[],
  { shares }: OnAndOff,
): readonly { readonly cells: readonly number[]; readonly on: "flip" | 0 | 1 }[] {
  const single = units.map(({ cells }) => ({ cells, on: "flip" as const }));
  if (shares !== undefined) {
    const pairs = units.flatMap((a, i) =>
      units.slice(i + 1).map((b) => ({ cells: [...a.cells, ...b.cells], on: "flip" as const })),
    );
    return [...single, ...pairs];
  }
  const runs = [2, 3, 4].flatMap((length) =>
    units.flatMap((unit, u) => {
      const own = units.slice(u, u + length);
      if (own.length < length || own.at(-1)!.line !== unit.line) return [];
      const cells = own.flatMap((each) => each.cells);
      return [
        { cells, on: 0 as const },
        { cells, on: 1 as const },
      ];
    }),
  );
  // One period's spend put into another: the ends of flights move.
  const swaps = units.flatMap((a, i) =>
    units
      .slice(i + 1, i + 4)
      .flatMap((b) => (b.line === a.line ? [{ cells: [...a.cells, ...b.cells], on: "flip" as const }] : [])),
  );
  return [...single, ...swaps, ...runs];
}

/** Whether the flights of a line are long and few enough. A flight at the end of the horizon may be as short as what is left of it. */
function flightsHold(
  pattern: Pattern,
  line: number,
  horizon: number,
  { shortest = 1, most = Number.POSITIVE_INFINITY }: { readonly shortest?: number; readonly most?: number } = {},
): boolean {
  let flights = 0;
  let length = 0;
  for (let t = 0; t <= horizon; t++) {
    if (t < horizon && pattern[line * horizon + t] === 1) {
      length++;
      continue;
    }
    if (length > 0) {
      flights++;
      if (length < shortest) return false;
    }
    length = 0;
  }
  return flights <= most;
}

/** The pattern of flights that keeps most of what a plan spends, line by line (dynamic programming over periods and flights). */
function mended(
  pattern: Pattern,
  spend: Float64Array,
  { names, horizon, constraints }: OnAndOff,
  limits: SpendLimits,
): Pattern {
  const result = pattern.slice();
  names.forEach((name, line) => {
    const flights = ofLine(constraints.flights, name);
    const { shortest = 1, most = horizon } = flights ?? {};
    if (flights === undefined || flightsHold(pattern, line, horizon, flights)) return;
    const at = (t: number): number => line * horizon + t;
    const typical = spend.subarray(at(0), at(horizon)).reduce((sum, value) => sum + value, 0) / horizon;
    // What a period on is for: what it spends, less half of what is usual, so that flights end.
    const score = (t: number): number =>
      limits.cellUpper[at(t)] <= 0
        ? Number.NEGATIVE_INFINITY
        : limits.cellLower[at(t)] > 0
          ? 1e3 * typical + 1
          : spend[at(t)] - 0.5 * typical;
    const upTo = Math.min(most, horizon);
    /** [flights][t] best score of the first t periods, the last of which is off or the end of a flight. */
    const value = Array.from({ length: upTo + 1 }, () => new Float64Array(horizon + 1).fill(Number.NEGATIVE_INFINITY));
    const from = Array.from({ length: upTo + 1 }, () => new Int32Array(horizon + 1).fill(-1));
    value[0].fill(0);
    for (let count = 0; count <= upTo; count++) {
      for (let t = 1; t <= horizon; t++) {
        if (count > 0 || t > 0) {
          const rest = value[count][t - 1];
          if (rest > value[count][t]) [value[count][t], from[count][t]] = [rest, -1];
        }
        if (count === 0) continue;
        let run = 0;
        for (let start = t - 1; start >= 0; start--) {
          run += score(start);
          // A gap of a period at least parts two flights.
          const before =
            start === 0 ? (count === 1 ? 0 : Number.NEGATIVE_INFINITY) : count === 1 ? 0 : value[count - 1][start - 1];
          if (t - start >= shortest && before + run > value[count][t])
            [value[count][t], from[count][t]] = [before + run, start];
        }
      }
    }
    let count = 0;
    for (let own = 1; own <= upTo; own++) if (value[own][horizon] > value[count][horizon]) count = own;
    for (let t = 0; t < horizon; t++) result[at(t)] = 0;
    for (let t = horizon; t > 0 && count > 0; ) {
      const start = from[count][t];
      if (start < 0) {
        t--;
        continue;
      }
      for (let on = start; on < t; on++) result[at(on)] = 1;
      count--;
      t = start - 1;
    }
  });
  return result;
}
