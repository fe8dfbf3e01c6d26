// What other folders take from decisions/plans.

export { type ChannelRecommendation, type Optimisation, optimise, type OptimiseSettings } from "./optimize.ts";
export { boundsOf, changeOf, namedTexts } from "./plan-amounts.ts";
export { type EvaluatedPlan, planEvaluator } from "./plan-figures.ts";
export type { PlanDocument } from "./plan-file.ts";
export { planResponse } from "./plan-response.ts";
export type { OptimiseFile } from "./plan-schema.ts";
export { observedSpend, type Plan } from "./plan.ts";
export { compareScenarios, type Scenarios, type ScenarioSettings } from "./scenarios.ts";
