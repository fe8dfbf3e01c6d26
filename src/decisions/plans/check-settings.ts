// Settings of plans that a program gives: names of channels, amounts, lists of periods, objectives and goals, each by the rule that plan files and
// options are judged by.

import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import * as wording from "../../problems/plan-problems.ts";
import { wrongSetting } from "../../problems/setting-problems.ts";
import {
  budgetSettings,
  marginProblem,
  panelPlanSettings,
  planSettings,
  quantitySettings,
  accepts,
} from "../../settings/index.ts";
import { changeOf } from "./plan-amounts.ts";
import { type CellConstraints, constraintKeys, constraintProblems, priceProblems } from "./plan-constraints.ts";
import type { PlanLine } from "./plan-lines.ts";
import { anything, optionProblems, type OptionRules, shown } from "../draws/index.ts";

/** Name of the plan that all scenarios are compared with: spend as it is. */
export const currentName = "current";

const isAmount = (value: unknown): value is number => typeof value === "number" && value >= 0 && Number.isFinite(value);
const isMap = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

function wrong(where: string, must: string, value: unknown, hint: string): Problem {
  const dot = where.lastIndexOf(".");
  return wrongSetting(where.slice(0, dot), where.slice(dot + 1), must, shown(value), hint);
}

type ValueRule = (value: unknown, where: string) => readonly Problem[];

/** A map by channel: unknown names and wrong values are problems. */
function byChannel(names: readonly string[], of: ValueRule): ValueRule {
  return (value, where) => {
    if (!isMap(value))
      return [
        wrong(
          where,
          "an object with a key for each channel that is meant",
          value,
          `The channels are ${names.join(", ")}.`,
        ),
      ];
    return Object.entries(value).flatMap(([name, own]) =>
      names.includes(name) ? of(own, `${where}.${name}`) : [wording.unknownChannel(where, name, names)],
    );
  };
}

function periodsOf(horizon: number, of: (value: unknown) => boolean): (value: unknown) => boolean {
  return (value) => Array.isArray(value) && value.length === horizon && value.every(of);
}

/** Rules that plans of the optimizer and scenarios have in common. */
function sharedRules(names: readonly string[], horizon: number): OptionRules {
  const isPeriods = periodsOf(horizon, isAmount);
  const isFlighting = (value: unknown): boolean =>
    accepts(planSettings.flighting, value) || (isPeriods(value) && (value as number[]).some((weight) => weight > 0));
  const flighting = (value: unknown, where: string): readonly Problem[] =>
    isFlighting(value)
      ? []
      : [
          wrong(
            where,
            `even, observed, or ${horizon} weights of at least 0 with one above 0`,
            value,
            "Give one weight for each period.",
          ),
        ];
  return {
    horizon: planSettings.horizon,
    byGeo: panelPlanSettings.by_geo,
    draws: planSettings.draws,
    level: quantitySettings.level,
    // A break-even below 1 is a margin above 1: what a program gives may be either.
    margin: (value, where) => {
      const problem = marginProblem(value, undefined, where);
      return problem === undefined ? [] : [problem];
    },
    current: byChannel(names, (value, where) =>
      isAmount(value) || isPeriods(value)
        ? []
        : [
            wrong(
              where,
              `an amount of at least 0 over the horizon, or one for each of its ${horizon} periods`,
              value,
              "For no spend write 0.",
            ),
          ],
    ),
    flighting: (value, where) => (isMap(value) ? byChannel(names, flighting)(value, where) : flighting(value, where)),
  };
}

function boundsProblems(value: unknown, where: string): readonly Problem[] {
  const isEnd = (end: unknown): boolean =>
    end === undefined ||
    (isMap(end) &&
      Object.keys(end).length === 1 &&
      (isAmount(end["amount"]) ||
        (typeof end["change"] === "number" && end["change"] >= -1 && Number.isFinite(end["change"]))));
  const good =
    isMap(value) &&
    Object.keys(value).every((key) => key === "lower" || key === "upper") &&
    isEnd(value["lower"]) &&
    isEnd(value["upper"]);
  return good
    ? []
    : [
        wrong(
          where,
          "{ lower, upper }, each { amount } of at least 0 or { change } of at least -1",
          value,
          "Either end may be left out.",
        ),
      ];
}

function goalProblems(value: unknown, where: string): readonly Problem[] {
  const { kind, total, change, target } = isMap(value) ? value : {};
  const isOptional = (of: (own: unknown) => boolean, own: unknown): boolean => own === undefined || of(own);
  const good =
    kind === "free" ||
    (kind === "budget" &&
      isOptional(isAmount, total) &&
      isOptional((own) => typeof own === "number" && own >= -1 && Number.isFinite(own), change)) ||
    ((kind === "roi" || kind === "marginal-roi" || kind === "contribution") &&
      accepts(budgetSettings.target_roi, target));
  return good
    ? []
    : [
        wrong(
          where,
          'a goal of kind "budget" (with total or change), "free", or "roi", "marginal-roi" or "contribution" with a target above 0',
          value,
          "Leave it out for the current budget.",
        ),
      ];
}

function objectiveProblems(value: unknown, where: string): readonly Problem[] {
  const { statistic, probability, margin, aversion } = isMap(value) ? value : {};
  const isSpread = statistic === "mean-less-spread" && accepts(budgetSettings.aversion, aversion);
  const isTail = statistic === "quantile" || statistic === "cvar";
  const good = statistic === "mean" || isSpread || (isTail && accepts(budgetSettings.probability, probability));
  const ofMargin = margin === undefined ? undefined : marginProblem(margin, undefined, where);
  return [
    ...(good
      ? []
      : [
          wrong(
            where,
            'an objective with statistic "mean", "quantile" or "cvar" with a probability between 0 and 1, or "mean-less-spread" with an aversion of at least 0',
            value,
            "Leave it out for the mean.",
          ),
        ]),
    ...(ofMargin === undefined ? [] : [ofMargin]),
  ];
}

/**
 * Judges settings of the optimizer that a program gives.
 * @throws CarryoverError (wrong usage) with every problem: unknown channels, negative amounts, a horizon that is none, ...
 */
export function checkOptimizeSettings(lines: readonly PlanLine[], settings: unknown, horizon: number): void {
  const names = lines.map(({ name }) => name);
  const { fixed, bounds, minimum } = isMap(settings) ? settings : {};
  const twice = Array.isArray(fixed)
    ? names.filter(
        (name) =>
          fixed.includes(name) &&
          ((isMap(bounds) && Object.hasOwn(bounds, name)) || (isMap(minimum) && Object.hasOwn(minimum, name))),
      )
    : [];
  const constraints = isMap(settings)
    ? constraintProblems(settings as CellConstraints, {
        lines,
        horizon,
        byWeek: settings["byWeek"] === true,
        where: (path) => ["optimize", ...path].join("."),
      })
    : [];
  fail([
    ...constraints,
    ...twice.map(wording.fixedAndBounded),
    ...optionProblems("optimize", settings, {
      ...sharedRules(names, horizon),
      objective: objectiveProblems,
      goal: goalProblems,
      bounds: byChannel(names, boundsProblems),
      fixed: (value, where) =>
        Array.isArray(value)
          ? value
              .filter((name) => !names.includes(name as string))
              .map((name) => wording.unknownChannel(where, shown(name), names))
          : [wrong(where, "a list of channels", value, `The channels are ${names.join(", ")}.`)],
      minimum: byChannel(names, (value, where) =>
        isAmount(value)
          ? []
          : [wrong(where, "an amount of at least 0 over the horizon", value, "Write a plain number.")],
      ),
      byWeek: budgetSettings.by_week,
      priceResponse: byChannel(names, (value, where) => priceProblems(value, where, horizon)),
      ...Object.fromEntries(constraintKeys.map((key) => [key, anything])),
    }),
  ]);
}

/** The same of scenarios. */
export function checkScenarioSettings(names: readonly string[], settings: unknown, horizon: number): void {
  const isPeriods = periodsOf(horizon, isAmount);
  const plan = byChannel(names, (value, where) =>
    isAmount(value) || isPeriods(value) || (typeof value === "string" && changeOf(value) !== undefined)
      ? []
      : [
          wrong(
            where,
            `an amount of at least 0, a change such as "+20%", or spend of each of the ${horizon} periods`,
            value,
            "Leave the channel out to keep its spend.",
          ),
        ],
  );
  const problems = optionProblems("scenarios", settings, {
    ...sharedRules(names, horizon),
    plans: (value, where) =>
      isMap(value) && Object.keys(value).length > 0
        ? Object.entries(value).flatMap(([name, entries]) => [
            ...(name === currentName ? [wording.planNamedCurrent(`${where}.${name}`)] : []),
            ...plan(entries, `${where}.${name}`),
          ])
        : [wrong(where, "plans by name, at least one", value, 'Give { plans: { "more TV": { TV: "+20%" } } }.')],
  });
  const missing = isMap(settings) && settings["plans"] === undefined;
  fail(
    missing
      ? [...problems, wrong("scenarios.plans", "plans by name, at least one", undefined, "Give at least one plan.")]
      : problems,
  );
}

function fail(problems: readonly Problem[]): void {
  if (problems.length > 0) throw new CarryoverError(problems, exitCodes.usage);
}
