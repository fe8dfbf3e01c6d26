// Where every chain stands, and what can be said from it: share done, time left, gradients per draw.

import type { ChainProgress } from "../../sampling/index.ts";

export interface ProgressState {
  readonly warmup: number;
  readonly draws: number;
  /** Seconds since sampling began. */
  readonly seconds: number;
  /** In order of their numbers. */
  readonly chains: readonly ChainProgress[];
}

/** Transitions made by all chains, and how many there will be. */
export function transitionsOf({ warmup, draws, chains }: ProgressState): {
  readonly done: number;
  readonly total: number;
} {
  return { done: chains.reduce((sum, { iteration }) => sum + iteration, 0), total: (warmup + draws) * chains.length };
}

/**
 * Seconds until all chains are done, supposing the transitions to come take as long as those made; undefined before there are
 * enough of them to say.
 */
export function secondsLeft(state: ProgressState): number | undefined {
  const { done, total } = transitionsOf(state);
  const fewest = Math.min(50 * state.chains.length, total / 20);
  return done >= fewest && done > 0 ? (state.seconds * (total - done)) / done : undefined;
}

/** Gradient evaluations per transition; undefined before the first. */
export function gradientsPerDraw({ gradients, iteration }: ChainProgress): number | undefined {
  return iteration > 0 ? gradients / iteration : undefined;
}
