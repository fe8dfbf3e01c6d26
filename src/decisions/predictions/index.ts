// What other folders take from decisions/predictions.

export { bandsByGeo, type GeoBands } from "./bands-by-geo.ts";
export {
  atCells,
  type CellSeries,
  cellNames,
  knownSeries,
  oneSeries,
  rowLabels,
  targetOf,
  withinGeos,
} from "./cells.ts";
export {
  forecast,
  type Forecast,
  type ForecastDifference,
  type ForecastOptions,
  type ForecastPart,
  type ForecastTotal,
  type ForecastWeekly,
  futureDraws,
  type FutureDraws,
  type GeoForecast,
  type ScenarioForecast,
} from "./forecast.ts";
export { type FutureScenario, futureScenarios } from "./future.ts";
export { scoreGeoHoldout, trainingGeos } from "./holdout-geos.ts";
export {
  fewestTrainingRows,
  type GeoTotal,
  holdout,
  type Holdout,
  type HoldoutRows,
  scoreHoldout,
  trainingData,
} from "./holdout.ts";
export {
  predictiveBands,
  type PredictiveBands,
  type PredictiveStatistic,
  predictiveStatistics,
  sortedWeeks,
} from "./predictive-bands.ts";
export { type PredictiveNoise, predictiveNoise } from "./predictive-noise.ts";
export { priorPredictive, type PriorPredictive, priorSample } from "./predictive-prior.ts";
export { type PredictedRows, type Predictions, predictionsOf, takenOf } from "./predictive.ts";
export { leastContraction, type PriorPosterior, priorPosteriors, saysNothing, spreadOf } from "./prior-posterior.ts";
export { laggedProducts, residualAnalysis, type ResidualAnalysis } from "./residuals.ts";
export { binomialCdf, binomialRegion } from "./scores-binomial.ts";
export { looScore, type LooScore } from "./scores-loo.ts";
export {
  crpsOfSorted,
  meanExpected,
  predictiveCoverage,
  predictiveScores,
  type PredictiveScores,
} from "./scores-predictive.ts";
export { pointScores, type PointScores } from "./scores.ts";
export {
  type ChannelIdentification,
  channelIdentification,
  type EstimateSource,
  identificationOf,
  identificationText,
  sourceOf,
} from "./identification.ts";
