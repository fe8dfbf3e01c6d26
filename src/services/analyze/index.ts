// What a stored run says.

export { chainTable } from "./chain-table.ts";
export { check, type CheckAnswer, checkDocument } from "./check.ts";
export {
  compare,
  type CompareAnswer,
  compareDocument,
  compareRuns,
  type CompareRunsAnswer,
  compareRunsDocument,
} from "./compare.ts";
export {
  bridge,
  bridgeDocument,
  type BridgeRequest,
  cohorts,
  cohortsDocument,
  type ContributionRequest,
  contributions,
  type CurveRequest,
  curves,
  type CurvesResult,
  type QuantityAnswer,
  contributionsDocument,
  curvesDocument,
  returnsDocument,
  type QuantityRequest,
  type ReturnRequest,
  returns,
} from "./quantities.ts";
export { forecast, type ForecastAnswer, forecastDocument, type ForecastRequest } from "./forecast.ts";
export { recommend, type RecommendAnswer, recommendDocument, type RecommendRequest } from "./recommend.ts";
export { report, type ReportAnswer, reportDocument, type ReportRequest } from "./report.ts";
export { diagnose, type DiagnoseAnswer, type StoredRequest, summary, type SummaryAnswer } from "./stored.ts";
