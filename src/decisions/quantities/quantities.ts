// Everything that is reported of a fit, from one pass over its draws.

import { outcomeOf } from "../../data/panel/index.ts";
import { type CarryOver, carryOver } from "./carry-over.ts";
import {
  channelDraws,
  type ChannelDraws,
  type FittedModel,
  defaultLevel,
  intervalFinder,
  type Period,
  periodOf,
  periodRecord,
  checkOptions,
  quantityRules,
  geosAsked,
} from "../draws/index.ts";
import {
  type ComponentDraws,
  type Contributions,
  contributionCollector,
  contributionsOfGeos,
} from "./contributions.ts";
import { type ChannelCurves, curvesOf, flightingFactors, type ResponseCurves, steadyLevels } from "./curves.ts";
import { type ReturnDraws, type Returns, returnsByGeo, returnsOf } from "./returns.ts";

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
  /** Contributions, without weeks, and returns also of each geo of a panel; default false. */
  readonly byGeo?: boolean;
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
  checkOptions("quantities", options, { ...quantityRules(model), byGeo: { kind: "flag", describe: "" } });
  const { byGeo = false, ...rest } = options;
  if (byGeo) geosAsked(model);
  const { data, posterior } = model;
  const { period = periodOf(data), level = defaultLevel } = options;
  const find = intervalFinder(posterior.count, level);
  const levels = steadyLevels(model, period);
  const collector = contributionCollector(model, { period, level });
  const channels: (ReturnDraws & Pick<ChannelDraws, "tail" | "geos">)[] = [];
  const curves: ChannelCurves[] = [];
  for (const draws of channelDraws(model, { period, weekly: true, factors: flightingFactors, levels, byGeo })) {
    const { name, spend, spendDraws, tail, inTable, withCarryOver, marginal, geos } = draws;
    collector.add(draws);
    channels.push({ name, spend, spendDraws, tail, inTable, withCarryOver, marginal, geos });
    curves.push(curvesOf(model, draws, period, levels(draws.index), find));
  }
  const contributions = collector.finish();
  const returns = returnsOf(model, channels, { ...rest, period, level });
  const ofGeos = byGeo ? { geos: contributionsOfGeos(model, channels, { period, level }) } : {};
  const returnsOfGeos = byGeo ? returnsByGeo(model, channels, returns.headline, { ...rest, period, level }) : {};
  return {
    quantities: {
      converged: model.converged,
      contributions: { ...contributions, ...ofGeos },
      returns: { ...returns, ...returnsOfGeos },
      carryOver: carryOver(model, { level }),
      curves: { target: outcomeOf(data).name, level, period: periodRecord(data, period), channels: curves },
    },
    draws: { components: collector.draws, channels },
  };
}
