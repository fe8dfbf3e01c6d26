// Many fits at once.

export {
  batch,
  batchOverview,
  type BatchRequest,
  type BatchResult,
  type BatchStage,
  type OverviewResult,
  planned,
  type PlannedBatch,
} from "./batch.ts";
export { batchPlanDocument } from "./plan-document.ts";
export { batchDocument } from "../../jobs/journal/index.ts";
