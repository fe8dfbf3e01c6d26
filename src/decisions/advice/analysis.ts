// Everything that is said of a fit, computed once: quantities, checks, the best budget, and advice in plain words.

import type { PointwiseLogLikelihood } from "../../diagnostics/index.ts";
import type { Diagnostics } from "../../mmm/fit/index.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { type Advice, adviceOf } from "./advice.ts";
import {
  anything,
  breakEvenOf,
  checkOptions,
  type FittedModel,
  type MoneyUnits,
  moneyUnits,
  quantityRules,
} from "../draws/index.ts";
import { type Holdout, type Predictions, predictionsOf } from "../predictions/index.ts";
import { type Optimization, optimize, type OptimizeSettings } from "../plans/index.ts";
import {
  type GeoContributions,
  type GeoRanking,
  type GeoReturns,
  type Quantities,
  type QuantityOptions,
  quantities,
} from "../quantities/index.ts";
import { type ModelChecks, modelChecks } from "../review/index.ts";

export interface Analysis {
  readonly units: MoneyUnits;
  readonly quantities: Quantities;
  readonly predictions: Predictions;
  readonly checks: ModelChecks;
  /** The best plan of the current budget for the next 13 weeks (91 days), or why there is none. */
  readonly budget: { readonly optimization: Optimization } | { readonly problems: readonly Problem[] };
  /** The most profitable plan, whatever its total, for the same time; absent where no margin and no break-even is known. */
  readonly bestBudget?: Analysis["budget"];
  readonly advice: Advice;
  /** Of every geo of a panel, in the order of the table. */
  readonly geos?: readonly GeoFigures[];
}

/** One geo of a panel. */
export interface GeoFigures {
  readonly geo: string;
  readonly contributions: GeoContributions;
  readonly returns: GeoReturns;
  /** Which places all geos may take by the return of all media; the same in every geo. */
  readonly places?: GeoRanking["headline"];
}

export interface AnalysisOptions extends Pick<QuantityOptions, "level" | "breakEven"> {
  readonly diagnostics: Diagnostics;
  /** Log likelihood of every row, [chain][draw][row], where the run has it. */
  readonly pointwise?: PointwiseLogLikelihood | undefined;
  readonly holdout?: Holdout | undefined;
}

/** Analyses a fit at its defaults. */
export function analyze(model: FittedModel, options: AnalysisOptions): Analysis {
  const { level: ofLevel, breakEven: ofBreakEven } = quantityRules(model);
  const rules = {
    level: ofLevel,
    breakEven: ofBreakEven,
    diagnostics: anything,
    pointwise: anything,
    holdout: anything,
  };
  checkOptions("analyze", options, rules);
  const { level, breakEven, diagnostics, pointwise, holdout } = options;
  const { figures, geos } = figuresOf(model, {
    ...(level === undefined ? {} : { level }),
    ...(breakEven === undefined ? {} : { breakEven }),
  });
  const predictions = predictionsOf(model);
  const checks = modelChecks(model, { diagnostics, pointwise, holdout, predictions });
  const plan = (settings: OptimizeSettings): Analysis["budget"] =>
    planOf(model, { ...settings, ...(level === undefined ? {} : { level }) });
  const even = breakEvenOf(model, breakEven);
  const margin = even === undefined || even.from === "revenue" ? undefined : 1 / even.value;
  const budget = plan({ goal: { kind: "budget" }, ...(margin === undefined ? {} : { margin }) });
  const bestBudget =
    margin === undefined ? undefined : plan({ objective: { statistic: "mean", margin }, goal: { kind: "free" } });
  const units = moneyUnits(model);
  const advice = adviceOf(figures, checks, { split: found(budget), size: found(bestBudget) }, units);
  return {
    units,
    quantities: figures,
    predictions,
    checks,
    budget,
    ...(bestBudget === undefined ? {} : { bestBudget }),
    advice,
    ...(geos === undefined ? {} : { geos }),
  };
}

/** Of all geos together and, of a panel, of each, from one pass over the draws. */
function figuresOf(
  model: FittedModel,
  options: Pick<QuantityOptions, "level" | "breakEven">,
): { readonly figures: Quantities; readonly geos: readonly GeoFigures[] | undefined } {
  if (model.data.geos === undefined) return { figures: quantities(model, options), geos: undefined };
  const all = quantities(model, { ...options, byGeo: true });
  const { geos: made = [], ...contributions } = all.contributions;
  const { geos: returned = [], rankingOfGeos = [], ...returns } = all.returns;
  const places = rankingOfGeos.at(-1)?.headline;
  const geos = returned.map((own, k) => ({
    geo: own.geo,
    contributions: made[k],
    returns: own,
    ...(places === undefined ? {} : { places }),
  }));
  return { figures: { ...all, contributions, returns }, geos };
}

function found(plan: Analysis["budget"] | undefined): Optimization | undefined {
  return plan !== undefined && "optimization" in plan ? plan.optimization : undefined;
}

function planOf(model: FittedModel, settings: OptimizeSettings): Analysis["budget"] {
  try {
    return { optimization: optimize(model, settings) };
  } catch (error) {
    if (error instanceof CarryoverError) return { problems: error.problems };
    throw error;
  }
}
