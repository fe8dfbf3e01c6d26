// Adaptation of all chains of a fit together: one step size, one length of trajectories (ChEES: Hoffman, Radul & Sountsov 2021, "An adaptive-MCMC
// scheme for setting trajectory lengths in Hamiltonian Monte Carlo") and one metric from the draws and gradients of all chains.

import {
  type Adaptation,
  type AdaptationState,
  type DrawsAndGradients,
  eigenvalueCutoff,
  growingAdaptation,
  inRequestedForm,
  lowRankFromDraws,
  scaleFromGradient,
} from "../adaptation/index.ts";
import type { LogDensity } from "../density.ts";
import { type Metric, metricOf, type MetricState } from "../hamiltonian/index.ts";
import type { Matrices } from "../matrices.ts";
import type { Settings } from "../settings.ts";
import { averagedStepSize, dualAveraging, restartDualAveraging, updateDualAveraging } from "../step-size.ts";
import {
  cheesSlope,
  type LengthRule,
  learningRate,
  trajectoryLength,
  updateTrajectoryLength,
} from "../trajectory-length.ts";
import type { ChainPoint, Transition } from "../transition.ts";
import { addDraw, addLogDensity, astrayChains, type Exchange, fewDimensions, heldDraws } from "./exchange.ts";
import { whiten } from "./whiten.ts";
import { roundLength, type Window, windowsOf } from "./schedule.ts";

/**
 * Lengths are kept between these, in units of the metric's standard deviations. Where the metric fits, a trajectory of half a period ends at the other side
 * of the posterior: draws alternate, and means of a thousand draws are as good as those of several thousand independent ones. At 2, jittered, most of this is
 * had without the lengths at which draws repeat each other; ChEES alone would ask for a quarter period there. Where a posterior stays uneven in the best metric (collinear
 * channels), it asks for more: up to a period, effective draws cost as few gradients as at half a period and there are two to three times as many a draw.
 */
const shortest = 2;
const longest: number = 2 * Math.PI;
/** A round's slope is the mean of several, and worth longer steps. */
const rule: LengthRule = { shortest, longest, learningRate: learningRate * Math.sqrt(roundLength) };
/** Draws below which there is no metric to be made from them. */
const fewestDraws = 10;

/** What chains know together; every thread has it and learns the same. */
export interface Pool {
  /** Learns from a round that all chains have ended at this iteration; reads what they left in the exchange. */
  learn(window: Window, iteration: number): void;
  /** How one of the chains adapts: alone on its way in, and then as the others do. */
  member(density: LogDensity, chain: number, resume: ChainStart | undefined): Member;
}

/** Where a chain goes on. */
export interface ChainStart {
  readonly position: Float64Array;
  readonly adaptation: AdaptationState;
}

export interface Member extends Adaptation {
  /** Takes over what the chains have learned, once all threads have, and empties the chain's part of the exchange. */
  follow(window: Window, iteration: number): void;
}

export function pooledAdaptation(
  dimension: number,
  settings: Settings,
  matrices: Matrices,
  exchange: Exchange,
  resume: AdaptationState | undefined,
): Pool {
  const { chains } = exchange;
  const known = resume?.memory.kind === "pooled" ? resume.memory : undefined;
  const center = known ? known.center.slice() : new Float64Array(dimension);
  const length = known ? { ...known.length } : trajectoryLength(shortest);
  const averaging = resume && known ? { ...resume.averaging } : dualAveraging(settings.targetAccept, 1);
  let metric: Metric = metricOf(
    resume && known ? structuredClone(resume.metric) : { kind: "diagonal", scale: new Float64Array(dimension).fill(1) },
  );
  let stepSize = resume?.stepSize ?? 1;
  let astray: readonly boolean[] = known ? known.astray : Array.from({ length: chains }, () => false);

  /** From the draws of the window that has ended; keeps the metric that there is when they are too few or do not vary. */
  const updateMetric = (): void => {
    const { positions, gradients, count } = heldDraws(exchange, astray);
    const found =
      count < fewestDraws
        ? undefined
        : metricFrom({ positions, gradients, from: 0, to: count }, dimension, matrices, settings.metric);
    if (found === undefined) return;
    metric = metricOf(found);
    center.fill(0);
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < dimension; i++) center[i] += positions[k * dimension + i] / count;
    }
  };

  /** Where all chains have come in: a metric from their last draws, or from gradients where these were too few. */
  const beginTogether = (): void => {
    const { gradients, count } = heldDraws(exchange, astray);
    const scale = new Float64Array(dimension);
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < dimension; i++) scale[i] += Math.abs(gradients[k * dimension + i]) / count;
    }
    scaleFromGradient(scale, scale);
    metric = metricOf({ kind: "diagonal", scale });
    updateMetric();
    let log = 0;
    exchange.stepSizes.forEach((own, chain) => {
      if (!astray[chain]) log += Math.log(own);
    });
    stepSize = Math.exp(log / astray.filter((is) => !is).length);
    // Dual averaging aims at ten times what it is told; this is a step size that chains have already found good.
    restartDualAveraging(averaging, stepSize / 10);
  };

  const learnMoves = (): void => {
    const { moves, moved } = exchange;
    const [transitions] = moved;
    const together = astray.filter((is) => !is).length;
    let accepted = 0;
    let slope = 0;
    let weights = 0;
    for (let k = 0; k < transitions; k++) {
      let inverse = 0;
      for (let chain = 0; chain < chains; chain++) {
        if (astray[chain]) continue;
        const at = (chain * roundLength + k) * 2;
        // The harmonic mean: one chain in a narrow place counts for more than all others in the open.
        inverse += 1 / moves[at];
        slope += moves[at] * moves[at + 1];
        weights += moves[at];
      }
      accepted += together / inverse / transitions;
    }
    updateTrajectoryLength(length, slope / weights, rule);
    stepSize = updateDualAveraging(averaging, accepted);
  };

  const learn = (window: Window, iteration: number): void => {
    if (window.kind === "way in") {
      astray = astrayChains(exchange);
      beginTogether();
      return;
    }
    learnMoves();
    if (iteration !== window.end) return;
    astray = astrayChains(exchange);
    if (window.kind === "metric") {
      updateMetric();
      restartDualAveraging(averaging, stepSize / 5);
    } else {
      stepSize = averagedStepSize(averaging);
      if (length.count > 0) length.log = length.meanLog;
    }
  };

  const member = (density: LogDensity, chain: number, own: ChainStart | undefined): Member => {
    const [wayIn] = windowsOf(settings.warmup);
    const alone = growingAdaptation(density, { ...settings, warmup: wayIn.end }, matrices);
    const { plan } = alone;
    const before = new Float64Array(dimension);
    const scratch = { from: new Float64Array(dimension), to: new Float64Array(dimension) };
    const takeOver = (): void => {
      plan.metric = metric;
      plan.stepSize = stepSize;
      plan.maxDepth = settings.maxDepth;
      plan.time = Math.exp(length.log);
    };
    if (own) {
      takeOver();
      before.set(own.position);
      // A chain that adapted again after warm-up has a step size of its own.
      plan.stepSize = own.adaptation.stepSize;
    }

    /** What the transition says of longer trajectories; 0 where it diverged. */
    const slopeOf = (end: NonNullable<Transition["end"]>, time: number): number => {
      const squared = (position: Float64Array, out: Float64Array): number => {
        for (let i = 0; i < dimension; i++) out[i] = position[i] - center[i];
        whiten(plan.metric.state, out);
        let sum = 0;
        for (let i = 0; i < dimension; i++) sum += out[i] * out[i];
        return sum;
      };
      const startDistance = squared(before, scratch.from);
      const endDistance = squared(end.position, scratch.to);
      let rate = 0;
      for (let i = 0; i < dimension; i++) rate += scratch.to[i] * end.momentum[i];
      const slope = cheesSlope(time, startDistance, endDistance, rate);
      return Number.isFinite(slope) ? slope : 0;
    };

    return {
      plan,
      start(point, random) {
        const gradients = alone.start(point, random);
        if (wayIn.end === 0) arrive(point);
        return gradients;
      },
      learn(iteration, point, info, random) {
        if (iteration < wayIn.end) {
          const gradients = alone.learn(iteration, point, info, random);
          if (2 * iteration >= wayIn.end) {
            addLogDensity(exchange, chain, point.logDensity);
            if (info.offset !== 0) addDraw(exchange, chain, point.position, point.gradient);
          }
          if (iteration === wayIn.end - 1) arrive(point);
          return gradients;
        }
        const place = (chain * roundLength + exchange.moved[chain]++) * 2;
        exchange.moves[place] = Math.max(info.acceptance, Number.MIN_VALUE);
        exchange.moves[place + 1] = info.divergent || !info.end ? 0 : slopeOf(info.end, info.time ?? 0);
        addLogDensity(exchange, chain, point.logDensity);
        if (info.offset !== 0) addDraw(exchange, chain, point.position, point.gradient);
        before.set(point.position);
        return 0;
      },
      follow(window, iteration) {
        takeOver();
        exchange.moved[chain] = 0;
        if (iteration !== window.end) return;
        exchange.added[chain] = 0;
        exchange.logDensities.fill(0, 4 * chain, 4 * chain + 4);
      },
      snapshot: () => ({
        metric: structuredClone(plan.metric.state),
        stepSize: plan.stepSize,
        maxDepth: plan.maxDepth,
        averaging: { ...averaging },
        memory: { kind: "pooled", length: { ...length }, center: center.slice(), astray: astray.slice() },
      }),
    };

    function arrive(point: ChainPoint): void {
      if (wayIn.end === 0) addLogDensity(exchange, chain, point.logDensity);
      if (exchange.added[chain] === 0) addDraw(exchange, chain, point.position, point.gradient);
      exchange.stepSizes[chain] = plan.stepSize;
      before.set(point.position);
    }
  };

  return { learn, member };
}

function metricFrom(
  draws: DrawsAndGradients,
  dimension: number,
  matrices: Matrices,
  requested: Settings["metric"],
): MetricState | undefined {
  if (requested === "diagonal") {
    const count = draws.to - draws.from;
    const x = matrices.standardized(draws.positions, draws.from, count, dimension).deviation;
    const g = matrices.standardized(draws.gradients, draws.from, count, dimension).deviation;
    const scale = x.map((deviation, i) => Math.sqrt(deviation / g[i]));
    return scale.every((of) => of > 0 && of < Number.POSITIVE_INFINITY) ? { kind: "diagonal", scale } : undefined;
  }
  // All directions where draws of all chains tell them from each other; among many dimensions those that stand out.
  const cutoff = requested === "dense" || (requested === "auto" && dimension <= fewDimensions) ? 1 : eigenvalueCutoff;
  const found = lowRankFromDraws(draws, dimension, matrices, cutoff);
  return found && inRequestedForm(found, requested);
}
