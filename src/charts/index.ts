// The charts of a fitted model and what is needed to draw them in a browser. Drawing without one: server.ts; benchmarks have
// calibration-coverage.ts and privacy-tradeoff.ts, which load Observable Plot and so are not listed here.

export {
  type Chart,
  type ChartOptions,
  type Interval,
  darkColors,
  darkCss,
  defaultTheme,
  lightColors,
  lightCss,
  type Theme,
} from "./frame/index.ts";
export { english, type Locale as ChartLocale } from "../words/index.ts";

export {
  adstockDecay,
  type AdstockDecayData,
  marginalRoi,
  type MarginalRoiData,
  responseCurves,
  type ResponseCurvesData,
  roiForest,
  type RoiForestData,
  roiSpendShare,
  type RoiSpendShareData,
  saturation,
  type SaturationData,
} from "./returns/index.ts";
export {
  budgetChange,
  type BudgetChangeData,
  scenarioComparison,
  type ScenarioComparisonData,
} from "./budget/index.ts";
export {
  contributionStack,
  type ContributionStackData,
  contributionWaterfall,
  type ContributionWaterfallData,
  fitOverTime,
  type FitOverTimeData,
  priorPosterior,
  type PriorPosteriorData,
} from "./fit/index.ts";
