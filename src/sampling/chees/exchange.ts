// Memory through which chains on several threads learn from each other, and the barrier at which they wait for each other.

import { roundLength, windowsOf } from "./schedule.ts";

/** Up to this dimension a metric is of all directions, above it of leading ones, whose number grows with that of the draws. */
export const fewDimensions = 100;
/** Draws of all chains together that it is computed from at most. */
const mostDraws = { few: 1000, many: 400 };

export interface Exchange {
  readonly chains: number;
  readonly dimension: number;
  /** Draws of a chain that are held; later ones take the place of the earliest. */
  readonly capacity: number;
  /** [chain x capacity x dimension] */
  readonly positions: Float64Array;
  readonly gradients: Float64Array;
  /** Draws that each chain has added since the window began. */
  readonly added: Int32Array;
  /** [chain x round x (acceptance, slope)] of the round under way. */
  readonly moves: Float64Array;
  /** Transitions of each chain in it. */
  readonly moved: Int32Array;
  /** Of each chain in the window under way: number, sum, sum of squares and largest of its log densities. */
  readonly logDensities: Float64Array;
  /** Step size of each chain at the end of its way in. */
  readonly stepSizes: Float64Array;
  /** See `meet`. */
  readonly barrier: Int32Array;
}

/** @param shared in SharedArrayBuffers, for chains on several threads */
export function allocateExchange(dimension: number, chains: number, warmup: number, shared: boolean): Exchange {
  const longest = Math.max(...windowsOf(warmup).map(({ start, end }) => end - start));
  const wanted = dimension <= fewDimensions ? mostDraws.few : mostDraws.many;
  const capacity = Math.max(1, Math.min(longest, Math.ceil(wanted / chains)));
  const buffer = (bytes: number): ArrayBufferLike => (shared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  const float64 = (length: number): Float64Array => new Float64Array(buffer(8 * length));
  const int32 = (length: number): Int32Array => new Int32Array(buffer(4 * length));
  return {
    chains,
    dimension,
    capacity,
    positions: float64(chains * capacity * dimension),
    gradients: float64(chains * capacity * dimension),
    added: int32(chains),
    moves: float64(chains * roundLength * 2),
    moved: int32(chains),
    logDensities: float64(4 * chains),
    stepSizes: float64(chains),
    barrier: int32(1),
  };
}

export function addDraw(exchange: Exchange, chain: number, position: Float64Array, gradient: Float64Array): void {
  const { capacity, dimension, added } = exchange;
  const place = (chain * capacity + (added[chain] % capacity)) * dimension;
  exchange.positions.set(position, place);
  exchange.gradients.set(gradient, place);
  added[chain]++;
}

export function addLogDensity({ logDensities }: Exchange, chain: number, value: number): void {
  const at = 4 * chain;
  logDensities[at + 3] = logDensities[at] === 0 ? value : Math.max(logDensities[at + 3], value);
  logDensities[at]++;
  logDensities[at + 1] += value;
  logDensities[at + 2] += value * value;
}

/** Standard deviations by which the log density of a chain may stay below that of the others before it counts as astray. */
const mostBelow = 10;

/**
 * Chains that have not found where the others are: not one of their log densities in the window comes near the mean of the better half's least chain. What
 * they say of step sizes and metrics is of another place, and they would spoil those of all.
 */
export function astrayChains({ chains, dimension, logDensities }: Exchange): readonly boolean[] {
  const rows = Array.from({ length: chains }, (_, chain) => {
    const [count, sum, squares, most] = logDensities.subarray(4 * chain, 4 * chain + 4);
    const mean = sum / count;
    return { mean, most, variance: Math.max(0, squares / count - mean * mean) };
  });
  const sorted = rows.toSorted((a, b) => b.mean - a.mean);
  const typical = sorted[Math.floor((chains - 1) / 2)];
  // The log density of a normal has a variance of half its dimensions.
  const deviation = Math.sqrt(Math.max(typical.variance, dimension / 2));
  return rows.map(({ most }) => most < typical.mean - mostBelow * deviation);
}

/** The draws that are held of chains that are not astray, chain after chain. */
export function heldDraws(
  exchange: Exchange,
  astray: readonly boolean[],
): { positions: Float64Array; gradients: Float64Array; count: number } {
  const { chains, capacity, dimension, added } = exchange;
  const counts = Array.from({ length: chains }, (_, chain) => (astray[chain] ? 0 : Math.min(added[chain], capacity)));
  const count = counts.reduce((sum, of) => sum + of, 0);
  const positions = new Float64Array(count * dimension);
  const gradients = new Float64Array(count * dimension);
  let at = 0;
  counts.forEach((of, chain) => {
    const from = chain * capacity * dimension;
    positions.set(exchange.positions.subarray(from, from + of * dimension), at);
    gradients.set(exchange.gradients.subarray(from, from + of * dimension), at);
    at += of * dimension;
  });
  return { positions, gradients, count };
}

/** Milliseconds after which a waiting thread looks whether the run was canceled. */
const patience = 20;
/** The barrier is one word, so that what it says is always of one moment: threads that wait in these bits, rounds that have ended above. */
const waitingBits = 12;
const waitingMask = 2 ** waitingBits - 1;

/**
 * Waits until all `threads` have come here; false when the run is canceled before they have. Either all threads pass or none: one that gives up
 * takes itself off the count, and one that saw the cancellation on its way never comes.
 */
export function meet({ barrier }: Exchange, threads: number, canceled: () => boolean): boolean {
  if (threads === 1) return true;
  let round: number;
  for (;;) {
    const word = Atomics.load(barrier, 0);
    const waiting = word & waitingMask;
    round = word >>> waitingBits;
    const last = waiting === threads - 1;
    const next = last ? ((round + 1) << waitingBits) | 0 : word + 1;
    if (Atomics.compareExchange(barrier, 0, word, next) !== word) continue;
    if (!last) break;
    Atomics.notify(barrier, 0);
    return true;
  }
  for (;;) {
    const word = Atomics.load(barrier, 0);
    if (word >>> waitingBits !== round) return true;
    if (canceled() && Atomics.compareExchange(barrier, 0, word, word - 1) === word) return false;
    Atomics.wait(barrier, 0, word, patience);
  }
}
