// From what a plan file and options say to the settings of the optimizer: names found, lists counted, contradictions named.

import { budgetSettings, marginProblem, panelPlanSettings } from "../../settings/index.ts";
import * as wording from "../../problems/plan-problems.ts";
import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import { channelTwice } from "../../problems/column-problems.ts";
import { outcomeOf } from "../../data/panel/index.ts";
import type { FittedModel } from "../draws/index.ts";
import type { PlanObjective } from "./objective.ts";
import type { OptimizeSettings } from "./optimize.ts";
import { type Bounds, type Goal, isReturnGoal } from "./optimize-limits.ts";
import { defaultHorizon, type Flighting, type FlightingByChannel } from "./plan.ts";
import { boundsOf, changeOf } from "./plan-amounts.ts";
import { entriesByLine, linesNamed, namesOf, type Spread, spreads } from "./lines-by-name.ts";
import type { PlanDocument } from "./plan-file.ts";
import { writtenConstraints, writtenPrices } from "./written-constraints.ts";
import { type PlanLine, planLines } from "./plan-lines.ts";
import type { OptimizeFile } from "./plan-schema.ts";

/** Probability of a quantile or of the worst draws, where none is given. */
export const defaultProbability: number = budgetSettings.probability.default;

const goalKeys = ["budget", "budget_change", "target_roi", "target_marginal_roi", "target_contribution"] as const;

/** Finds lines by the name or column of their channel, or of the channel in a geo; what is not there is a problem. */
export class ChannelNames {
  readonly #lines: readonly PlanLine[];
  readonly #problems: Problem[];

  constructor(lines: readonly PlanLine[], problems: Problem[]) {
    this.#lines = lines;
    this.#problems = problems;
  }

  /** Names of the lines that are meant: of a channel in several geos all of them. */
  find(written: string, where: string): readonly string[] {
    const found = linesNamed(this.#lines, written).map(({ name }) => name);
    if (found.length === 0) this.#problems.push(wording.unknownChannel(where, written, namesOf(this.#lines)));
    return found;
  }

  /** Entries by the names of the lines. @param spread what a value for a channel means in each of its geos */
  map<T>(
    entries: Readonly<Record<string, T>> | undefined,
    where: (name: string) => string,
    spread: Spread,
  ): Record<string, T> {
    const { found, unknown, twice, unspread } = entriesByLine(this.#lines, entries ?? {}, spread);
    for (const written of unknown) this.find(written, where(written));
    for (const { name, keys } of twice) this.#problems.push(channelTwice(where(keys[1]), name, keys));
    for (const written of unspread) {
      const [{ name }] = linesNamed(this.#lines, written);
      this.#problems.push(wording.amountOfSeveral(where(written), written, name));
    }
    return Object.fromEntries(found);
  }
}

/**
 * Settings of the optimizer for `model`. Options win over the file; a goal among the options puts the file's goal aside, and bounds and
 * minima are taken channel by channel.
 * @param options what was given on the command line; its place in problems is the option
 * @throws CarryoverError with every problem found
 */
export function optimizeSettings(
  model: FittedModel,
  file: PlanDocument<OptimizeFile> | undefined,
  options: PlanDocument<OptimizeFile>,
): OptimizeSettings {
  const problems: Problem[] = [];
  const lines = planLines(
    model,
    [...(file === undefined ? [] : [file]), options].findLast(({ content }) => content.by_geo !== undefined)?.content
      .by_geo,
  );
  const names = new ChannelNames(lines, problems);
  const layers = [...(file === undefined ? [] : [file]), options];
  const last = <K extends keyof OptimizeFile>(
    key: K,
  ): { readonly value: NonNullable<OptimizeFile[K]>; readonly from: PlanDocument<OptimizeFile> } | undefined => {
    const from = layers.findLast(({ content }) => content[key] !== undefined);
    return from === undefined ? undefined : { value: from.content[key] as NonNullable<OptimizeFile[K]>, from };
  };
  const value = <K extends keyof OptimizeFile>(key: K): NonNullable<OptimizeFile[K]> | undefined => last(key)?.value;
  const byChannel = <T>(key: "bounds" | "minimum"): Record<string, T> =>
    // Not by assignment: a channel may be called __proto__.
    Object.fromEntries(
      layers.flatMap(({ content, where }) =>
        Object.entries(
          names.map(content[key] as Record<string, T> | undefined, (name) => where([key, name]), spreads[key]),
        ),
      ),
    );

  const horizon = value("horizon") ?? defaultHorizon(model);
  const bounds = Object.fromEntries(
    Object.entries(byChannel<string | number>("bounds")).map(([name, text]) => [
      name,
      boundsOf(String(text)) as Bounds,
    ]),
  );
  const minimum = byChannel<number>("minimum");
  const fixedFrom = last("fixed");
  const fixed = (fixedFrom?.value ?? []).flatMap((written, i) =>
    names.find(written, fixedFrom!.from.where(["fixed", i])),
  );
  for (const name of fixed) {
    if (Object.hasOwn(bounds, name) || Object.hasOwn(minimum, name)) problems.push(wording.fixedAndBounded(name));
  }
  const currentFrom = last("current");
  const current = currentSpend(
    currentFrom?.value,
    names,
    horizon,
    (name) => currentFrom!.from.where(["current", name]),
    problems,
  );
  const flightingFrom = last("flighting");
  const flighting = flightingOf(
    flightingFrom?.value,
    names,
    horizon,
    (path) => flightingFrom!.from.where(["flighting", ...path]),
    problems,
  );
  const constraints = writtenConstraints(
    lines,
    layers,
    horizon,
    value("by_week") ?? budgetSettings.by_week.default,
    problems,
  );
  const goal = goalOf(layers, problems);
  const marginFrom = last("margin");
  const wrongMargin =
    marginFrom === undefined
      ? undefined
      : marginProblem(marginFrom.value, outcomeOf(model.data).kind, marginFrom.from.where(["margin"]));
  if (wrongMargin !== undefined) problems.push(wrongMargin);
  const margin = marginFrom?.value ?? model.spec.margin;
  const objective = objectiveOf(
    value("objective"),
    { margin, goal, probability: value("probability"), aversion: value("aversion") },
    problems,
  );
  if (problems.length > 0) {
    throw new CarryoverError(problems, file === undefined ? exitCodes.usage : exitCodes.badInput);
  }
  const draws = value("draws");
  const level = value("level");
  return {
    horizon,
    current,
    objective,
    ...(margin === undefined ? {} : { margin }),
    bounds,
    fixed,
    minimum,
    byWeek: value("by_week") ?? budgetSettings.by_week.default,
    byGeo: value("by_geo") ?? panelPlanSettings.by_geo.default,
    ...constraints,
    ...writtenPrices(lines, layers, horizon, problems),
    ...(flighting === undefined ? {} : { flighting }),
    ...(goal === undefined ? {} : { goal }),
    ...(draws === undefined ? {} : { draws }),
    ...(level === undefined ? {} : { level }),
  };
}

/** Current spend by channel, checked. */
export function currentSpend(
  written: Readonly<Record<string, number | readonly number[]>> | undefined,
  names: ChannelNames,
  horizon: number,
  where: (name: string) => string,
  problems: Problem[],
): Record<string, number | readonly number[]> {
  for (const [name, spend] of Object.entries(written ?? {})) {
    const values = typeof spend === "number" ? [spend] : spend;
    if (typeof spend !== "number" && spend.length !== horizon) {
      problems.push(wording.periodCount(where(name), `Spend of ${name}`, spend.length, horizon));
    }
    const negative = values.find((amount) => !(amount >= 0));
    if (negative !== undefined) problems.push(wording.negativeSpend(where(name), String(negative)));
  }
  return names.map(written, where, spreads.current);
}

/** Flighting by channel, checked. */
export function flightingOf(
  written: FlightingByChannel | undefined,
  names: ChannelNames,
  horizon: number,
  where: (path: readonly string[]) => string,
  problems: Problem[],
): FlightingByChannel | undefined {
  const check = (flighting: Flighting, path: readonly string[]): void => {
    if (typeof flighting === "string") return;
    if (flighting.length !== horizon) {
      problems.push(wording.periodCount(where(path), "A flighting", flighting.length, horizon));
    }
    if (!flighting.some((weight) => weight > 0)) problems.push(wording.noWeight(where(path)));
  };
  if (written === undefined) return undefined;
  if (typeof written === "string" || Array.isArray(written)) {
    check(written as Flighting, []);
    return written;
  }
  const entries = written as Readonly<Record<string, Flighting>>;
  for (const [name, flighting] of Object.entries(entries)) check(flighting, [name]);
  return names.map(entries, (name) => where([name]), spreads.flighting);
}

function goalOf(layers: readonly PlanDocument<OptimizeFile>[], problems: Problem[]): Goal | undefined {
  const layer = layers.findLast(({ content }) => goalKeys.some((key) => content[key] !== undefined));
  if (layer === undefined) return undefined;
  const { content } = layer;
  const given = goalKeys.filter((key) => content[key] !== undefined);
  if (given.length > 1) problems.push(wording.goalsConflict(given.map((key) => layer.where([key]))));
  if (content.budget !== undefined) return { kind: "budget", total: content.budget };
  if (content.budget_change !== undefined) return { kind: "budget", change: changeOf(content.budget_change) ?? 0 };
  if (content.target_roi !== undefined) return { kind: "roi", target: content.target_roi };
  if (content.target_contribution !== undefined) return { kind: "contribution", target: content.target_contribution };
  return { kind: "marginal-roi", target: content.target_marginal_roi as number };
}

function objectiveOf(
  asked: OptimizeFile["objective"],
  {
    margin,
    goal,
    probability,
    aversion,
  }: {
    readonly margin: number | undefined;
    readonly goal: Goal | undefined;
    readonly probability: number | undefined;
    readonly aversion: number | undefined;
  },
  problems: Problem[],
): PlanObjective {
  const kind = asked ?? (margin === undefined || isReturnGoal(goal) ? "revenue" : "profit");
  const isTail = kind === "quantile" || kind === "cvar";
  if (kind === "profit" && margin === undefined) {
    problems.push(
      wording.objectiveConflict(
        "The objective profit needs a margin.",
        "Give --margin, the share of revenue that is profit before media, or the key margin of the model file.",
      ),
    );
  }
  if (!isTail && probability !== undefined) {
    problems.push(
      wording.objectiveConflict(
        "A probability goes with the objectives quantile and cvar.",
        "Leave it out, or choose one of these.",
      ),
    );
  }
  const isSpread = kind === "mean_less_spread";
  if (!isSpread && aversion !== undefined) {
    problems.push(
      wording.objectiveConflict(
        "An aversion goes with the objective mean_less_spread.",
        "Leave it out, or choose that objective.",
      ),
    );
  }
  const statistic: PlanObjective = isSpread
    ? { statistic: "mean-less-spread", aversion: aversion ?? budgetSettings.aversion.default }
    : isTail
      ? { statistic: kind, probability: probability ?? defaultProbability }
      : { statistic: "mean" };
  return {
    ...statistic,
    ...(margin === undefined || kind === "revenue" || ((isTail || isSpread) && isReturnGoal(goal)) ? {} : { margin }),
  };
}
