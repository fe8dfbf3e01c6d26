// The budget optimizer: the plan within limits that is best by a figure of the whole posterior, and how sure its gain is.

import { datesAfter, outcomeOf, type RowPeriod, periodOf } from "../../data/panel/index.ts";
import { sum } from "../../numerics/index.ts";
import { driverOf } from "../../mmm/specification/index.ts";
import * as driverNotices from "../../problems/driver-notices.ts";
import * as wording from "../../problems/plan-problems.ts";
import type { Notice } from "../../problems/notice.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { type FittedModel, defaultLevel } from "../draws/index.ts";
import type { PlanObjective } from "./objective.ts";
import {
  type Bounds,
  defaultChange,
  defaultFreeChange,
  type Goal,
  isReturnGoal,
  type PlanLimits,
  planLimits,
} from "./optimize-limits.ts";
import { checkOptimizeSettings } from "./check-settings.ts";
import { settingsByName } from "./settings-by-name.ts";
import { likely } from "./likely.ts";
import type { CellConstraints, PriceResponse } from "./plan-constraints.ts";
import { solve, type Solution, type SolverReport } from "./optimize-solve.ts";
import { spendAt, type Variables } from "./optimize-objective.ts";
import {
  channelTotals,
  horizonOf,
  type FlightingByChannel,
  flightingPatterns,
  type FlightingPatterns,
  observedSpend,
  type Plan,
  planFromTotals,
} from "./plan.ts";
import { comparePlans, outsideObserved, planEvaluator, type PlanComparison, type PlanFigures } from "./plan-figures.ts";
import { endedGeos, type PlanLine, planLines } from "./plan-lines.ts";
import { isOnAndOff, stepCosts } from "./optimize-orders.ts";
import { linePrices, pricedResponse } from "./plan-prices.ts";
import { type CarryOut, cutShort, partedResponses } from "./plan-response.ts";
import { negativeSpend } from "../../problems/plan-problems.ts";

export interface OptimizeSettings extends CellConstraints {
  /** Periods that are planned; default 13 weeks (91 days). */
  readonly horizon?: number;
  /**
   * Current spend: totals of channels over the horizon, or the spend of every period (which is then the flighting too). Channels not named, and all by
   * default, go on at their mean of the last 52 weeks (or of the table where it is shorter).
   */
  readonly current?: Readonly<Record<string, number | readonly number[]>>;
  /** Default "even". */
  readonly flighting?: FlightingByChannel;
  /** Default: expected profit where a margin is known and no return is to be reached, otherwise expected revenue. */
  readonly objective?: PlanObjective;
  /** Profit before media from one unit of the target, for what is said of profit. Default: that of the objective, else of the model. */
  readonly margin?: number;
  /** Default: the current total; with a margin, "free". */
  readonly goal?: Goal;
  readonly bounds?: Readonly<Record<string, Bounds>>;
  readonly fixed?: readonly string[];
  /** Least spend by channel, over the horizon. */
  readonly minimum?: Readonly<Record<string, number>>;
  /** Of a panel: a line for each channel and geo ("TV in North") instead of one for each channel. Default false. */
  readonly byGeo?: boolean;
  /** Decides the spend of every period, not only channels' totals; no period above the largest spend ever observed. Default false. */
  readonly byWeek?: boolean;
  /** How the price of media rises with spend, by line; default: it does not. */
  readonly priceResponse?: Readonly<Record<string, PriceResponse>>;
  /** Draws that plans are judged on, taken evenly from all, and as many others that the plan is chosen on; default 1000. */
  readonly draws?: number;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number;
}

export interface ChannelRecommendation {
  /** Of the line: of the channel, or "TV in North". */
  readonly name: string;
  /** Channel and geo of a line of one geo; absent for a channel in all its geos. */
  readonly channel?: string;
  readonly geo?: string;
  readonly current: number;
  readonly recommended: number;
  readonly change: number;
  /** `change` over `current`; null without current spend. */
  readonly changeShare: number | null;
  readonly lower: number;
  readonly upper: number;
  readonly limitsFrom: "default" | "bounds" | "fixed";
  readonly status: "between" | "at-lower" | "at-upper" | "fixed";
}

/** What the optimizer says: plain data; money in the table's own units. */
export interface Optimization {
  /** Whether the fit had converged. */
  readonly converged: boolean;
  readonly target: { readonly name: string; readonly kind: string };
  readonly period: RowPeriod;
  readonly horizon: number;
  /** Dates of the planned periods, or their numbers, as the table goes on. */
  readonly dates: readonly string[];
  readonly carryOut: CarryOut;
  readonly draws: number;
  /** Whether the plan was chosen on other draws than those that it is judged on. */
  readonly judgedApart: boolean;
  readonly level: number;
  readonly objective: PlanObjective;
  /** Profit before media from one unit of the target; absent where it is not known: then nothing is said of profit. */
  readonly margin?: number;
  /** Absent where it is not known. */
  readonly currency?: string;
  readonly goal: Goal;
  readonly byWeek: boolean;
  /** Whether lines are channels in geos. */
  readonly byGeo: boolean;
  /** Geos of the panel that plans are for together; absent for national tables and single geos. */
  readonly geos?: number;
  readonly channels: readonly ChannelRecommendation[];
  readonly current: PlanFigures;
  readonly recommended: PlanFigures;
  /** The recommended plan over the current one. */
  readonly gain: PlanComparison;
  readonly solver: SolverReport;
  readonly notices: readonly Notice[];
}

/**
 * Finds the best plan.
 * @throws CarryoverError with exit code 5 when constraints cannot be met: which, and by how much
 * @throws RangeError for settings that make no sense (negative spend, as many weights as there are no periods, ...)
 */
export function optimize(model: FittedModel, given: OptimizeSettings = {}): Optimization {
  const lines = planLines(model, given?.byGeo === true);
  const settings = settingsByName(lines, given, "optimize");
  const horizon = horizonOf(model, settings);
  const names = lines.map(({ name }) => name);
  checkOptimizeSettings(lines, settings, horizon);
  const { level = defaultLevel, byWeek = false, bounds = {}, fixed = [], minimum = {} } = settings;
  const margin = settings.objective?.margin ?? settings.margin ?? model.spec.margin;
  const objective: PlanObjective =
    settings.objective ??
    (margin === undefined || isReturnGoal(settings.goal) ? { statistic: "mean" } : { statistic: "mean", margin });
  const goal: Goal = settings.goal ?? { kind: objective.margin === undefined ? "budget" : "free" };
  if (objective.margin !== undefined && isReturnGoal(goal)) {
    throw new CarryoverError(
      [
        wording.objectiveConflict(
          "A target for ROI or marginal ROI goes with revenue, not with profit.",
          "Leave the margin or the target out: the largest profit is where the marginal ROI is one over the margin.",
        ),
      ],
      exitCodes.usage,
    );
  }
  if ((goal.kind === "roi" || goal.kind === "contribution") && isOnAndOff(settings)) {
    throw new CarryoverError(
      [
        wording.objectiveConflict(
          `A target ${goal.kind === "roi" ? "ROI" : "contribution"} does not go with spend that is on or off (minimum orders, step costs, flights).`,
          "Give a budget, or ask for the return with `returns`.",
        ),
      ],
      exitCodes.usage,
    );
  }
  if (goal.kind === "roi" && (settings.returns ?? []).length > 0) {
    throw new CarryoverError(
      [wording.objectiveConflict("A target for ROI and `returns` ask for the same in two ways.", "Keep one of them.")],
      exitCodes.usage,
    );
  }
  const { plan: current, patterns } = currentPlan(model, { ...settings, horizon }, lines);
  const totals = channelTotals(current);
  const observed = observedSpend(model, lines);
  const ofDraws = settings.draws === undefined ? {} : { draws: settings.draws };
  const parted = partedResponses(model, { horizon, lines, ...ofDraws });
  const prices = linePrices(observed, settings.priceResponse);
  const response = pricedResponse(parted.judging, prices);
  const onAndOff = { names, horizon, constraints: settings };
  const costsOf = ({ spend }: Plan): number =>
    stepCosts(onAndOff, (cell) => spend[Math.floor(cell / horizon)][cell % horizon] > 0);
  const variables: Variables = byWeek ? "periods" : { shares: patterns.shares };
  const own = planLimits(names, totals, { goal, bounds, fixed, minimum, seen: seenTotals(observed, patterns) });
  // The budget as it is pays today's step costs too.
  const extra = goal.kind === "budget" && goal.total === undefined ? costsOf(current) * (1 + (goal.change ?? 0)) : 0;
  const limits = { ...own, total: [own.total[0] + extra, own.total[1] + extra] as const };
  const solution = solve({
    response: pricedResponse(parted.choosing, prices),
    variables,
    shares: patterns.shares,
    objective,
    goal,
    limits,
    current,
    observed,
    lines,
    constraints: settings,
  });
  const evaluate = planEvaluator(response, observed, {
    level,
    margin,
    conversions: outcomeOf(model.data).kind === "conversions",
    stepCosts: costsOf,
  });
  const now = evaluate(current);
  const best = evaluate(planAt("recommended", solution, variables, patterns));
  const recommended = channelTotals(best.plan);
  const channels = limits.channels.map((limit, channel): ChannelRecommendation => {
    const change = recommended[channel] - totals[channel];
    return {
      name: limit.name,
      ...geoOf(lines[channel]),
      current: totals[channel],
      recommended: recommended[channel],
      change,
      changeShare: totals[channel] > 0 ? change / totals[channel] : null,
      lower: limit.lower,
      upper: limit.upper,
      limitsFrom: limit.from,
      status: statusOf(limit, recommended[channel]),
    };
  });
  const period = periodOf(model.data.cadence);
  const result = {
    converged: model.converged,
    target: outcomeOf(model.data),
    period,
    horizon,
    dates: datesAfter(model.data, horizon),
    carryOut: response.carryOut,
    draws: response.draws,
    judgedApart: parted.isParted,
    level,
    objective,
    ...(margin === undefined ? {} : { margin }),
    ...(model.spec.currency === undefined ? {} : { currency: model.spec.currency }),
    goal,
    byWeek,
    byGeo: settings.byGeo ?? false,
    ...(isPanel(model) ? { geos: model.design.geos.length - endedGeos(model).length } : {}),
    channels,
    current: now.figures,
    recommended: best.figures,
    gain: comparePlans(best, now, margin, level),
    solver: solution.report,
  } as const;
  return { ...result, notices: [...noticesOf(result, patterns, limits), ...tableNotices(model, lines)] };
}

/** The current plan: what channels are given, or their run rate, spread as wanted. */
export function currentPlan(
  model: FittedModel,
  { horizon, current = {}, flighting = "even" }: OptimizeSettings & { readonly horizon: number },
  lines: readonly PlanLine[] = planLines(model),
): { readonly plan: Plan; readonly patterns: FlightingPatterns } {
  const whole = Object.fromEntries(
    Object.entries(current).filter(
      (entry): entry is [string, readonly number[]] => typeof entry[1] !== "number" && entry[1].some((x) => x > 0),
    ),
  );
  const byName =
    typeof flighting === "string" || Array.isArray(flighting)
      ? Object.fromEntries(lines.map(({ name }) => [name, flighting as "even"]))
      : (flighting as Readonly<Record<string, "even">>);
  const patterns = flightingPatterns(model, horizon, { ...byName, ...whole }, lines);
  const totals = observedSpend(model, lines).map(({ name, runRate }) => {
    const own = Object.hasOwn(current, name) ? current[name] : runRate * horizon;
    const total = typeof own === "number" ? own : sum(own);
    if (!(total >= 0) || total === Number.POSITIVE_INFINITY)
      throw new CarryoverError([negativeSpend(`current spend of ${name}`, String(total))]);
    return total;
  });
  return { plan: planFromTotals("current", totals, patterns.shares), patterns };
}

/** Totals of each channel with which no period leaves the range of spend that the table shows. */
export function seenTotals(
  observed: ReturnType<typeof observedSpend>,
  { shares }: FlightingPatterns,
): readonly { readonly lower: number; readonly upper: number }[] {
  return observed.map(({ smallest, largest }, channel) => {
    const least = Math.min(...shares[channel]);
    return { lower: least > 0 ? smallest / least : 0, upper: largest / Math.max(...shares[channel]) };
  });
}

function planAt(name: string, { point }: Solution, variables: Variables, { shares }: FlightingPatterns): Plan {
  const horizon = shares[0].length;
  const spend = new Float64Array(shares.length * horizon);
  spendAt(variables, point, spend);
  return { name, spend: shares.map((_, channel) => [...spend.subarray(channel * horizon, (channel + 1) * horizon)]) };
}

function statusOf(
  { lower, upper, from }: PlanLimits["channels"][number],
  total: number,
): ChannelRecommendation["status"] {
  const near = 1e-7 * Math.max(upper, Number.MIN_VALUE);
  if (from === "fixed" || upper - lower <= near) return "fixed";
  if (total <= lower + near) return "at-lower";
  return total >= upper - near ? "at-upper" : "between";
}

function isPanel({ design }: Pick<FittedModel, "design">): boolean {
  return design.geos.length > 1;
}

/** Channel and geo of a line that is one of several of its channel. */
export function geoOf({ channelName, geo }: PlanLine): { readonly channel?: string; readonly geo?: string } {
  return geo === undefined ? {} : { channel: channelName, geo };
}

/** What plans take of the table: prices, what conversions are worth, how spend goes to the geos of a panel. */
export function tableNotices(model: FittedModel, lines: readonly PlanLine[]): readonly Notice[] {
  const { channels } = model.spec;
  const { name, worth } = model.data.target;
  const organic = channels.filter((channel) => channel.organic === true);
  const driven = channels.filter((channel) => driverOf(channel) !== undefined && !organic.includes(channel));
  return [
    ...(driven.length === 0 ? [] : [driverNotices.planPrices(driven.map((channel) => channel.name))]),
    ...(worth === undefined ? [] : [driverNotices.planWorth(name, worth.column)]),
    ...(organic.length === 0 ? [] : [driverNotices.planOrganic(organic.map((channel) => channel.name))]),
    ...geoNotices(model, lines),
  ];
}

/** How plans of a panel go to its geos. */
function geoNotices(model: FittedModel, lines: readonly PlanLine[]): readonly Notice[] {
  if (!isPanel(model)) return [];
  const ended = endedGeos(model);
  const shared = lines.filter(({ geos }) => geos.length > 1).map(({ name }) => name);
  return [
    ...(shared.length === 0 ? [] : [wording.sharedByGeos(shared, shared.length === lines.length)]),
    ...(ended.length === 0 ? [] : [wording.endedGeosNotPlanned(ended)]),
  ];
}

/** Whether the plan is judged against the current one: a return that is to be reached, or another budget, says nothing of a gain. */
function isComparable(goal: Goal): boolean {
  return goal.kind === "free" || (goal.kind === "budget" && goal.total === undefined && (goal.change ?? 0) === 0);
}

function noticesOf(
  result: Omit<Optimization, "notices">,
  { withoutObservation, flightsSpread }: FlightingPatterns,
  limits: PlanLimits,
): readonly Notice[] {
  const { channels, recommended, carryOut, goal, solver, period } = result;
  const cut = cutShort(carryOut);
  const stuck = channels.filter(
    ({ upper, current, limitsFrom }) => upper === 0 && current === 0 && limitsFrom !== "fixed",
  );
  const defaults = limits.channels.some(({ from }) => from === "default");
  const free = channels.filter(({ status }) => status !== "fixed");
  const allAt = (status: "at-upper" | "at-lower"): boolean =>
    free.length > 0 && free.every((channel) => channel.status === status);
  const namesAt = (status: "at-upper" | "at-lower"): readonly string[] =>
    channels.filter((channel) => channel.status === status).map(({ name }) => name);
  const [upper, lower] = [namesAt("at-upper"), namesAt("at-lower")];
  const chance = result.objective.margin === undefined ? result.gain.probability : result.gain.profitProbability;
  const same = channels.every(({ change }) => Math.abs(change) <= 1e-6 * Math.max(result.current.spend, 1));
  const reached = goal.kind === "roi" || goal.kind === "marginal-roi" ? goal.target : undefined;
  return [
    ...(result.converged ? [] : [wording.notConverged()]),
    ...recommended.channels.flatMap((channel) => outsideObserved(channel, period)),
    ...(solver.converged ? [] : [wording.solverStopped(solver.globalGap ?? solver.gap, solver.gapShare)]),
    ...(chance !== null && chance < likely && !same && isComparable(goal) ? [wording.notClearlyBetter(chance)] : []),
    ...(upper.length + lower.length > 0 ? [wording.atLimits(upper, lower)] : []),
    ...(reached !== undefined && allAt("at-upper") ? [wording.atTheLimits(reached, "upper")] : []),
    ...(reached !== undefined && goal.kind === "marginal-roi" && allAt("at-lower")
      ? [wording.atTheLimits(reached, "lower")]
      : []),
    ...(result.byWeek ? [wording.endOfHorizon(period)] : []),
    ...(cut.length > 0 ? [wording.carryOutCut(carryOut.periods, period, cut)] : []),
    ...(withoutObservation.length > 0 ? [wording.noObservedFlighting(withoutObservation)] : []),
    // Where periods are decided, the plan need not be even.
    ...(flightsSpread.length > 0 && !result.byWeek ? [wording.flightsSpread(flightsSpread, period)] : []),
    ...(stuck.length > 0 ? [wording.noCurrentSpend(stuck.map(({ name }) => name))] : []),
    ...(result.judgedApart ? [] : [wording.sameDraws()]),
    ...(defaults
      ? [wording.defaultBoundsUsed(goal.kind === "budget" ? defaultChange : defaultFreeChange, goal.kind === "budget")]
      : []),
  ];
}
