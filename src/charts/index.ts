// The charts of a fitted model and what is needed to draw them in a browser. Drawing without one: server.ts; benchmarks have
// calibration-coverage.ts and privacy-tradeoff.ts, which load Observable Plot and so are not listed here.

export type { Chart, ChartOptions, Interval } from "./frame/chart.ts";
export { english, type ChartLocale } from "./frame/format.ts";
export { darkColours, darkCss, defaultTheme, lightColours, lightCss, type Theme } from "./frame/theme.ts";

export { adstockDecay, type AdstockDecayData } from "./returns/adstock-decay.ts";
export { budgetChange, type BudgetChangeData } from "./budget/budget-change.ts";
export { contributionStack, type ContributionStackData } from "./fit/contribution-stack.ts";
export { contributionWaterfall, type ContributionWaterfallData } from "./fit/contribution-waterfall.ts";
export { fitOverTime, type FitOverTimeData } from "./fit/fit-over-time.ts";
export { marginalRoi, type MarginalRoiData } from "./returns/marginal-roi.ts";
export { priorPosterior, type PriorPosteriorData } from "./fit/prior-posterior.ts";
export { responseCurves, type ResponseCurvesData } from "./returns/response-curves.ts";
export { roiForest, type RoiForestData } from "./returns/roi-forest.ts";
export { roiSpendShare, type RoiSpendShareData } from "./returns/roi-spend-share.ts";
export { saturation, type SaturationData } from "./returns/saturation.ts";
export { scenarioComparison, type ScenarioComparisonData } from "./budget/scenario-comparison.ts";
