// What a Markov kernel carries on, what it is told, and what it reports about one transition.

import type { Metric, PhasePoint } from "./hamiltonian/index.ts";
import type { Random } from "../numerics/index.ts";

/** The state of a chain: all that the next transition needs. Its arrays belong to the chain and are written in place. */
export interface ChainPoint {
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  logDensity: number;
}

export function chainPoint(dimension: number): ChainPoint {
  return { position: new Float64Array(dimension), gradient: new Float64Array(dimension), logDensity: 0 };
}

/** How the next transition is to be made; adaptation writes it. */
export interface TransitionPlan {
  metric: Metric;
  stepSize: number;
  /** Largest number of doublings of a NUTS trajectory. */
  maxDepth: number;
  /** Mean time of a trajectory of HMC; undefined where NUTS decides itself. */
  time?: number | undefined;
}

/** The random streams of a chain, both placed at the current draw. */
export interface TransitionRandom {
  readonly momentum: Random;
  /** Directions, selections and accept-reject decisions. */
  readonly choices: Random;
}

/** What happened in a transition; filled by the kernel, read by adaptation and collectors. */
export interface Transition {
  /** Mean over leapfrog states of min(1, exp(H0 - H)): what step-size adaptation aims at. */
  acceptance: number;
  /**
   * Mean over leapfrog states of exp(-2 |H0 - H|), 0 where that is not a number: blind to the sign of the error, and about twice
   * as far below 1 per error as nuts-rs's 2 min(1, r) / (1 + r), r = exp(H0 - H), whose mean is the acceptance's to first order.
   */
  symmetricAcceptance: number;
  /** Energy of the new state, with the momentum it was reached with. */
  energy: number;
  /** Completed doublings (0 for HMC); equal to the limit when the limit of doublings, or of HMC's leapfrog steps, stopped the trajectory. */
  treeDepth: number;
  /** Leapfrog steps made, that is, gradient evaluations. */
  leapfrogs: number;
  /** Leapfrog steps between the old state and the new one; negative: back in time. */
  offset: number;
  divergent: boolean;
  /** Where a trajectory of HMC ended, accepted or not, in the kernel's own memory, and how long it took; undefined for NUTS. */
  end?: Pick<PhasePoint, "position" | "momentum"> | undefined;
  time?: number | undefined;
  /** Start of the leapfrog step at which the energy error passed the limit or was not finite; meaningful if `divergent`. */
  readonly divergencePosition: Float64Array;
  /** Log density at the end of that step, and its gradient. */
  divergenceLogDensity: number;
  readonly divergenceGradient: Float64Array;
}

export function emptyTransition(dimension: number): Transition {
  return {
    acceptance: 0,
    symmetricAcceptance: 0,
    energy: 0,
    treeDepth: 0,
    leapfrogs: 0,
    offset: 0,
    divergent: false,
    divergencePosition: new Float64Array(dimension),
    divergenceLogDensity: 0,
    divergenceGradient: new Float64Array(dimension),
  };
}

/** A Markov kernel that leaves the density invariant. Memory is allocated when the kernel is made, none in a step. */
export interface Kernel {
  /** Evaluates the density at `position` and fills `point`. One gradient evaluation. */
  init(position: Float64Array, point: ChainPoint): void;
  /** Replaces `point` by the next state of the chain and describes the transition in `info`. */
  step(point: ChainPoint, plan: TransitionPlan, random: TransitionRandom, info: Transition): void;
}

/** A trajectory is looked at for an interruption when as many leaves of a sub-tree are done; a power of 2. */
export const leavesBetweenLooks = 8;

/** NUTS rescales weights when the log weight of a state exceeds that of the reference by this much (exp(709) overflows). */
export const rescaleAbove = 500;
