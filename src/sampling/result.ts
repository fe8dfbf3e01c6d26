// The outcome of a run as one record, and how chains that are under way report progress.

import { CarryoverError } from "../problems/problem.ts";
import type { ChainOptions, ChainState, ChainTask } from "./chain.ts";
import { describeMetric, type MetricState } from "./hamiltonian/index.ts";
import { resolveSettings, type Settings } from "./settings.ts";
import {
  allocateChain,
  type ChainStorage,
  copyLog,
  logUpTo,
  mostDivergences,
  type Phase,
  phases,
  progressSlots,
  type TransitionLog,
} from "./storage.ts";
import type { OptionNames } from "../settings/index.ts";
import { resumeWithOtherModel, resumeWithOtherSettings, wrongCenter } from "../problems/sampling-problems.ts";

/** The draws of one chain. Arrays of a log have one entry per completed draw. */
export interface ChainResult extends TransitionLog {
  /** Completed draws; fewer than asked for when the run was canceled. */
  readonly draws: number;
  /** Unconstrained positions, draws x dimension, draw after draw. */
  readonly positions: Float64Array;
  /** Unconstrained position at which the chain started; undefined for a result stored without it. */
  readonly start?: Float64Array | undefined;
  /** What happened in warm-up, one entry per completed iteration. */
  readonly warmup: TransitionLog;
  /** Gradient evaluations in all, and those of warm-up alone (starting point and step-size searches included). */
  readonly gradients: number;
  readonly warmupGradients: number;
  readonly warmupSeconds: number;
  readonly samplingSeconds: number;
  /** Divergences after warm-up, and the last positions within the energy limit of the first 100 of them. */
  readonly divergences: number;
  readonly divergencePositions: readonly Float64Array[];
  /** Metric in words and as data; undefined, like `state`, for a chain that was canceled before it started. */
  readonly metricDescription: string | undefined;
  readonly metric: MetricState | undefined;
  /** What the chain needs to go on. */
  readonly state: ChainState | undefined;
}

export interface SampleResult {
  readonly settings: Settings;
  readonly dimension: number;
  readonly chains: readonly ChainResult[];
  /** Superchain of each chain, where chains share starting points; undefined when each has its own. */
  readonly superchains?: readonly number[];
  /** Whether every chain has all its draws. */
  readonly complete: boolean;
}

export interface ChainProgress {
  readonly phase: Phase;
  /** Transitions made, warm-up included, of `total`. */
  readonly iteration: number;
  readonly total: number;
  readonly divergences: number;
  readonly stepSize: number;
  readonly gradients: number;
}

export interface SampleOptions extends ChainOptions {
  /** Called when chains are handed out, then now and then, and once at the end, with one entry per chain. */
  readonly onProgress?: ((progress: readonly ChainProgress[]) => void) | undefined;
  /** Stops the run; what was sampled is kept. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Result of a run that was canceled, or is to have more draws: the run goes on where that one ended, with the same draws as
   * a run that was never interrupted. Settings must be the same, `draws` excepted, which may be larger.
   */
  readonly resume?: SampleResult | undefined;
}

/** Settings, memory and tasks of a run. */
export function prepareTasks(
  dimension: number,
  given: Partial<Settings>,
  options: SampleOptions,
  shared: boolean,
): { settings: Settings; tasks: ChainTask[] } {
  const settings = resolveSettings(given);
  if (options.resume) checkResumable(settings, dimension, options.resume);
  const { initialCenter, names } = options;
  if (initialCenter !== undefined) checkCenter(initialCenter, dimension);
  const tasks = Array.from({ length: settings.chains }, (_, chain): ChainTask => {
    const storage = allocateChain(dimension, settings.warmup, settings.draws, shared);
    const earlier = options.resume?.chains[chain];
    if (earlier) restore(earlier, storage);
    return { settings, chain, storage, options: { initialCenter, names }, resume: earlier?.state };
  });
  return { settings, tasks };
}

/** Names of the options that sampling takes in whichever thread. */
export const sampleOptionNames: OptionNames<SampleOptions> = {
  initialCenter: true,
  names: true,
  onProgress: true,
  signal: true,
  resume: true,
};

function checkCenter(center: ArrayLike<number>, dimension: number): void {
  const bad = Array.from({ length: center.length }, (_, i) => center[i]).find((value) => !Number.isFinite(value));
  if (center.length === dimension && bad === undefined) return;
  throw new CarryoverError([wrongCenter(dimension, center.length, bad)]);
}

function checkResumable(settings: Settings, dimension: number, earlier: SampleResult): void {
  const differing = (Object.keys(settings) as (keyof Settings)[]).filter((name) =>
    name === "draws" ? settings.draws < earlier.settings.draws : settings[name] !== earlier.settings[name],
  );
  if (differing.length === 0 && dimension === earlier.dimension) return;
  throw new CarryoverError([
    differing.length > 0
      ? resumeWithOtherSettings(
          differing.map((name) => ({ name, before: earlier.settings[name], now: settings[name] })),
        )
      : resumeWithOtherModel(dimension, earlier.dimension),
  ]);
}

function restore(earlier: ChainResult, storage: ChainStorage): void {
  storage.positions.set(earlier.positions);
  if (earlier.start) storage.start.set(earlier.start);
  copyLog(earlier, storage.draws);
  copyLog(earlier.warmup, storage.warmup);
  earlier.divergencePositions.forEach((position, i) => {
    storage.divergencePositions.set(position, i * position.length);
  });
}

export function collectResult(
  settings: Settings,
  dimension: number,
  tasks: readonly ChainTask[],
  states: readonly (ChainState | undefined)[],
): SampleResult {
  const chains = tasks.map(({ storage }, chain) => chainResult(settings, dimension, storage, states[chain]));
  return { settings, dimension, chains, complete: chains.every((chain) => chain.draws === settings.draws) };
}

function chainResult(
  settings: Settings,
  dimension: number,
  storage: ChainStorage,
  state: ChainState | undefined,
): ChainResult {
  const iteration = state?.iteration ?? 0;
  const draws = Math.max(0, iteration - settings.warmup);
  const counter = (slot: number): number => storage.progress[slot];
  const divergences = counter(progressSlots.divergences);
  return {
    ...logUpTo(storage.draws, draws),
    draws,
    positions: storage.positions.subarray(0, draws * dimension),
    start: storage.start,
    warmup: logUpTo(storage.warmup, Math.min(iteration, settings.warmup)),
    gradients: counter(progressSlots.gradients),
    warmupGradients: counter(progressSlots.warmupGradients),
    warmupSeconds: counter(progressSlots.warmupSeconds),
    samplingSeconds: counter(progressSlots.samplingSeconds),
    divergences,
    divergencePositions: Array.from({ length: Math.min(divergences, mostDivergences) }, (_, i) =>
      storage.divergencePositions.slice(i * dimension, (i + 1) * dimension),
    ),
    metricDescription: state && describeMetric(state.adaptation.metric),
    metric: state?.adaptation.metric,
    state,
  };
}

export function progressOf(tasks: readonly ChainTask[]): ChainProgress[] {
  return tasks.map(({ settings, storage: { progress } }) => ({
    phase: phases[progress[progressSlots.phase]],
    iteration: progress[progressSlots.iteration],
    total: settings.warmup + settings.draws,
    divergences: progress[progressSlots.divergences],
    stepSize: progress[progressSlots.stepSize],
    gradients: progress[progressSlots.gradients],
  }));
}

/** The error of a chain, with its number; problems meant for the user stay problems. */
export function chainError(chain: number, error: unknown): Error {
  if (error instanceof CarryoverError) {
    return new CarryoverError(
      error.problems.map((problem) => ({ ...problem, where: problem.where ?? `chain ${chain + 1}` })),
      error.exitCode,
    );
  }
  const message = error instanceof Error ? error.message : String(error);
  return new Error(`Chain ${chain + 1}: ${message}`, { cause: error });
}
