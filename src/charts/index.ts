// The charts of a fitted model and what is needed to draw them in a browser. Drawing without one: server.ts; benchmarks have
// calibration-coverage.ts and privacy-tradeoff.ts, which load Observable Plot and so are not listed here.

export type { Chart, ChartOptions, Interval } from "./chart.ts";
export { english, type ChartLocale } from "./format.ts";
export { darkColours, darkCss, defaultTheme, lightColours, lightCss, type Theme } from "./theme.ts";

export { adstockDecay, type AdstockDecayData } from "./adstock-decay.ts";
export { budgetChange, type BudgetChangeData } from "./budget-change.ts";
export { contributionStack, type ContributionStackData } from "./contribution-stack.ts";
export { contributionWaterfall, type ContributionWaterfallData } from "./contribution-waterfall.ts";
export { fitOverTime, type FitOverTimeData } from "./fit-over-time.ts";
export { marginalRoi, type MarginalRoiData } from "./marginal-roi.ts";
export { priorPosterior, type PriorPosteriorData } from "./prior-posterior.ts";
export { responseCurves, type ResponseCurvesData } from "./response-curves.ts";
export { roiForest, type RoiForestData } from "./roi-forest.ts";
export { roiSpendShare, type RoiSpendShareData } from "./roi-spend-share.ts";
export { saturation, type SaturationData } from "./saturation.ts";
export { scenarioComparison, type ScenarioComparisonData } from "./scenario-comparison.ts";
