// Many fits: the public names. `jobsOf` (or jobs of your own), `planBatch`, an executor, `runBatch`.

export { type JobSettings, jobsOf } from "./batch-jobs.ts";
export { type Chosen, chooseExecutor, type ExecutorName } from "./choose-executor.ts";
export type { Executor, ExecutorControl } from "./executor.ts";
export { type FitEntry } from "./fit-entry.ts";
export { type FitJob, seedOf } from "./fit-job.ts";
export { type ChannelFigures, type FitFigure, type FitRow, type FitState } from "./fit-row.ts";
export { type FitShape } from "./fit-shape.ts";
export { type LaneDevice, type LaneDeviceKind, openLaneDevice } from "./lane-device.ts";
export { lanesExecutor, type LanesOptions } from "./lanes-executor.ts";
export { type BatchSource, type ManifestOptions, readManifest } from "./manifest.ts";
export { batchBytes, defaultMemory, threadsWithin } from "./memory.ts";
export { type Overview, overviewCsv, type OverviewRow } from "./overview.ts";
export { type BatchPlan, planBatch, type PlannedFit, type PlanOptions } from "./plan.ts";
export { type BatchOptions, runBatch } from "./run-batch.ts";
export type { Task, TaskContext, TaskThreads } from "./task.ts";
export { startTaskThreads } from "./task-threads.ts";
export { threadsExecutor } from "./threads-executor.ts";
