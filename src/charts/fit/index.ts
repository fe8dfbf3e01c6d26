// What other folders take from charts/fit.

export { contributionStack, type ContributionStackData, stackBands } from "./contribution-stack.ts";
export { contributionWaterfall, type ContributionWaterfallData } from "./contribution-waterfall.ts";
export { fitOverTime, type FitOverTimeData } from "./fit-over-time.ts";
export { forecastOverTime, type ForecastOverTimeData } from "./forecast-over-time.ts";
export { priorPosterior, type PriorPosteriorData } from "./prior-posterior.ts";
