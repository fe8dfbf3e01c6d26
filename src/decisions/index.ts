// From draws to decisions: the public names. Everything begins with `fittedModel(fit)` or `openRun(folder)`.

export { type Advice, type ChannelAdvice } from "./advice.ts";
export { analyse, type Analysis, type AnalysisOptions } from "./analysis.ts";
export { type Baselines, baselines } from "./baselines.ts";
export { type CarryOver, carryOver } from "./carry-over.ts";
export { compareRuns, type RunComparison } from "./compare-runs.ts";
export { type ContributionOptions, type Contributions, contributions } from "./contributions.ts";
export { type CurveOptions, type ResponseCurves, responseCurves } from "./curves.ts";
export { type FitForDecisions, type FittedModel, fittedModel } from "./fitted-model.ts";
export { type Holdout, holdout } from "./holdout.ts";
export { defaultLevel, type Interval, intervalOf } from "./interval.ts";
export { type Optimisation, optimise, type OptimiseSettings } from "./optimise.ts";
export { type Period, periodOf, type PeriodRequest } from "./period.ts";
export {
  type Quantities,
  quantities,
  type QuantityDraws,
  type QuantityOptions,
  quantitiesWithDraws,
} from "./quantities.ts";
export { type ReturnOptions, type Returns, returns } from "./returns.ts";
export { type CheckOptions, type ModelChecks, modelChecks, type Review, type ReviewCheck } from "./review.ts";
export { compareScenarios, type Scenarios, type ScenarioSettings } from "./scenarios.ts";
