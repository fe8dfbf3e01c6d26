// What a run takes and gives: options, tasks of the chains, and the outcome as one record.

import { CarryoverError } from "../problems/problem.ts";
import type { ChainOptions, ChainState, ChainTask } from "./chain.ts";
import type { UnsolvedEquations } from "./density.ts";
import { describeMetric, type MetricState } from "./hamiltonian/index.ts";
import type { ChainProgress, Watch } from "./running.ts";
import { resolveSettings, type Settings } from "./settings.ts";
import {
  allocateChain,
  type ChainStorage,
  copyLog,
  logUpTo,
  mostDivergences,
  phases,
  progressSlots,
  publishedSlots,
  type TransitionLog,
} from "./storage.ts";
import type { OptionNames } from "../settings/index.ts";
import {
  resumeWithOtherModel,
  resumeWithOtherSettings,
  resumeWithoutState,
  wrongCenter,
} from "../problems/sampling-problems.ts";
import { wrongSetting } from "../problems/setting-problems.ts";

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
  /** Solutions of differential equations that were given up after warm-up; undefined where there are none, as in a model without equations. */
  readonly unsolved?: UnsolvedEquations | undefined;
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

export interface SampleOptions extends ChainOptions {
  /** Called when chains are handed out, then now and then, and once at the end, with one entry per chain. */
  readonly onProgress?: ((progress: readonly ChainProgress[]) => void) | undefined;
  /** Shown the draws so far about ten times a second: `diagnostics.watchConvergence`. An error that it throws ends the run. */
  readonly watch?: Watch | undefined;
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
  watch: true,
  signal: true,
  resume: true,
};

function checkCenter(center: ArrayLike<number>, dimension: number): void {
  const bad = Array.from({ length: center.length }, (_, i) => center[i]).find((value) => !Number.isFinite(value));
  if (center.length === dimension && bad === undefined) return;
  throw new CarryoverError([wrongCenter(dimension, center.length, bad)]);
}

/**
 * The settings with which a run goes on from `result` to `more` further draws of each chain; a canceled run first completes those
 * it was asked for. The draws are, bit for bit, those of one run of that length:
 *
 *     sampleOnThreads(source, moreDraws(result, 1000), { resume: result })
 *
 * @throws CarryoverError when `more` is not a whole number of at least 1
 */
export function moreDraws({ settings }: SampleResult, more: number): Settings {
  if (!Number.isInteger(more) || more < 1) {
    throw new CarryoverError([wrongSetting("moreDraws", "more", "a whole number of at least 1", String(more), "")]);
  }
  return { ...settings, draws: settings.draws + more };
}

function checkResumable(settings: Settings, dimension: number, earlier: SampleResult): void {
  const without = earlier.chains.findIndex(({ draws, state }) => draws > 0 && state === undefined);
  if (without >= 0) throw new CarryoverError([resumeWithoutState(without)]);
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

/** Memory as the chain left it, also where it is canceled again before it goes on. */
function restore(earlier: ChainResult, storage: ChainStorage): void {
  const { state } = earlier;
  if (state === undefined) return;
  storage.progress.set(state.progress);
  storage.progress[progressSlots.phase] = phases.indexOf("waiting");
  storage.published[publishedSlots.draws] = earlier.draws;
  storage.published[publishedSlots.restarts] = state.readapted;
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

function unsolvedIn({ progress }: ChainStorage): Pick<ChainResult, "unsolved"> {
  const [solutions, atMostSteps] = [progress[progressSlots.unsolved], progress[progressSlots.unsolvedAtMostSteps]];
  return solutions > 0 ? { unsolved: { solutions, atMostSteps } } : {};
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
    ...unsolvedIn(storage),
    divergences,
    divergencePositions: Array.from({ length: Math.min(divergences, mostDivergences) }, (_, i) =>
      storage.divergencePositions.slice(i * dimension, (i + 1) * dimension),
    ),
    metricDescription: state && describeMetric(state.adaptation.metric),
    metric: state?.adaptation.metric,
    state,
  };
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
