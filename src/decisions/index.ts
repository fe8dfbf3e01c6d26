// From draws to decisions: the public names. Everything begins with `fittedModel(fit)` or `openRun(folder)`.

export {
  type Action,
  type Advice,
  type ChannelAdvice,
  analyze,
  type Analysis,
  type AnalysisOptions,
} from "./advice/index.ts";
export { type Baselines, baselines, compareRuns, type RunComparison } from "./comparison/index.ts";
export {
  type CarryOver,
  carryOver,
  type CohortOptions,
  type Cohorts,
  cohorts,
  type ContributionOptions,
  type Contributions,
  contributions,
  type CurveOptions,
  type ResponseCurves,
  responseCurves,
  type Quantities,
  quantities,
  type TotalDraws,
  type QuantityOptions,
  quantitiesWithDraws,
  type ReturnOptions,
  type Returns,
  returns,
} from "./quantities/index.ts";
export {
  type FitForDecisions,
  type FittedModel,
  fittedModel,
  defaultLevel,
  type BreakEven,
  breakEvenOf,
  type Interval,
  intervalOf,
  modelOfGeo,
  type Period,
  periodOf,
  type PeriodRequest,
  withBusiness,
} from "./draws/index.ts";
export { impliedByPrior, type PriorFigures, priorFigures, type PriorImplications, priorModel } from "./prior/index.ts";
export {
  type Forecast,
  forecast,
  type FutureDraws,
  futureDraws,
  type FutureScenario,
  futureScenarios,
  type Holdout,
  holdout,
} from "./predictions/index.ts";
export {
  type NextTest,
  type NextTests,
  nextTests,
  type NextTestsSettings,
  testTemplate,
  type WrittenDesign,
} from "./experiments/index.ts";
export {
  type Amount,
  type Bounds,
  type ChannelPlanFigures,
  type ChannelRecommendation,
  type Flighting,
  type FlightingByChannel,
  type Goal,
  type Optimization,
  optimizeWithPrior as optimize,
  type OptimizeFile,
  type OptimizeSettings,
  optimizeSettings,
  type PlanComparison,
  type PlanFigures,
  type PlanObjective,
  readPlanFile,
  type ScenarioFile,
  scenarioSettings,
  type SpendEntry,
  compareScenariosWithPrior as compareScenarios,
  type Scenarios,
  type ScenarioSettings,
} from "./plans/index.ts";
export { identifiedShares, type IdentifiedShare } from "./review/index.ts";
export { type CheckOptions, type ModelChecks, modelChecks, type Review, type ReviewCheck } from "./review/index.ts";
