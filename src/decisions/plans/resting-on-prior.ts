// Plans with a word on which of their moves rest on the prior, by the rule by which advice calls for a test.

import { movedByPrior, plansMovedByPrior } from "../../problems/plan-problems.ts";
import type { FittedModel } from "../draws/index.ts";
import { identificationOf } from "../predictions/index.ts";
import { leastChange } from "./likely.ts";
import { planLines } from "./plan-lines.ts";
import { type Optimization, optimize, type OptimizeSettings } from "./optimize.ts";
import { compareScenarios, type Scenarios, type ScenarioSettings } from "./scenarios.ts";

/**
 * Finds the best plan, and says first which of its moves rest on the prior.
 * @throws CarryoverError with exit code 5 when constraints cannot be met: which, and by how much
 * @throws RangeError for settings that make no sense (negative spend, as many weights as there are no periods, ...)
 */
export function optimizeWithPrior(model: FittedModel, settings: OptimizeSettings = {}): Optimization {
  const optimization = optimize(model, settings);
  const moved = movedOnPrior(model, optimization.channels);
  return moved.length === 0
    ? optimization
    : { ...optimization, notices: [movedByPrior(moved), ...optimization.notices] };
}

/** Compares plans, and says first which of their moves rest on the prior: each is held against the current plan, which is the first. */
export function compareScenariosWithPrior(model: FittedModel, settings: ScenarioSettings): Scenarios {
  const compared = compareScenarios(model, settings);
  const [current, ...others] = compared.plans;
  const moved = others.flatMap(({ name, channels }): (readonly [string, readonly string[]])[] => {
    const moves = channels.map(({ name: line, periods }, i): Move => {
      const { spend: before, periods: now } = current.channels[i];
      // Spend that moves between periods is moved too.
      const change = periods.reduce((total, amount, period) => total + Math.abs(amount - now[period]), 0);
      return { name: line, change, changeShare: before === 0 ? null : change / before };
    });
    const own = movedOnPrior(model, moves);
    return own.length === 0 ? [] : [[name, own]];
  });
  return moved.length === 0
    ? compared
    : { ...compared, notices: [plansMovedByPrior(new Map(moved)), ...compared.notices] };
}

interface Move {
  /** Of the line. */
  readonly name: string;
  readonly change: number;
  /** Null for a channel without current spend. */
  readonly changeShare: number | null;
}

/** Lines that a plan moves, and of the return of whose channel the data say little. */
function movedOnPrior(model: FittedModel, channels: readonly Move[]): readonly string[] {
  const moved = channels.filter(({ change, changeShare }) =>
    changeShare === null ? change > 0 : Math.abs(changeShare) >= leastChange,
  );
  if (moved.length === 0) return [];
  const silent = silentChannels(model);
  const channelOf = new Map(
    [...planLines(model), ...(model.design.geos.length > 1 ? planLines(model, true) : [])].map(
      ({ name, channelName }) => [name, channelName] as const,
    ),
  );
  return moved.flatMap(({ name }) => (silent.has(channelOf.get(name) ?? name) ? [name] : []));
}

const silentOf = new WeakMap<FittedModel, ReadonlySet<string>>();

/** Channels of whose return the data say little. */
function silentChannels(model: FittedModel): ReadonlySet<string> {
  const known = silentOf.get(model);
  if (known !== undefined) return known;
  const found = identificationOf(model).filter(({ source }) => source === "prior");
  const silent = new Set(found.map(({ channel }) => channel));
  silentOf.set(model, silent);
  return silent;
}
