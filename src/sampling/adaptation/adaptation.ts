// What a warm-up schedule is: it owns the plan of the next transition and learns from each warm-up transition.

import type { MetricState } from "../hamiltonian/index.ts";
import type { Random } from "../../numerics/index.ts";
import type { DualAveraging } from "../step-size.ts";
import type { TrajectoryLength } from "../trajectory-length.ts";
import type { ChainPoint, Transition, TransitionPlan } from "../transition.ts";
import type { RunningCovariance } from "./covariance.ts";
import type { RunningVariance } from "./moments.ts";

export interface Adaptation {
  readonly plan: TransitionPlan;
  /** Chooses the first metric and step size at the starting point; returns the gradient evaluations spent. */
  start(point: ChainPoint, random: Random): number;
  /** Learns from the transition of this warm-up iteration (from 0); returns the gradient evaluations spent. */
  learn(iteration: number, point: ChainPoint, info: Transition, random: Random): number;
  /** A copy of all that the schedule knows, to be resumed from. */
  snapshot(): AdaptationState;
}

/** A schedule's memory as plain data (structured clone). */
export interface AdaptationState {
  readonly metric: MetricState;
  readonly stepSize: number;
  readonly maxDepth: number;
  readonly averaging: DualAveraging;
  readonly memory: StanMemory | GrowingMemory | PooledMemory;
}

export interface StanMemory {
  readonly kind: "stan";
  readonly estimator: RunningVariance | RunningCovariance;
}

/** Estimates from the draws since a window began, of positions and gradients. */
export interface WindowMoments {
  readonly positions: RunningVariance;
  readonly gradients: RunningVariance;
}

export interface GrowingMemory {
  readonly kind: "nutpie";
  readonly foreground: WindowMoments;
  readonly background: WindowMoments;
  /** Draws and gradients kept for the low-rank metric, draw after draw; empty for a diagonal one. */
  readonly positions: Float64Array;
  readonly gradients: Float64Array;
  kept: number;
  /** Index of the first kept draw of the foreground window. */
  foregroundStart: number;
  backgroundStart: number;
  /** Draws the background window must hold before the next switch. */
  switchAfter: number;
  /** Draws in the foreground window when the metric was last computed. */
  usedDraws: number;
  /** Draws in a row that did not move. */
  stuck: number;
  /** Whether the metric is still the one from the first gradient. */
  initialMetric: boolean;
}

/** What chains that adapt together know between two windows of warm-up; the same for all of them. */
export interface PooledMemory {
  readonly kind: "pooled";
  readonly length: TrajectoryLength;
  /** Mean of the draws that the metric was computed from. */
  readonly center: Float64Array;
  /** Chains that had not found where the others are, by number: they are left out of what the others learn. */
  readonly astray: readonly boolean[];
}
