// What Carryover does, without a terminal: for each service a request goes in and a result comes out. The command line is one caller, a
// server another. Progress is told by callback and a signal cancels (`ServiceCall`); what goes wrong is a CarryoverError with its problems
// as data. The documents that the command line prints with --json are made of results by the functions named after them.

export type { RunFacts, RunOpened, SamplingCall, ServiceCall } from "./call/index.ts";

// From a table to a model file, and to a stored run.
export { initDocument, initModel, type InitRequest, type InitResult } from "./init/index.ts";
export { type Engine, engine } from "./engine/index.ts";
export {
  type Demonstration,
  type DemonstrationProgress,
  demonstrate,
  fit,
  fitDocument,
  type FitProgress,
  type FitRequest,
  type FitResult,
  type SamplingProgress,
  specification,
  type SpecificationAnswer,
  type SpecificationRequest,
} from "./fit/index.ts";
export { prior, type PriorAnswer, priorDocument, type PriorRequest } from "./prior/index.ts";
export {
  refresh,
  type RefreshAnswer,
  refreshDocument,
  type RefreshProgress,
  type RefreshRequest,
} from "./refresh/index.ts";
export { type HoldoutRequest, refit, type RefitRequest, type RefitResult } from "./refit/index.ts";
export {
  batch,
  batchDocument,
  batchOverview,
  type BatchRequest,
  type BatchResult,
  type BatchStage,
  type OverviewResult,
  planned,
  type PlannedBatch,
} from "./batch/index.ts";

// What a stored run says.
export {
  check,
  type CheckAnswer,
  checkDocument,
  compare,
  type CompareAnswer,
  compareDocument,
  compareRuns,
  type CompareRunsAnswer,
  compareRunsDocument,
  bridge,
  bridgeDocument,
  type BridgeRequest,
  cohorts,
  cohortsDocument,
  type ContributionRequest,
  contributions,
  contributionsDocument,
  type CurveRequest,
  curves,
  curvesDocument,
  type CurvesResult,
  diagnose,
  type DiagnoseAnswer,
  forecast,
  type ForecastAnswer,
  forecastDocument,
  type ForecastRequest,
  type QuantityAnswer,
  type QuantityRequest,
  recommend,
  type RecommendAnswer,
  recommendDocument,
  type RecommendRequest,
  report,
  type ReportAnswer,
  reportDocument,
  type ReportRequest,
  type ReturnRequest,
  returns,
  returnsDocument,
  type StoredRequest,
  summary,
  type SummaryAnswer,
} from "./analyze/index.ts";
export { diagnosticsDocument, summaryDocument } from "../store/run/index.ts";
export { type ExportAnswer, exportDocument, exportDraws, type ExportRequest } from "./export/index.ts";

// Budgets to come.
export { experiment, type ExperimentAnswer, experimentDocument, type ExperimentRequest } from "./experiment/index.ts";
export {
  optimize,
  type OptimizeAnswer,
  optimizeDocument,
  type OptimizeRequest,
  scenarios,
  type ScenariosAnswer,
  scenariosDocument,
  type ScenariosRequest,
} from "./plan/index.ts";

// Tables that protect their users.
export {
  aggregate,
  aggregateDocument,
  type AggregateRequest,
  type AggregateResult,
  ledgerDocument,
  type LedgerRequest,
  makeLedger,
  type NewLedgerRequest,
  privatize,
  type PrivatizeRequest,
  type PrivatizeResult,
  readLedgerOf,
  releaseDocument,
  restoreLedger,
  separateLedger,
} from "./release/index.ts";

// Studies of known truth.
export {
  failingWorlds,
  failingWorldsDocument,
  type FailingWorldsRequest,
  type FailingWorldsResult,
  recover,
  type RecoverRequest,
  recoveryDocument,
  type RecoverResult,
  type SimulateRequest,
  simulateToFolder,
  type StudyProgress,
  tradeoff,
  tradeoffDocument,
  type TradeoffOrigin,
  type TradeoffRequest,
  type TradeoffResult,
  type TradeoffStage,
  type TruthOrigin,
} from "./study/index.ts";

// The machine it all runs on.
export { doctor, doctorDocument, type DoctorResult } from "./machine/index.ts";
