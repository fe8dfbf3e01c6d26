// Sampling: the public names.

export type { ChainState } from "./chain.ts";
export type { DensityMachine, StartingRange, DensitySource, LogDensity, SamplerModules } from "./density.ts";
export { describeMetric, type MetricState } from "./hamiltonian/index.ts";
export {
  type LaneFit,
  type LaneResult,
  type LaneOptions,
  type LaneProgress,
  sampleLanes,
  defaultLaneSettings,
  type LaneSettings,
  resolveLaneSettings,
} from "./lanes/index.ts";
export { threadsPerChain } from "./team.ts";
export { sampleOnThreads, startWorkers, type ThreadOptions, type WorkerPool } from "./pool.ts";
export { type Random, randomStream } from "../numerics/index.ts";
export { type ChainResult, moreDraws, type SampleOptions, type SampleResult } from "./result.ts";
export { type RunState, type StoredSeries, withDraws, withoutDraws } from "./run-state.ts";
export {
  type ChainDraws,
  type ChainProgress,
  type ChosenQuantities,
  type RunningDraws,
  type Watch,
} from "./running.ts";
export { sample } from "./sample.ts";
export { defaultSettings, resolveSettings, type Settings } from "./settings.ts";
export type { Phase, TransitionLog } from "./storage.ts";
export { samplerModules } from "./webassembly/index.ts";
