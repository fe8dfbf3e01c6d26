// Sampling: the public names.

export type { ChainState } from "./chain.ts";
export type { DensitySource, LogDensity } from "./density.ts";
export { describeMetric, type MetricState } from "./hamiltonian/metric.ts";
export type { LaneFit } from "./lanes/lane-run.ts";
export type { LaneResult } from "./lanes/lane-result.ts";
export { type LaneOptions, type LaneProgress, sampleLanes } from "./lanes/sample-lanes.ts";
export { defaultLaneSettings, type LaneSettings, resolveLaneSettings } from "./lanes/settings.ts";
export { sampleOnThreads, startWorkers, type ThreadOptions, type WorkerPool } from "./pool.ts";
export { type Random, randomStream } from "../numerics/random.ts";
export type { ChainProgress, ChainResult, SampleOptions, SampleResult } from "./result.ts";
export { sample } from "./sample.ts";
export { defaultSettings, resolveSettings, type Settings } from "./settings.ts";
export type { Phase, TransitionLog } from "./storage.ts";
