// What other folders take from jobs/plan.

export { type JobSettings, jobsOf } from "./batch-jobs.ts";
export type { FitEntry } from "./fit-entry.ts";
export { type BatchSource, type ManifestOptions, readManifest } from "./manifest.ts";
export { type BatchPlan, planBatch, type PlannedFit, type BatchPlanOptions, type TableLayout } from "./plan.ts";
