// Memory of one chain: draws, what happened in each transition, and counters that another thread can poll.

/** One entry per transition. */
export interface TransitionLog {
  readonly logDensity: Float64Array;
  readonly energy: Float64Array;
  /** Mean acceptance statistic of the trajectory. */
  readonly acceptance: Float64Array;
  readonly stepSize: Float64Array;
  readonly treeDepth: Uint8Array;
  readonly leapfrogs: Int32Array;
  /** 1 where the trajectory diverged. */
  readonly divergent: Uint8Array;
}

export interface ChainStorage {
  /** draws x dimension, draw after draw. */
  readonly positions: Float64Array;
  readonly draws: TransitionLog;
  readonly warmup: TransitionLog;
  /** Where the first divergences after warm-up began, at most `mostDivergences`. */
  readonly divergencePositions: Float64Array;
  /** Where the chain started. */
  readonly start: Float64Array;
  /** Counters in the order of `progressSlots`. */
  readonly progress: Float64Array;
  /** What tells another thread which draws it may read, in the order of `publishedSlots`; written by Atomics after the draws themselves. */
  readonly published: Int32Array;
}

/** Divergences whose position is kept, per chain. */
export const mostDivergences = 100;

/** Meaning of the entries of `ChainStorage.progress`. */
export const progressSlots = {
  /** Transitions made, warm-up included. */
  iteration: 0,
  phase: 1,
  /** Divergences after warm-up. */
  divergences: 2,
  stepSize: 3,
  /** Gradient evaluations in all, and those of warm-up and its step-size searches. */
  gradients: 4,
  warmupGradients: 5,
  warmupSeconds: 6,
  samplingSeconds: 7,
  /** Leapfrog steps of the latest transition. */
  leapfrogs: 8,
  /** After warm-up: solutions of equations that were given up, and those at the greatest number of steps. */
  unsolved: 9,
  unsolvedAtMostSteps: 10,
} as const;

/** Meaning of the entries of `ChainStorage.published`. */
export const publishedSlots = {
  /** Draws that are complete. */
  draws: 0,
  /** How often draws were given up; counted before they are overwritten. */
  restarts: 1,
} as const;

/** Values of the phase counter are positions in this list. */
export const phases = ["waiting", "warm-up", "sampling", "done"] as const;
export type Phase = (typeof phases)[number];

/** `shared`: in SharedArrayBuffers, for chains that run on other threads. */
export function allocateChain(dimension: number, warmup: number, draws: number, shared: boolean): ChainStorage {
  const buffer = (bytes: number): ArrayBufferLike => (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  const float64 = (length: number): Float64Array => new Float64Array(buffer(8 * length));
  const log = (length: number): TransitionLog => ({
    logDensity: float64(length),
    energy: float64(length),
    acceptance: float64(length),
    stepSize: float64(length),
    treeDepth: new Uint8Array(buffer(length)),
    leapfrogs: new Int32Array(buffer(4 * length)),
    divergent: new Uint8Array(buffer(length)),
  });
  return {
    positions: float64(draws * dimension),
    draws: log(draws),
    warmup: log(warmup),
    divergencePositions: float64(mostDivergences * dimension),
    start: float64(dimension),
    progress: float64(Object.keys(progressSlots).length),
    published: new Int32Array(buffer(4 * Object.keys(publishedSlots).length)),
  };
}

/** The first `length` entries of a log, as views. */
export function logUpTo(log: TransitionLog, length: number): TransitionLog {
  return {
    logDensity: log.logDensity.subarray(0, length),
    energy: log.energy.subarray(0, length),
    acceptance: log.acceptance.subarray(0, length),
    stepSize: log.stepSize.subarray(0, length),
    treeDepth: log.treeDepth.subarray(0, length),
    leapfrogs: log.leapfrogs.subarray(0, length),
    divergent: log.divergent.subarray(0, length),
  };
}

/** Copies a log into the beginning of another. */
export function copyLog(from: TransitionLog, to: TransitionLog): void {
  to.logDensity.set(from.logDensity);
  to.energy.set(from.energy);
  to.acceptance.set(from.acceptance);
  to.stepSize.set(from.stepSize);
  to.treeDepth.set(from.treeDepth);
  to.leapfrogs.set(from.leapfrogs);
  to.divergent.set(from.divergent);
}
