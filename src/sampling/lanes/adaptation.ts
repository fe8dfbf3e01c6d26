// How one fit's lanes adapt: step size, length of trajectories and metric, from all of its chains together.

import { scaleFromGradient, lowRankFromDraws } from "../adaptation/index.ts";
import { plainMatrices } from "../plain-matrices.ts";
import { inverseMassOf } from "../hamiltonian/index.ts";
import { averagedStepSize, dualAveraging, restartDualAveraging, updateDualAveraging } from "../step-size.ts";
import { addDraw, drawWindow, heldDraws, meanOfHeld } from "./draw-window.ts";
import { diagonalLaneMetric, type LaneMetric, laneMetric, squaredDistance } from "./lane-metric.ts";
import type { LaneSettings } from "./settings.ts";
import { cheesSlope, jittered, trajectoryLength, updateTrajectoryLength } from "../trajectory-length.ts";

/** Windows of draws for the metric: the first one's length, and growth from one to the next. */
const firstWindow = 10;
const windowGrowth = 1.5;
/** Share of warm-up after the last metric, in which step size and trajectory length settle. */
const finalShare = 0.25;
/** Most draws a metric is computed from: the estimate is exact for a normal once there are more draws than dimensions. */
export const mostDraws = 640;
/** Leapfrog steps of a trajectory on the way in, before draws tell what a standard deviation is. */
export const stepsOnTheWayIn = 12;
/** First step size to be tried. */
export const firstStepSize = 0.1;

/** One chain's part in a transition, as adaptation sees it. */
export interface LaneMove {
  /** min(1, exp(H0 - H)); 0 where it diverged. */
  readonly acceptance: number;
  readonly accepted: boolean;
  /** Where the trajectory began. */
  readonly start: Float64Array;
  /** Where it ended, and the momentum there; not finite where it diverged. */
  readonly end: Float64Array;
  readonly momentum: Float64Array;
  /** The chain's new state, with the engine's gradient. */
  readonly position: Float64Array;
  readonly gradient: Float64Array;
}

/** Iterations after which a metric is computed; the last window is stretched to end where the final phase begins. */
export function laneWindowEnds(warmup: number): number[] {
  const last = warmup - Math.floor(finalShare * warmup);
  const ends: number[] = [];
  let length = firstWindow;
  let end = 0;
  for (;;) {
    const next = Math.ceil(length * windowGrowth);
    if (end + length + next > last) return [...ends, last];
    end += length;
    ends.push(end);
    length = next;
  }
}

/** What was adapted, as data. */
export interface LaneAdaptationSummary {
  readonly stepSize: number;
  /** Mean time of a trajectory, in units of the metric's standard deviations. */
  readonly trajectoryLength: number;
  /** Metrics computed from draws. */
  readonly metrics: number;
}

export interface LaneAdaptation {
  readonly metric: LaneMetric;
  readonly stepSize: number;
  /** The metric will not change any more. */
  settled(iteration: number): boolean;
  /** A step size is to be searched for before the next transition. */
  readonly searching: boolean;
  /** Ends the search with this step size. */
  startFrom(stepSize: number): void;
  /** Leapfrog steps of the next trajectories. */
  steps(uniform: number): number;
  /** Learns from the fit's chains in this warm-up iteration (from 0), of this many leapfrog steps. */
  learn(iteration: number, moves: readonly LaneMove[], steps: number): void;
  summary(): LaneAdaptationSummary;
}

/** @param gradient mean over the starting points of the absolute gradient */
export function laneAdaptation(settings: LaneSettings, gradient: Float64Array): LaneAdaptation {
  const { warmup, maxLeapfrogs } = settings;
  const dimension = gradient.length;
  const windowEnds = laneWindowEnds(warmup);
  const metricEnd = windowEnds[windowEnds.length - 1];
  const window = drawWindow(dimension, Math.max(mostDraws, 2 * dimension));
  const center = new Float64Array(dimension);
  const scratch = new Float64Array(dimension);
  const length = trajectoryLength();
  const scale = new Float64Array(dimension);
  scaleFromGradient(gradient, scale);
  const averaging = dualAveraging(settings.targetAccept, firstStepSize);
  let metric = diagonalLaneMetric(scale) ?? diagonalLaneMetric(scale.fill(1))!;
  let stepSize = firstStepSize;
  let metrics = 0;
  let searching = true;

  const updateMetric = (): void => {
    const found = lowRankFromDraws(heldDraws(window), dimension, plainMatrices, 1);
    const dense = found && laneMetric(inverseMassOf(found), dimension);
    meanOfHeld(window, center);
    window.added = 0;
    if (dense === undefined) return;
    metric = dense;
    searching = metrics === 0;
    metrics++;
  };

  /** Mean slope of ChEES, weighted by acceptance. */
  const meanSlope = (moves: readonly LaneMove[], time: number): number => {
    let total = 0;
    let weights = 0;
    for (const { acceptance, start, end, momentum } of moves) {
      if (acceptance === 0) continue;
      const from = squaredDistance(metric, start, center, scratch);
      const to = squaredDistance(metric, end, center, scratch);
      // <L^-1 (x' - m), L' p'> = (x' - m)' p'.
      let rate = 0;
      for (let i = 0; i < dimension; i++) rate += (end[i] - center[i]) * momentum[i];
      total += acceptance * cheesSlope(time, from, to, rate);
      weights += acceptance;
    }
    return total / weights;
  };

  return {
    get metric() {
      return metric;
    },
    get stepSize() {
      return stepSize;
    },
    get searching() {
      return searching;
    },
    settled: (iteration) => iteration >= metricEnd,
    startFrom(found) {
      stepSize = found;
      searching = false;
      restartDualAveraging(averaging, found);
    },
    steps(uniform) {
      const wanted =
        metrics === 0 ? jittered(stepsOnTheWayIn, uniform) : jittered(Math.exp(length.log), uniform) / stepSize;
      return Math.min(maxLeapfrogs, Math.max(1, Math.round(wanted)));
    },
    learn(iteration, moves, steps) {
      const accepted = pooledAcceptance(moves);
      if (metrics > 0) {
        updateTrajectoryLength(length, meanSlope(moves, steps * stepSize));
      }
      stepSize = updateDualAveraging(averaging, accepted);
      if (iteration < metricEnd) {
        for (const move of moves) if (move.accepted) addDraw(window, move.position, move.gradient);
        if (windowEnds.includes(iteration + 1)) updateMetric();
      }
      if (iteration === warmup - 1) {
        stepSize = averagedStepSize(averaging);
        length.log = length.count === 0 ? length.log : length.meanLog;
      }
    },
    summary: () => ({ stepSize, trajectoryLength: Math.exp(length.log), metrics }),
  };
}

/**
 * Harmonic mean over chains: one chain in a narrow place counts for more than many in the open (Hoffman et al. 2021). On media mix models
 * a target of 0.8 then gives mean acceptances of 0.93 or so, and no chain that sticks in the tails, which means over chains allow.
 */
function pooledAcceptance(moves: readonly LaneMove[]): number {
  let sum = 0;
  for (const { acceptance } of moves) sum += 1 / acceptance;
  return moves.length / sum;
}
