// From limits and an objective to the best point: starting points from the curves, climbs from several of them, and the search for
// the spend at which a target ROI is met.

import { randomStream, sum } from "../../numerics/index.ts";
import type { PlanObjective } from "./objective.ts";
import { bestAllocations, bestAtPrice, type ChannelCurve, curvature, curveValue } from "./optimize-curves.ts";
import { expectedCurves, leastWorth, withinReach } from "./optimize-reach.ts";
import type { Goal, PlanLimits } from "./optimize-limits.ts";
import { planObjective, type ReturnRow, spendAt, type Variables } from "./optimize-objective.ts";
import { cellLimits } from "./optimize-cells.ts";
import type { CellConstraints } from "./plan-constraints.ts";
import { checkThatSomePlanMeets, type SpendSet, spendSet } from "./optimize-set.ts";
import { beforePatterns, bestPattern, isOnAndOff, isPossible, stepCosts, withinPattern } from "./optimize-orders.ts";
import { checkReturns, climbToReturns, type Reached, returnRows } from "./optimize-returns.ts";
import { noPatternHolds } from "../../problems/constraint-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { pricesOf, type ShadowPrice } from "./optimize-prices.ts";
import type { PlanLine } from "./plan-lines.ts";
import { largestAtRoi } from "./optimize-target.ts";
import { channelTotals, type FlightingPatterns, flatSpend, type ObservedSpend, type Plan } from "./plan.ts";
import type { PlanResponse } from "./plan-response.ts";
import { type Ascent, type Differentiable, projectedGradient } from "../../numerics/optimize/index.ts";

export interface AllocationProblem {
  readonly response: PlanResponse;
  readonly variables: Variables;
  readonly shares: FlightingPatterns["shares"];
  readonly objective: PlanObjective;
  readonly goal: Goal;
  readonly limits: PlanLimits;
  readonly current: Plan;
  readonly observed: readonly ObservedSpend[];
  readonly lines: readonly PlanLine[];
  readonly constraints: CellConstraints;
}

/** What is known of how good the solution is. */
export interface SolverReport {
  readonly converged: boolean;
  /** Value of the objective at the solution; for a marginal ROI target, revenue less target times spend. */
  readonly value: number;
  /**
   * Upper bound on what is still to be gained: to first order, which is zero where the Karush-Kuhn-Tucker conditions hold, or `globalGap` where that
   * is smaller (next to no spend curves can be so steep that the first order bounds nothing).
   */
  readonly gap: number;
  /**
   * The best known bound on what another plan within the limits could gain, `globalGap` or else `gap`, as a share of the larger of the
   * objective and what the plan brings before its costs.
   */
  readonly gapShare: number;
  /**
   * Upper bound on what any other allocation within the limits could gain, from Lagrangian duality on the channels' expected
   * curves, as they are interpolated between 17 points; about zero where curves are concave, larger than what is really missing where they
   * are S-shaped. Null for objectives that are no sum over channels, and when periods are decided.
   */
  readonly globalGap: number | null;
  /** What one more unit of budget adds to the objective: the multiplier of the total. Null where the total is not fixed. */
  readonly multiplier: number | null;
  /** The other constraints that bind, those with the highest price first. */
  readonly prices: readonly ShadowPrice[];
  /** Evaluations of the objective with gradient on all draws, and the starting points that were tried. */
  readonly evaluations: number;
  readonly starts: number;
}

export interface Solution {
  readonly point: Float64Array;
  readonly report: SolverReport;
}

/** Points of each curve; the curves only choose where to climb and bound what may be missed. */
const curvePoints = 17;
/** Times that curves are drawn again, finer, around the best total of each channel. */
const zooms = 3;
/** A solution within this share of a bound is as good as the best. */
const closeEnough = 1e-3;
/** Starting points are compared on at most so many draws. */
const roughDraws = 200;
/**
 * A climb counts as complete when its gap is at most this share of the objective. Quantiles and tail means have kinks where draws swap ranks; at
 * a maximum on a kink the gap does not vanish, because it knows the derivative on one side alone.
 */
const completeGap = { smooth: 1e-6, kinked: 5e-3 } as const;
/** Bursts every second, third and fourth period are tried when periods are decided: on S-shaped curves they can beat even spend. */
const burstPeriods = [2, 3, 4];
const randomStarts = 3;
/** Steps without gain after which a climb ends that only compares starting points, or that has kinks and may never close its gap. */
const kinkPatience = 12;

/** @throws CarryoverError with exit code 5 when no plan within the limits reaches a target ROI */
export function solve(problem: AllocationProblem): Solution {
  const { response, variables, objective, goal, limits } = problem;
  const margin = objective.margin ?? 1;
  const onlySpend = goal.kind === "contribution";
  const price = goal.kind === "marginal-roi" ? goal.target : objective.margin === undefined && !onlySpend ? 0 : 1;
  const f = planObjective(response, variables, objective, price);
  const reach = withinReach(problem, price / margin);
  const curves = expectedCurves(response, problem.shares, reach, curvePoints);
  const byPeriods = variables === "periods";
  const rows = returnRows(problem.lines, problem.constraints, goal, objective);
  const setWithin = (total: readonly [number, number]): SpendSet => spendSet(cellLimits(problem, total), variables);
  const onAndOff = {
    names: limits.channels.map(({ name }) => name),
    horizon: response.horizon,
    shares: variables === "periods" ? undefined : variables.shares,
    constraints: problem.constraints,
  };
  checkThatSomePlanMeets(beforePatterns(cellLimits(problem), onAndOff), variables);
  const metric = metricOf(curves, byPeriods ? response.horizon : 1);
  const rough =
    response.draws <= 2 * roughDraws
      ? undefined
      : planObjective(response.thinned(roughDraws), variables, objective, price);
  let evaluations = 0;
  let starts = 0;
  const climb = (objectiveFunction: Differentiable, from: Float64Array, total: readonly [number, number]): Ascent => {
    const isFinal = objectiveFunction === f && objective.statistic === "mean";
    return projectedGradient(objectiveFunction, setWithin(total).set, from, {
      metric,
      ...(isFinal ? {} : { patience: kinkPatience }),
    });
  };
  const best = (from: readonly Float64Array[], total: readonly [number, number]): Ascent => {
    starts += from.length;
    const tried = from.map((start) => climb(rough ?? f, start, total));
    const winner = tried.reduce((a, b) => (b.value > a.value ? b : a));
    const ascent = rough === undefined ? winner : climb(f, winner.point, total);
    evaluations += ascent.evaluations;
    return ascent;
  };

  if (goal.kind === "roi") {
    const again = (from: Float64Array, total: number): Ascent => {
      const ascent = climb(f, from, [total, total]);
      evaluations += ascent.evaluations;
      return ascent;
    };
    const most = Math.min(limits.total[1], sum(Float64Array.from(curves, ({ upper }) => upper)));
    const table = bestAllocations(curves, sumOfLower(limits), most);
    const at = (entry: number): Ascent =>
      best(startingPoints(problem, table.allocation(entry)), [table.spend[entry], table.spend[entry]]);
    const reached = largestAtRoi(goal.target, table, leastWorth(problem), at, again);
    return { point: reached.point, report: report(reached, [sum(reached.point), sum(reached.point)]) };
  }
  const [least, most] = limits.total;
  const separable = !byPeriods && objective.statistic === "mean" && isAlone(problem);
  const perUnit = new Float64Array(limits.channels.length).fill(price / margin);
  const leasts = limits.channels.map((channel) => channel.least);
  const allocated =
    least === most
      ? bestAllocations(curves, sumOfLower(limits), most).allocation(300)
      : bestAtPrice(curves, perUnit, leasts).totals;
  if (rows.length > 0 || isOnAndOff(problem.constraints)) return constrained(allocated);
  const ascent = best(startingPoints(problem, allocated), limits.total);
  if (least === most || !separable) return { point: ascent.point, report: report(ascent, limits.total) };
  return alone(ascent, allocated);

  /** With returns to reach, or spend that is on or off: climbs with penalties, within the best pattern. */
  function constrained(start: Float64Array): Solution {
    const gradient = new Float64Array(startingPoints(problem, start)[0].length);
    const from = startingPoints(problem, start);
    const plain = planObjective(response, variables, objective, 0);
    const scale = Math.max(...from.map((point) => Math.abs(plain(point, gradient)) / margin), Number.MIN_VALUE);
    const settle = (points: readonly Float64Array[], own: SpendSet): Reached | undefined => {
      const climbOn = (g: Differentiable, point: Float64Array): Ascent =>
        projectedGradient(g, own.set, point, {
          metric,
          ...(objective.statistic === "mean" ? {} : { patience: kinkPatience }),
        });
      const reached = points.map((point): Reached => {
        starts++;
        const found =
          rows.length === 0
            ? { ascent: climbOn(f, point), lacks: 0, multipliers: new Float64Array(0), spare: new Float64Array(0) }
            : climbToReturns(
                rows,
                onlySpend,
                scale,
                (penalty) => planObjective(response, variables, objective, price, penalty),
                climbOn,
                f,
                point,
              );
        evaluations += found.ascent.evaluations;
        return found;
      });
      const met = reached.filter(({ ascent }) => violationOf(own, ascent.point) <= 1e-7);
      // Those that reach their returns first, the best of them; else the one that comes closest.
      return met.toSorted((a, b) =>
        a.lacks <= closeEnoughReturn && b.lacks <= closeEnoughReturn
          ? b.ascent.value - a.ascent.value
          : a.lacks - b.lacks,
      )[0];
    };
    const whole = cellLimits(problem);
    const relaxed = settle(from, spendSet(beforePatterns(whole, onAndOff), variables));
    const cells = new Float64Array(limits.channels.length * response.horizon);
    if (!isOnAndOff(problem.constraints)) {
      checkReturns(rows, relaxed!);
      return {
        point: relaxed!.ascent.point,
        report: report(relaxed!.ascent, limits.total, { own: spendSet(whole, variables), reached: relaxed! }),
      };
    }
    const starting = relaxed?.ascent.point ?? from[0];
    spendAt(variables, starting, cells);
    const reachedBy = new Map<Ascent, Reached>();
    const found = bestPattern(onAndOff, cells, whole, (pattern) => {
      const within = withinPattern(whole, pattern, onAndOff);
      if (!isPossible(within)) return undefined;
      const reached = settle([starting], spendSet(within, variables));
      if (reached === undefined || reached.lacks > closeEnoughReturn) return undefined;
      const costs = stepCosts(onAndOff, (cell) => pattern[cell] === 1);
      const ascent = { ...reached.ascent, value: reached.ascent.value - price * costs };
      reachedBy.set(ascent, reached);
      return ascent;
    });
    if (found === undefined) {
      if (relaxed !== undefined) checkReturns(rows, relaxed);
      throw new CarryoverError([noPatternHolds()], exitCodes.notFeasible);
    }
    const own = spendSet(withinPattern(whole, found.pattern, onAndOff), variables);
    // What the plan without patterns brings is a bound on all of them, as far as it is the best of its kind.
    const bound = relaxed === undefined ? Number.POSITIVE_INFINITY : relaxed.ascent.value + relaxed.ascent.gap;
    return {
      point: found.ascent.point,
      report: report(found.ascent, limits.total, {
        own,
        reached: reachedBy.get(found.ascent)!,
        gap: found.isAll ? found.ascent.gap : Math.max(0, bound - found.ascent.value),
      }),
    };
  }

  /**
   * Where every channel can be decided alone, each has the best total of its own curve, drawn ever finer around it. A plan spends a channel's
   * lower limit or at least the least amount: next to no spend, curves can be infinitely steep, and nobody buys cents.
   */
  function alone(climbed: Ascent, start: Float64Array): Solution {
    let totals = start;
    let ranges = limits.channels.map(({ lower }, i) => ({ lower, upper: Math.max(lower, reach[i].upper) }));
    let width = 1 / 16;
    for (let zoom = 0; zoom < zooms; zoom++, width /= 8) {
      const { channels } = limits;
      ranges = ranges.map((_, i) => {
        const { lower } = channels[i];
        const { upper } = reach[i];
        const half = width * (upper - lower);
        return { lower: Math.max(lower, totals[i] - half), upper: Math.min(upper, totals[i] + half) };
      });
      const finer = expectedCurves(response, problem.shares, ranges, curvePoints);
      evaluations += curvePoints;
      totals = bestAtPrice(finer, perUnit, leasts).totals;
    }
    const realistic = Float64Array.from(climbed.point, (total, i) => {
      const { lower, least: smallest } = limits.channels[i];
      return total > lower && total < smallest ? lower : total;
    });
    const [first, second] = [totals, realistic].map((point): Ascent => {
      const gradient = new Float64Array(point.length);
      const value = f(point, gradient);
      evaluations++;
      return { ...climbed, point, gradient, value };
    });
    const winner = first.value >= second.value ? first : second;
    // The climb's own gap is of its own point; where another was taken, the bound on the curves is what is known.
    const gap = winner.point.every((total, i) => total === climbed.point[i]) ? climbed.gap : Number.POSITIVE_INFINITY;
    return { point: winner.point, report: report({ ...winner, gap }, limits.total) };
  }

  function lineSpendAt(point: Float64Array, line: number): number {
    return byPeriods ? sum(point.subarray(line * response.horizon, (line + 1) * response.horizon)) : point[line];
  }

  function report(
    reached: Ascent,
    total: readonly [number, number],
    constrainedBy?: { readonly own: SpendSet; readonly reached: Reached; readonly gap?: number },
  ): SolverReport {
    const isFixed = total[0] === total[1];
    const own = constrainedBy?.own ?? setWithin(total);
    own.set.gap(reached.point, reached.gradient, metric);
    const priced = own.rows.findIndex(({ kind }) => kind === "budget");
    const multiplier = isFixed ? (own.set.prices[priced] ?? 0) : 0;
    const isSum = !byPeriods && objective.statistic === "mean" && constrainedBy === undefined;
    const share = objective.statistic === "mean" ? completeGap.smooth : completeGap.kinked;
    const spend = sum(reached.point);
    const smallest = isFixed || own.rows.length > 0 ? [] : limits.channels.map((channel) => channel.least);
    // Lagrange: what the rows cost is taken off every line, and added once.
    const perLine = new Float64Array(limits.channels.length).fill(price / margin);
    let constant = 0;
    if (isSum) {
      own.rows.forEach(({ at, weights, lower, upper }, row) => {
        const cost = own.set.prices[row];
        if (cost === 0) return;
        constant += cost * (cost > 0 ? upper : lower);
        at.forEach((line, k) => (perLine[line] += ((weights?.[k] ?? 1) * cost) / margin));
      });
    }
    const bound = margin * bestAtPrice(curves, perLine, smallest).value + constant;
    const onCurves = curves.reduce((all, curve, channel) => all + curveValue(curve, reached.point[channel]), 0);
    // What is really reached where that is more than the curves say, which are interpolated.
    const value = Math.max(reached.value, margin * onCurves - price * spend);
    const globalGap = isSum ? Math.max(0, bound - value) : null;
    const scale = Math.max(Math.abs(reached.value), reached.value + price * spend);
    const gap = constrainedBy?.gap ?? Math.min(reached.gap, globalGap ?? Number.POSITIVE_INFINITY);
    const known = globalGap ?? gap;
    return {
      converged:
        violationOf(own, reached.point) <= 1e-6 && (reached.gap <= share * scale || known <= closeEnough * scale),
      value: reached.value,
      gap,
      gapShare: scale > 0 ? known / scale : 0,
      globalGap,
      multiplier: isFixed ? multiplier : null,
      prices: [
        ...(constrainedBy === undefined
          ? []
          : returnPrices(rows, constrainedBy.reached, (line) => lineSpendAt(reached.point, line))),
        ...pricesOf(own, problem, scale / Math.max(spend, Number.MIN_VALUE)),
      ],
      evaluations,
      starts,
    };
  }
}

/** Curvature of each cell; where a curve is straight, a step over its whole width at most. */
function metricOf(curves: readonly ChannelCurve[], cells: number): Float64Array {
  return Float64Array.from(
    curves.flatMap((curve) => {
      const width = curve.upper - curve.lower;
      const steepest = curve.slope.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const least = width > 0 ? (1e-3 * steepest) / width : 0;
      const own = cells * Math.max(curvature(curve), least);
      return new Array<number>(cells).fill(own > 0 && own < Number.POSITIVE_INFINITY ? own : 1);
    }),
  );
}

/** The best allocation on the curves, the current plan, and for objectives that the curves do not hold, random and burst plans. */
function startingPoints(problem: AllocationProblem, allocated: Float64Array): readonly Float64Array[] {
  const { variables, objective, limits, current, shares, response } = problem;
  const totals = [allocated, Float64Array.from(channelTotals(current))];
  if (objective.statistic !== "mean" || !isAlone(problem)) {
    const random = randomStream([1, limits.channels.length]);
    for (let i = 0; i < randomStarts; i++) {
      totals.push(Float64Array.from(limits.channels, ({ lower, upper }) => lower + random.uniform() * (upper - lower)));
    }
  }
  if (variables !== "periods") return totals;
  const { horizon } = response;
  const spread = (own: Float64Array, share: (channel: number, t: number) => number): Float64Array =>
    Float64Array.from({ length: own.length * horizon }, (_, i) => {
      const channel = Math.floor(i / horizon);
      return own[channel] * share(channel, i % horizon);
    });
  return [
    ...totals.map((own) => spread(own, (channel, t) => shares[channel][t])),
    spread(allocated, () => 1 / horizon),
    ...burstPeriods.map((every) => spread(allocated, (_, t) => (t % every === 0 ? 1 / Math.ceil(horizon / every) : 0))),
    flatSpend(current),
  ];
}

/** Returns count as reached where they lack at most this share of what the plan brings. */
const closeEnoughReturn = 1e-6;

/** By how much a point misses rows, as a share of what they add up. */
function violationOf({ rows, lower, upper }: SpendSet, point: Float64Array): number {
  const size = upper.reduce((most, value) => Math.max(most, value), Number.MIN_VALUE);
  const misses = rows.map(({ at, weights, lower: least, upper: most }) => {
    const value = at.reduce((all, i, k) => all + (weights?.[k] ?? 1) * point[i], 0);
    return Math.max(least - value, value - most) / (size * Math.sqrt(at.length));
  });
  return Math.max(0, ...misses, ...point.map((value, i) => Math.max(lower[i] - value, value - upper[i]) / size));
}

/** What a return costs: the gain for each 1 that its ROI gives way, or for each unit that a target does. */
function returnPrices(
  rows: readonly ReturnRow[],
  { multipliers }: Reached,
  spendOf: (line: number) => number,
): readonly ShadowPrice[] {
  return rows.flatMap(({ name, roi, lines }, row) => {
    const price = multipliers[row] * (roi > 0 ? sum(lines.map(spendOf)) : 1);
    return price > 0 ? [{ constraint: name, end: "lower" as const, price }] : [];
  });
}

/** Whether every line can be decided alone: no constraint is on several. */
function isAlone({ constraints }: AllocationProblem): boolean {
  return Object.keys(constraints.groups ?? {}).length === 0 && (constraints.returns ?? []).length === 0;
}

function sumOfLower({ channels }: PlanLimits): number {
  return channels.reduce((sum, { lower }) => sum + lower, 0);
}
