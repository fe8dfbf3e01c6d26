// Scenarios: named plans beside the current one, every pair compared draw by draw. What is the same under all plans (controls to
// come, season, trend, what earlier spend still brings) drops out of the differences.

import { outcomeOf, type RowPeriod, periodOf } from "../../data/panel/index.ts";
import type { Notice } from "../../problems/notice.ts";
import * as wording from "../../problems/plan-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { type FittedModel, defaultLevel } from "../draws/index.ts";
import { checkScenarioSettings, currentName } from "./check-settings.ts";
import { settingsByName } from "./settings-by-name.ts";
import { spreads } from "./lines-by-name.ts";
import { currentPlan, tableNotices } from "./optimize.ts";
import { planLines } from "./plan-lines.ts";
import { channelTotals, defaultHorizon, horizonOf, type FlightingByChannel, observedSpend, type Plan } from "./plan.ts";
import { changeOf } from "./plan-amounts.ts";
import { comparePlans, outsideObserved, planEvaluator, type PlanComparison, type PlanFigures } from "./plan-figures.ts";
import { type CarryOut, cutShort, planResponse } from "./plan-response.ts";
import type { PlanDocument } from "./plan-file.ts";
import type { ScenarioFile, SpendEntry } from "./plan-schema.ts";
import { ChannelNames, currentSpend, flightingOf } from "./plan-settings.ts";
import { changeOfNothing, notAChange, planSpendWrong } from "../../problems/plan-problems.ts";

export interface ScenarioSettings {
  /** Periods; default 13 weeks (91 days). */
  readonly horizon?: number;
  /** As for the optimizer. */
  readonly current?: Readonly<Record<string, number | readonly number[]>>;
  /** Of a panel: plans name channels in geos ("TV in North"), or a channel for all its geos. Default false. */
  readonly byGeo?: boolean;
  /** For totals and changes; default "even". */
  readonly flighting?: FlightingByChannel;
  /**
   * By name; in each by channel: a total over the horizon, the spend of every period, or a change such as "+20%" of
   * current spend. Channels that a plan does not name stay as they are.
   */
  readonly plans: Readonly<Record<string, Readonly<Record<string, SpendEntry>>>>;
  /** With a margin, profit is reported too. Default: that of the model. */
  readonly margin?: number;
  /** Draws, taken evenly from all; default 1000. */
  readonly draws?: number;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number;
}

/** Plain data; money in the table's own units. */
export interface Scenarios {
  readonly converged: boolean;
  readonly target: { readonly name: string; readonly kind: string };
  readonly period: RowPeriod;
  readonly horizon: number;
  readonly carryOut: CarryOut;
  readonly draws: number;
  readonly level: number;
  /** Profit before media from one unit of the target; absent where it is not known: then nothing is said of profit. */
  readonly margin?: number;
  /** Absent where it is not known. */
  readonly currency?: string;
  /** The current plan first, then the others in the order of the file. */
  readonly plans: readonly PlanFigures[];
  /** Every plan over every earlier one: over the current plan first. */
  readonly comparisons: readonly PlanComparison[];
  readonly notices: readonly Notice[];
}

/**
 * Computes plans and compares them.
 * @throws RangeError for settings that make no sense; `scenarioSettings` checks what users write
 */
export function compareScenarios(model: FittedModel, given: ScenarioSettings): Scenarios {
  const lines = planLines(model, given?.byGeo === true);
  const settings = settingsByName(lines, given, "scenarios");
  const horizon = horizonOf(model, settings);
  const names = lines.map(({ name }) => name);
  checkScenarioSettings(names, settings, horizon);
  const { level = defaultLevel, margin = model.spec.margin } = settings;
  const { plan: current, patterns } = currentPlan(
    model,
    {
      horizon,
      ...(settings.current === undefined ? {} : { current: settings.current }),
      ...(settings.flighting === undefined ? {} : { flighting: settings.flighting }),
    },
    lines,
  );
  const totals = channelTotals(current);
  const plans = Object.entries(settings.plans).map(
    ([name, entries]): Plan => ({
      name,
      spend: names.map((channel, i) => {
        const entry = Object.hasOwn(entries, channel) ? entries[channel] : undefined;
        if (entry === undefined) return current.spend[i];
        if (typeof entry === "object") return entry;
        const change = typeof entry === "string" ? changeOf(entry) : undefined;
        if (typeof entry === "string" && change === undefined) throw new CarryoverError([notAChange(entry)]);
        if (change !== undefined && totals[i] === 0) {
          throw new CarryoverError([changeOfNothing(`plans.${name}`, channel)], exitCodes.usage);
        }
        const total = typeof entry === "number" ? entry : totals[i] * (1 + (change as number));
        return patterns.shares[i].map((share) => share * total);
      }),
    }),
  );
  for (const { name, spend } of plans) {
    for (const own of spend) {
      if (own.length !== horizon || !own.every((value) => value >= 0 && value < Number.POSITIVE_INFINITY)) {
        throw new CarryoverError([planSpendWrong(name, horizon)]);
      }
    }
  }
  const observed = observedSpend(model, lines);
  const ofDraws = settings.draws === undefined ? {} : { draws: settings.draws };
  const response = planResponse(model, { horizon, lines, ...ofDraws });
  const evaluated = [current, ...plans].map(
    planEvaluator(response, observed, { level, margin, conversions: outcomeOf(model.data).kind === "conversions" }),
  );
  const period = periodOf(model.data.cadence);
  const cut = cutShort(response.carryOut);
  // One warning for a channel and direction: that of the plan which goes furthest.
  const outside = names.flatMap((_, i): readonly Notice[] => {
    const figures = evaluated.map(({ figures: own }) => own.channels[i]);
    const [low, high] = [
      figures.reduce((a, b) => (b.smallest < a.smallest ? b : a)),
      figures.reduce((a, b) => (b.largest > a.largest ? b : a)),
    ];
    const { smallest, extrapolatesBelow } = low;
    return outsideObserved({ ...high, smallest, extrapolatesBelow }, period);
  });
  return {
    converged: model.converged,
    target: outcomeOf(model.data),
    period,
    horizon,
    carryOut: response.carryOut,
    draws: response.draws,
    level,
    ...(margin === undefined ? {} : { margin }),
    ...(model.spec.currency === undefined ? {} : { currency: model.spec.currency }),
    plans: evaluated.map(({ figures }) => figures),
    comparisons: evaluated.flatMap((b, i) => evaluated.slice(i + 1).map((a) => comparePlans(a, b, margin, level))),
    notices: [
      ...(model.converged ? [] : [wording.notConverged()]),
      ...outside,
      ...(cut.length > 0 ? [wording.carryOutCut(response.carryOut.periods, period, cut)] : []),
      ...(patterns.withoutObservation.length > 0 ? [wording.noObservedFlighting(patterns.withoutObservation)] : []),
      ...tableNotices(model, lines),
    ],
  };
}

/**
 * Settings from a file of scenarios.
 * @throws CarryoverError with every problem: channels the fit does not have, lists of another length, ...
 */
export function scenarioSettings(
  model: FittedModel,
  { content, where }: PlanDocument<ScenarioFile>,
  options: { readonly draws?: number | undefined; readonly level?: number | undefined } = {},
): ScenarioSettings {
  const problems: Problem[] = [];
  const lines = planLines(model, content.by_geo === true);
  const names = new ChannelNames(lines, problems);
  const horizon = content.horizon ?? defaultHorizon(model);
  const current = currentSpend(content.current, names, horizon, (name) => where(["current", name]), problems);
  const flighting = flightingOf(content.flighting, names, horizon, (path) => where(["flighting", ...path]), problems);
  const now = observedSpend(model, lines);
  const spendsNothing = (name: string): boolean => {
    const given = Object.hasOwn(current, name) ? current[name] : now.find((own) => own.name === name)?.runRate;
    return typeof given === "object" ? given.every((value) => value === 0) : given === 0;
  };
  const plans = Object.fromEntries(
    Object.entries(content.plans).map(([plan, entries]) => {
      const place = (channel: string): string => where(["plans", plan, channel]);
      if (plan === currentName) problems.push(wording.planNamedCurrent(where(["plans", plan])));
      for (const [channel, entry] of Object.entries(entries)) {
        const values = typeof entry === "number" ? [entry] : typeof entry === "string" ? [] : entry;
        const negative = values.find((value) => !(value >= 0));
        if (negative !== undefined) problems.push(wording.negativeSpend(place(channel), String(negative)));
        if (typeof entry === "object" && entry.length !== horizon) {
          problems.push(wording.periodCount(place(channel), `Spend of ${channel}`, entry.length, horizon));
        }
      }
      const named = names.map(entries, place, spreads.plans);
      for (const [channel, entry] of Object.entries(named)) {
        if (typeof entry === "string" && spendsNothing(channel)) {
          problems.push(wording.changeOfNothing(where(["plans", plan]), channel));
        }
      }
      return [plan, named];
    }),
  );
  if (problems.length > 0) throw new CarryoverError(problems);
  const draws = options.draws ?? content.draws;
  const level = options.level ?? content.level;
  return {
    horizon,
    current,
    plans,
    ...(content.by_geo === undefined ? {} : { byGeo: content.by_geo }),
    ...(flighting === undefined ? {} : { flighting }),
    ...(content.margin === undefined ? {} : { margin: content.margin }),
    ...(draws === undefined ? {} : { draws }),
    ...(level === undefined ? {} : { level }),
  };
}
