// Simulated tables and studies of known truth.

export {
  failingWorlds,
  failingWorldsDocument,
  type FailingWorldsRequest,
  type FailingWorldsResult,
} from "./failing-worlds.ts";
export type { StudyProgress } from "./progress.ts";
export { recover, type RecoverRequest, recoveryDocument, type RecoverResult, type TruthOrigin } from "./recover.ts";
export { type SimulateRequest, simulateToFolder } from "./simulate-to-folder.ts";
export {
  tradeoff,
  tradeoffDocument,
  type TradeoffOrigin,
  type TradeoffRequest,
  type TradeoffResult,
  type TradeoffStage,
} from "./tradeoff.ts";
