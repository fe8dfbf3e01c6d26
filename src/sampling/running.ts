// What can be seen of a run while its chains are under way: counters, the draws so far, and the time left.

import type { ChainTask } from "./chain.ts";
import { type Phase, phases, progressSlots, publishedSlots } from "./storage.ts";

export interface ChainProgress {
  readonly phase: Phase;
  /** Transitions made, warm-up included, of `total`. */
  readonly iteration: number;
  readonly total: number;
  /** Draws completed after warm-up. */
  readonly draws: number;
  /** Divergences after warm-up. */
  readonly divergences: number;
  readonly stepSize: number;
  /** Leapfrog steps of the latest transition. */
  readonly leapfrogs: number;
  /** Gradient evaluations in all. */
  readonly gradients: number;
}

/** The complete draws of a chain under way, as views of the memory that it writes to: they do not change any more. */
export interface ChainDraws {
  readonly draws: number;
  /** How often the draws were given up and begun anew (a chain that was stuck after warm-up); views made before hold other draws then. */
  readonly restarts: number;
  /** Unconstrained positions, draws x dimension, draw after draw. */
  readonly positions: Float64Array;
  /** Log density of each draw. */
  readonly logDensity: Float64Array;
}

/** Quantities that were chosen by name, as functions of an unconstrained position. */
export interface ChosenQuantities {
  /** One for each number: `tau`, `theta[1]`. */
  readonly names: readonly string[];
  /** Writes their values at a position, in the order of `names`. */
  evaluate(position: Float64Array, out: Float64Array): void;
}

/** A run that goes on, as `watch` is shown it. */
export interface RunningDraws {
  readonly dimension: number;
  /** Names of the unconstrained coordinates, where they are known. */
  readonly names: readonly string[] | undefined;
  /** Parameters and derived quantities by name, where the model is known (`model.fit`, `fitMediaMix`): `Posterior.chosen`. */
  readonly chosen?: ((names: readonly string[]) => ChosenQuantities) | undefined;
  /** Since this call began to sample. */
  readonly seconds: number;
  /** Until all chains are done; undefined before enough transitions were made to say. */
  readonly secondsLeft: number | undefined;
  /** Threads that share the gradients of each chain; absent where a chain has one. */
  readonly threadsPerChain?: number;
  /** Counters of each chain. */
  readonly chains: readonly ChainProgress[];
  /** The draws of each chain. */
  readonly completed: readonly ChainDraws[];
}

/** Is shown a run about ten times a second, in the thread that called the sampler. `diagnostics.watchConvergence` makes one. */
export type Watch = (running: RunningDraws) => void;

export function progressOf(tasks: readonly ChainTask[]): ChainProgress[] {
  return tasks.map(({ settings, storage: { progress, published } }) => ({
    phase: phases[progress[progressSlots.phase]],
    iteration: progress[progressSlots.iteration],
    total: settings.warmup + settings.draws,
    draws: Atomics.load(published, publishedSlots.draws),
    divergences: progress[progressSlots.divergences],
    stepSize: progress[progressSlots.stepSize],
    leapfrogs: progress[progressSlots.leapfrogs],
    gradients: progress[progressSlots.gradients],
  }));
}

/**
 * Seconds until all transitions are made, supposing those to come take as long as those made since a run began; undefined before there
 * are enough of them to say.
 * @param before transitions that a run went on from
 */
export function secondsLeft(
  seconds: number,
  chains: readonly Pick<ChainProgress, "iteration" | "total">[],
  before = 0,
): number | undefined {
  const total = chains.reduce((all, chain) => all + chain.total, 0);
  const done = chains.reduce((all, { iteration }) => all + iteration, 0);
  const fewest = Math.min(50 * chains.length, (total - before) / 20);
  const made = done - before;
  return made >= fewest && made > 0 ? (seconds * (total - done)) / made : undefined;
}

/** Who looks on while chains run. */
interface Onlookers {
  readonly names?: readonly string[] | undefined;
  readonly onProgress?: ((progress: readonly ChainProgress[]) => void) | undefined;
  readonly watch?: Watch | undefined;
  readonly threadsPerChain?: number;
}

/** Shows a run to those who look on, each time that it is called. */
export function showing(
  dimension: number,
  tasks: readonly ChainTask[],
  { names, onProgress, watch, threadsPerChain = 1 }: Onlookers,
): () => void {
  const since = performance.now();
  const before = tasks.reduce((all, { storage }) => all + storage.progress[progressSlots.iteration], 0);
  return () => {
    if (onProgress === undefined && watch === undefined) return;
    const progress = progressOf(tasks);
    onProgress?.(progress);
    if (watch === undefined) return;
    const seconds = (performance.now() - since) / 1000;
    watch({
      dimension,
      names,
      seconds,
      secondsLeft: secondsLeft(seconds, progress, before),
      ...(threadsPerChain > 1 ? { threadsPerChain } : {}),
      chains: progress,
      completed: tasks.map(({ storage }, chain) => {
        const { draws } = progress[chain];
        return {
          draws,
          restarts: Atomics.load(storage.published, publishedSlots.restarts),
          positions: storage.positions.subarray(0, draws * dimension),
          logDensity: storage.draws.logDensity.subarray(0, draws),
        };
      }),
    });
  };
}
