// From draws to decisions: the public names. Everything begins with `fittedModel(fit)` or `openRun(folder)`.

export { type Advice, type ChannelAdvice } from "./advice/advice.ts";
export { analyse, type Analysis, type AnalysisOptions } from "./advice/analysis.ts";
export { type Baselines, baselines } from "./comparison/baselines.ts";
export { type CarryOver, carryOver } from "./quantities/carry-over.ts";
export { compareRuns, type RunComparison } from "./comparison/compare-runs.ts";
export { type ContributionOptions, type Contributions, contributions } from "./quantities/contributions.ts";
export { type CurveOptions, type ResponseCurves, responseCurves } from "./quantities/curves.ts";
export { type FitForDecisions, type FittedModel, fittedModel } from "./draws/fitted-model.ts";
export { type Holdout, holdout } from "./predictions/holdout.ts";
export { defaultLevel, type Interval, intervalOf } from "./draws/interval.ts";
export { type Optimisation, optimise, type OptimiseSettings } from "./plans/optimize.ts";
export { type Period, periodOf, type PeriodRequest } from "./draws/period.ts";
export {
  type Quantities,
  quantities,
  type QuantityDraws,
  type QuantityOptions,
  quantitiesWithDraws,
} from "./quantities/quantities.ts";
export { type ReturnOptions, type Returns, returns } from "./quantities/returns.ts";
export { type CheckOptions, type ModelChecks, modelChecks, type Review } from "./review/review.ts";
export type { ReviewCheck } from "./review/review-check.ts";
export { compareScenarios, type Scenarios, type ScenarioSettings } from "./plans/scenarios.ts";
