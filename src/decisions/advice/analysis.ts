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
import { type Quantities, type QuantityOptions, quantities } from "../quantities/index.ts";
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
  const figures = quantities(model, {
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
  };
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
