// Where every chain stands, and what can be said from it: share done, gradients per draw.

import type { RunningQuantity } from "../../diagnostics/index.ts";
import type { ChainProgress } from "../../sampling/index.ts";
import type { SamplingNow } from "../../services/fit/index.ts";

export interface ProgressState {
  readonly warmup: number;
  readonly draws: number;
  /** Seconds since sampling began. */
  readonly seconds: number;
  /** Until all chains are done; absent before it can be said. */
  readonly secondsLeft?: number;
  /** Threads that share the gradients of each chain; absent where a chain has one. */
  readonly threadsPerChain?: number;
  /** In order of their numbers. */
  readonly chains: readonly ChainProgress[];
  /** Of the draws so far, looked at every 1.5 seconds; absent before the first look that finds enough draws. */
  readonly convergence?: ConvergenceShown;
}

/** How well the chains agree so far. */
export interface ConvergenceShown {
  /** First draws of each chain that were looked at, and of which chains (from 0). */
  readonly draws: number;
  readonly chains: readonly number[];
  /** The log density and the sampler's coordinates whose chains disagree most, and the one with the highest R-hat. */
  readonly quantities: readonly RunningQuantity[];
  readonly worst: RunningQuantity;
  /** How many coordinates were left out because their chains agree better. */
  readonly leftOut: number;
}

/** What is shown of a fit that goes on. */
export function stateOf(
  { warmup, draws }: { readonly warmup: number; readonly draws: number },
  seconds: number,
  { chains, secondsLeft, threadsPerChain, convergence }: Omit<SamplingNow, "stage">,
): ProgressState {
  return {
    warmup,
    draws,
    seconds,
    ...(secondsLeft === undefined ? {} : { secondsLeft }),
    ...(threadsPerChain === undefined ? {} : { threadsPerChain }),
    chains,
    ...(convergence === undefined ? {} : { convergence: shown(convergence) }),
  };
}

function shown({ of, quantities, worst, leftOut }: NonNullable<SamplingNow["convergence"]>): ConvergenceShown {
  return { draws: of.draws, chains: of.chains, quantities, worst, leftOut: leftOut.length };
}

/** Transitions made by all chains, and how many there will be. */
export function transitionsOf({ warmup, draws, chains }: ProgressState): {
  readonly done: number;
  readonly total: number;
} {
  return { done: chains.reduce((sum, { iteration }) => sum + iteration, 0), total: (warmup + draws) * chains.length };
}

/** Gradient evaluations per transition; undefined before the first. */
export function gradientsPerDraw({ gradients, iteration }: ChainProgress): number | undefined {
  return iteration > 0 ? gradients / iteration : undefined;
}
