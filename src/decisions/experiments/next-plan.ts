// The plan that a test is to improve: the next periods with the limits that the optimizer has by default, as curves of every draw.

import type { testChoiceSettings, ValueOf } from "../../settings/index.ts";
import type { FittedModel } from "../draws/index.ts";
import {
  channelTotals,
  currentPlan,
  defaultHorizon,
  observedSpend,
  planLimits,
  planLines,
  planResponse,
  type PlanResponse,
  seenTotals,
} from "../plans/index.ts";
import { type PlanCurves, planCurves } from "./plan-curves.ts";

export interface NextPlan {
  readonly curves: PlanCurves;
  readonly response: PlanResponse;
  readonly horizon: number;
}

export function nextPlanCurves(
  model: FittedModel,
  objective: ValueOf<typeof testChoiceSettings.objective>,
  horizon: number = defaultHorizon(model),
  draws?: number,
): NextPlan {
  const lines = planLines(model);
  const { plan, patterns } = currentPlan(model, { horizon }, lines);
  const goal = { kind: objective === "profit" ? "free" : "budget" } as const;
  const limits = planLimits(
    lines.map(({ name }) => name),
    channelTotals(plan),
    { goal, bounds: {}, fixed: [], minimum: {}, seen: seenTotals(observedSpend(model, lines), patterns) },
  );
  const response = planResponse(model, { horizon, lines, ...(draws === undefined ? {} : { draws }) });
  const margin = objective === "profit" ? model.spec.margin : undefined;
  return { curves: planCurves({ response, shares: patterns.shares, limits, margin }), response, horizon };
}
