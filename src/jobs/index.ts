// Many fits: the public names. `jobsOf` (or jobs of your own), `planBatch`, an executor, `runBatch`.

export {
  type JobSettings,
  jobsOf,
  type FitEntry,
  type BatchSource,
  type ManifestOptions,
  readManifest,
  type BatchPlan,
  planBatch,
  type PlannedFit,
  type BatchPlanOptions,
} from "./plan/index.ts";
export {
  type Chosen,
  chooseExecutor,
  deviceExecutor,
  type DeviceExecutorOptions,
  type ExecutorName,
  type Executor,
  type ExecutorControl,
  lanesExecutor,
  type LanesOptions,
  batchBytes,
  defaultMemory,
  threadsWithin,
  threadsExecutor,
} from "./executors/index.ts";
export {
  type FitJob,
  seedOf,
  type ChannelFigures,
  type FitFigure,
  type FitRow,
  type FitState,
  type FitShape,
  type LaneDevice,
  type LaneDeviceKind,
  openLaneDevice,
} from "./tasks/index.ts";
export { type Overview, overviewCsv, type OverviewRow } from "./journal/index.ts";
export { type BatchOptions, runBatch } from "./run-batch.ts";
export { type Task, type TaskContext, type TaskThreads, startTaskThreads } from "../threads/index.ts";
