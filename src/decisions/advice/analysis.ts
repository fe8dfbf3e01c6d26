// Everything that is said of a fit, computed once: quantities, checks, the best budget, and advice in plain words.

import type { Diagnostics } from "../../mmm/fit/index.ts";
import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { type Advice, adviceOf } from "./advice.ts";
import type { FittedModel } from "../draws/index.ts";
import { type Holdout, type Predictions, predictionsOf } from "../predictions/index.ts";
import { type Optimization, optimize } from "../plans/index.ts";
import { type Quantities, type QuantityOptions, quantities } from "../quantities/index.ts";
import { type ModelChecks, modelChecks } from "../review/index.ts";

export interface Analysis {
  readonly quantities: Quantities;
  readonly predictions: Predictions;
  readonly checks: ModelChecks;
  /** The best plan of the current budget for the next 13 weeks (91 days), or why there is none. */
  readonly budget: { readonly optimization: Optimization } | { readonly problems: readonly Problem[] };
  readonly advice: Advice;
}

export interface AnalysisOptions extends Pick<QuantityOptions, "level" | "breakEven"> {
  readonly diagnostics: Diagnostics;
  /** Log likelihood of every row, [chain][draw][row], where the run has it. */
  readonly pointwise?: Float64Array | undefined;
  readonly holdout?: Holdout | undefined;
}

/** Analyses a fit at its defaults. */
export function analyze(model: FittedModel, options: AnalysisOptions): Analysis {
  const { level, breakEven, diagnostics, pointwise, holdout } = options;
  const figures = quantities(model, {
    ...(level === undefined ? {} : { level }),
    ...(breakEven === undefined ? {} : { breakEven }),
  });
  const predictions = predictionsOf(model);
  const checks = modelChecks(model, { diagnostics, pointwise, holdout, predictions });
  const budget = bestBudget(model, level);
  const advice = adviceOf(figures, checks, "optimization" in budget ? budget.optimization : undefined);
  return { quantities: figures, predictions, checks, budget, advice };
}

function bestBudget(model: FittedModel, level: number | undefined): Analysis["budget"] {
  try {
    return { optimization: optimize(model, { goal: { kind: "budget" }, ...(level === undefined ? {} : { level }) }) };
  } catch (error) {
    if (error instanceof CarryoverError) return { problems: error.problems };
    throw error;
  }
}
