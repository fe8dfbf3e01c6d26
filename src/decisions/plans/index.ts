// What other folders take from decisions/plans.

export { leastChange, likely } from "./likely.ts";
export {
  type ChannelRecommendation,
  currentPlan,
  type Optimization,
  optimize,
  type OptimizeSettings,
  seenTotals,
} from "./optimize.ts";
export {
  bestAllocations,
  bestAtPrice,
  channelCurve,
  type ChannelCurve,
  curveTotal,
  curveValue,
} from "./optimize-curves.ts";
export { type PlanLimits, planLimits } from "./optimize-limits.ts";
export { type PlanLine, planLines, runRateOf } from "./plan-lines.ts";
export { boundsOf, changeOf } from "./plan-amounts.ts";
export { type EvaluatedPlan, planEvaluator } from "./plan-figures.ts";
export type { PlanDocument } from "./plan-file.ts";
export { planResponse, type PlanResponse } from "./plan-response.ts";
export type { OptimizeFile, ScenarioFile } from "./plan-schema.ts";
export { channelTotals, defaultHorizon, flatSpend, observedSpend, type Plan } from "./plan.ts";
export { compareScenariosWithPrior, optimizeWithPrior } from "./resting-on-prior.ts";
export { type Scenarios, type ScenarioSettings } from "./scenarios.ts";
export type { PlanObjective } from "./objective.ts";
export type { Amount, Bounds, Goal } from "./optimize-limits.ts";
export type { ChannelPlanFigures, PlanComparison, PlanFigures } from "./plan-figures.ts";
export { plannedSpend } from "./planned-spend.ts";
export { readPlanFile } from "./plan-file.ts";
export type { SpendEntry } from "./plan-schema.ts";
export { optimizeSettings } from "./plan-settings.ts";
export type { Flighting, FlightingByChannel } from "./plan.ts";
export { scenarioSettings } from "./scenarios.ts";
