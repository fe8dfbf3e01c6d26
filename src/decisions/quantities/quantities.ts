// Everything that is reported of a fit, from one pass over its draws.

import { outcomeOf } from "../../data/panel/index.ts";
import { type CarryOver, carryOver } from "./carry-over.ts";
import {
  channelDraws,
  type FittedModel,
  defaultLevel,
  intervalFinder,
  type Period,
  periodOf,
  periodRecord,
  checkOptions,
  quantityRules,
} from "../draws/index.ts";
import { type ComponentDraws, type Contributions, contributionCollector } from "./contributions.ts";
import { type ChannelCurves, curvesOf, flightingFactors, type ResponseCurves, steadyLevels } from "./curves.ts";
import { type ReturnDraws, type Returns, returnsOf } from "./returns.ts";

/** Plain data throughout: it can be written as JSON, where numbers that are not finite become null. */
export interface Quantities {
  /** False: nothing here may be relied on. */
  readonly converged: boolean;
  readonly contributions: Contributions;
  readonly returns: Returns;
  readonly carryOver: CarryOver;
  readonly curves: ResponseCurves;
}

/** Numbers of each draw behind the totals, chain after chain; in the table's own units. */
export interface TotalDraws {
  /** Sums over the period, in the order of `Contributions.components`. */
  readonly components: readonly ComponentDraws[];
  /** In the order of `Returns.channels`. */
  readonly channels: readonly ReturnDraws[];
}

export interface QuantityOptions {
  /** Default: the whole table. */
  readonly period?: Period;
  /** Probability of the intervals; default 0.9. */
  readonly level?: number;
  /** Target per unit of spend above which spend pays; default one over the margin of the model. */
  readonly breakEven?: number;
}

/** Contributions, returns, carry-over and curves of a fit. */
export function quantities(model: FittedModel, options: QuantityOptions = {}): Quantities {
  return quantitiesWithDraws(model, options).quantities;
}

/** The same with the draws behind the totals, for whoever asks another question of them. */
export function quantitiesWithDraws(
  model: FittedModel,
  options: QuantityOptions = {},
): { readonly quantities: Quantities; readonly draws: TotalDraws } {
  checkOptions("quantities", options, quantityRules(model));
  const { data, posterior } = model;
  const { period = periodOf(data), level = defaultLevel } = options;
  const find = intervalFinder(posterior.count, level);
  const levels = steadyLevels(model, period);
  const collector = contributionCollector(model, { period, level });
  const channels: (ReturnDraws & { readonly tail: number })[] = [];
  const curves: ChannelCurves[] = [];
  for (const draws of channelDraws(model, { period, weekly: true, factors: flightingFactors, levels })) {
    const { name, spend, spendDraws, tail, inTable, withCarryOver, marginal } = draws;
    collector.add(draws);
    channels.push({ name, spend, spendDraws, tail, inTable, withCarryOver, marginal });
    curves.push(curvesOf(model, draws, period, levels(draws.index), find));
  }
  return {
    quantities: {
      converged: model.converged,
      contributions: collector.finish(),
      returns: returnsOf(model, channels, { ...options, period, level }),
      carryOver: carryOver(model, { level }),
      curves: { target: outcomeOf(data).name, level, period: periodRecord(data, period), channels: curves },
    },
    draws: { components: collector.draws, channels },
  };
}
