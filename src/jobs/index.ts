// Many fits: the public names. `jobsOf` (or jobs of your own), `planBatch`, an executor, `runBatch`.

export { type JobSettings, jobsOf } from "./plan/batch-jobs.ts";
export { type Chosen, chooseExecutor, type ExecutorName } from "./executors/choose-executor.ts";
export type { Executor, ExecutorControl } from "./executors/executor.ts";
export { type FitEntry } from "./plan/fit-entry.ts";
export { type FitJob, seedOf } from "./tasks/fit-job.ts";
export { type ChannelFigures, type FitFigure, type FitRow, type FitState } from "./tasks/fit-row.ts";
export { type FitShape } from "./tasks/fit-shape.ts";
export { type LaneDevice, type LaneDeviceKind, openLaneDevice } from "./tasks/lane-device.ts";
export { lanesExecutor, type LanesOptions } from "./executors/lanes-executor.ts";
export { type BatchSource, type ManifestOptions, readManifest } from "./plan/manifest.ts";
export { batchBytes, defaultMemory, threadsWithin } from "./executors/memory.ts";
export { type Overview, overviewCsv, type OverviewRow } from "./journal/overview.ts";
export { type BatchPlan, planBatch, type PlannedFit, type PlanOptions } from "./plan/plan.ts";
export { type BatchOptions, runBatch } from "./run-batch.ts";
export type { Task, TaskContext, TaskThreads } from "../threads/task.ts";
export { startTaskThreads } from "../threads/task-threads.ts";
export { threadsExecutor } from "./executors/threads-executor.ts";
