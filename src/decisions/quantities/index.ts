// What other folders take from decisions/quantities.

export { type Bridge, bridge, type BridgeOptions, type BridgePart, type ChannelBridge } from "./bridge.ts";
export { carryOver, type CarryOver } from "./carry-over.ts";
export {
  type ChannelCohorts,
  type Cohort,
  type CohortOptions,
  type CohortParts,
  cohorts,
  type Cohorts,
  type Payback,
} from "./cohorts.ts";
export {
  type Component,
  contributionCollector,
  type ContributionOptions,
  contributions,
  type Contributions,
  type GeoContributions,
} from "./contributions.ts";
export {
  type ChannelCurves,
  type CurveOptions,
  type FlightingCurve,
  responseCurves,
  type GeoCurves,
  type ResponseCurves,
  type SteadyCurve,
} from "./curves.ts";
export {
  quantities,
  type Quantities,
  quantitiesWithDraws,
  type TotalDraws,
  type QuantityOptions,
} from "./quantities.ts";
export {
  type ChannelReturn,
  type CostPerConversion,
  type GeoRanking,
  type GeoReturns,
  type Headline,
  type Return,
  type ReturnOptions,
  returns,
  type Returns,
} from "./returns.ts";
