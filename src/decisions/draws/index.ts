// What other folders take from decisions/draws.

export { type BreakEven, breakEvenOf, breakEvenText, type MoneyUnits, moneyUnits, withBusiness } from "./business.ts";
export {
  anything,
  checkOptions,
  optionProblems,
  type OptionRule,
  type OptionRules,
  quantityRules,
  shown,
} from "./check-options.ts";
export { channelDraws, type ChannelDraws, type GeoDraws, type LevelsOf } from "./channel-draws.ts";
export { channelFigures } from "./channel-figures.ts";
export { type CohortDraws, cohortDraws, cohortLags } from "./cohort-draws.ts";
export { type Cost, costOf } from "./cost.ts";
export { type FitForDecisions, fittedModel, type FittedModel } from "./fitted-model.ts";
export { geoHeights, heightDraws, sharesOfGeos } from "./geo-figures.ts";
export { geosAsked, type ModelGeo, modelGeos, modelOfGeo, peopleOfCells } from "./geos.ts";
export {
  append,
  emptySeries,
  intervalAt,
  intervalFinder,
  type IntervalFinder,
  type IntervalSeries,
  seriesOf,
} from "./interval-selection.ts";
export { certain, defaultLevel, type Interval, intervalOf, intervalOfSorted } from "./interval.ts";
export { meanResponse, type MeanResponse } from "./mean-response.ts";
export {
  coveredRows,
  type Period,
  periodOf,
  periodRecord,
  type PeriodRecord,
  type PeriodRequest,
  rowsOf,
} from "./period.ts";
export { type Places, placesOf, probabilityAbove, probabilityBelow, type Ranking, rankingOf } from "./probabilities.ts";
export { responseOverDraws } from "./response-over-draws.ts";
export { shareOf } from "./share.ts";
export {
  amountOf,
  drivingCells,
  drivingOf,
  drivingRow,
  isLatent,
  perSpend,
  spendCells,
  spendDraws,
  spendOf,
  spendRow,
  spendWriter,
} from "./true-spend.ts";
export { addTo } from "./transposed.ts";
export { averageWorth, worthOfCells } from "./worth.ts";
