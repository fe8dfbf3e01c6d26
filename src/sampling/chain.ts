// One chain: starting point, warm-up, draws; can be stopped after any transition and resumed as if it had not been.

import { CarryoverError } from "../problems/problem.ts";
import { gradientNotANumber, noStepSize } from "../problems/sampling-problems.ts";
import { type Adaptation, type AdaptationState, growingAdaptation } from "./adaptation/index.ts";
import type { LogDensity } from "./density.ts";
import { bestOfCube, initialize } from "./initialize.ts";
import { randomStream } from "../numerics/index.ts";
import type { SamplerCode } from "./sampler-code.ts";
import type { Settings } from "./settings.ts";
import { averagedStepSize, dualAveraging, searchStepSize, updateDualAveraging } from "./step-size.ts";
import { type ChainStorage, mostDivergences, phases, progressSlots, publishedSlots } from "./storage.ts";
import { chainPoint, emptyTransition, type Kernel } from "./transition.ts";

/**
 * All that a chain needs to go on, as plain data (structured clone). Random numbers are a function of seed, fit, chain and
 * iteration, so that their state is the iteration.
 */
export interface ChainState {
  /** Transitions made, warm-up included. */
  readonly iteration: number;
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  readonly logDensity: number;
  readonly adaptation: AdaptationState;
  /** Copy of the progress counters. */
  readonly progress: Float64Array;
  /** How often the step size was adapted again after warm-up. */
  readonly readapted: number;
}

export interface ChainOptions {
  /** Center of the starting points, one value per unconstrained coordinate. Default: what the density's priors say, else the origin. */
  readonly initialCenter?: ArrayLike<number> | undefined;
  /** Names of the unconstrained coordinates, for error messages. */
  readonly names?: readonly string[] | undefined;
}

export interface ChainTask {
  readonly settings: Settings;
  /** Number of the chain, from 0: part of its random key. */
  readonly chain: number;
  readonly storage: ChainStorage;
  readonly options: ChainOptions;
  /** Where to go on; `storage` then holds what was sampled before. */
  readonly resume?: ChainState | undefined;
}

export interface Chain {
  /**
   * Makes transitions until the chain is complete (true) or `stop` says so (false); `stop` is asked before each one.
   * An error thrown by the density is passed on.
   * @param canceled asked also within long trajectories and while a starting point is looked for: what was begun is then given up, and made
   *   again when the chain goes on
   * @param until iteration, warm-up included, at which to pause (true). Default: the end
   */
  advance(stop: () => boolean, canceled?: () => boolean, until?: number): boolean;
  /** A copy of the chain's state. Undefined before its first `advance`. */
  state(): ChainState | undefined;
}

/** Purposes of random streams: the last component of a stream's key [seed, fit, chain, purpose]. */
export const streamPurposes = {
  momentum: 0,
  choices: 1,
  stepSizeSearch: 2,
  start: 3,
  laneMomentum: 4,
  laneChoices: 5,
  laneSearch: 6,
  /** One for each superchain, in place of the chain. */
  laneStart: 7,
  /** Shared by all chains (in place of the chain stands 0), so that they start apart. */
  places: 8,
  /** Of a whole fit, whose chains have numbers of their own on a device. */
  device: 9,
} as const;

/**
 * After warm-up the step size is the average of those that warm-up found good. A chain that ends it in a corner where only much shorter steps
 * are accepted (the neck of a funnel) would not move from there. So where the first draws accept next to nothing, they are given up,
 * the step size is adapted again from where the chain is, and sampling begins anew; at most a few times. What is found afterwards is named by the verdict.
 */
const trialDraws = 20;
const stuckAcceptance = 0.1;
const mostReadaptations = 3;
const readaptationTransitions = 75;
/**
 * A chain may start where it never comes out, because the density is rough on the scale of its last digits (a differential equation whose solution
 * has died out): steps become minute. Where a chain is in such a place after so many transitions, and one of a few points anywhere in the cube of
 * starts has a log density that is higher by far, it starts anew there. Draws lie below the best of a few points by half the dimension or so
 * where a posterior is wider than the cube, and by more in heavy tails.
 */
const lostAfter = 30;
const lastLook = 90;
/** How much higher for each coordinate: where at least eight of the last ten trajectories were long ones, and elsewhere. */
const leadOfStart = { long: 1, usual: 20 };
const longTrajectories = 8;
const longDepth = 8;
const comparedStarts = 10;
/** Distance between the sub-streams of the first start and those of later ones: above any number of values that a start takes. */
const laterStarts = 2 ** 28;

/** Thrown by the sampler's own checks for `canceled`. */
const interruption = new Error("The transition was interrupted.");

/** Distance between sub-streams of draws that were given up and those that replace them: above any number of transitions. */
const readaptedSubStreams = 2 ** 28;

/** How a chain moves and how it adapts. */
export interface ChainParts {
  readonly kernel: Kernel;
  readonly adaptation: Adaptation;
}

/**
 * @param starting the density, which may be interrupted before the chain has started
 * @param interrupt to be called within long trajectories; throws when the run was canceled
 */
export type PartsOf = (starting: LogDensity, interrupt: () => void) => ChainParts;

/**
 * @param code `samplerCode(density, settings)`
 * @param partsOf of a chain that adapts together with others (`chees`). Default: those that the settings name, of this chain alone
 */
export function createChain(density: LogDensity, code: SamplerCode, task: ChainTask, partsOf?: PartsOf): Chain {
  const { settings, storage, resume } = task;
  const { dimension } = density;
  const { progress } = storage;
  const stream = (purpose: number): ReturnType<typeof randomStream> =>
    randomStream([settings.seed, settings.fit, task.chain, purpose]);
  const random = { momentum: stream(streamPurposes.momentum), choices: stream(streamPurposes.choices) };
  const search = stream(streamPurposes.stepSizeSearch);
  let canceled = (): boolean => false;
  const interrupt = (): void => {
    if (canceled()) throw interruption;
  };
  // Before the chain has started there is nothing to be kept, so that any evaluation may be the last; a warm-up iteration is whole.
  const starting = interruptible(density, () => !started && interrupt());
  const parts = (partsOf ?? ownParts(density, code, task))(starting, interrupt);
  const { kernel } = parts;
  let { adaptation } = parts;
  const point = chainPoint(dimension);
  const info = emptyTransition(dimension);
  const total = settings.warmup + settings.draws;
  const names = task.options.names ?? density.names;
  let iteration = 0;
  let readapted = resume?.readapted ?? 0;
  let started = resume !== undefined;
  if (resume) {
    iteration = resume.iteration;
    point.position.set(resume.position);
    point.gradient.set(resume.gradient);
    point.logDensity = resume.logDensity;
    progress.set(resume.progress);
  }

  const cube = {
    radius: settings.initialRadius,
    ...(task.options.initialCenter ? { center: task.options.initialCenter } : density.start),
    names,
  };
  /** From `point`, which took so many gradients to find. */
  const startFrom = (gradients: number): void => {
    storage.start.set(point.position);
    // Iteration i of warm-up searches with sub-stream i + 1, the start with sub-stream 0.
    search.seek(0);
    const total = gradients + adaptation.start(point, search);
    progress[progressSlots.gradients] += total;
    progress[progressSlots.warmupGradients] += total;
    started = true;
  };
  const start = (): void => {
    const place = { chain: task.chain, shared: randomStream([settings.seed, settings.fit, 0, streamPurposes.places]) };
    startFrom(initialize(starting, point, stream(streamPurposes.start), place, cube));
  };

  /** Whether it is time to look, early in the warm-up of a chain that adapts by itself. */
  const mayBeLost = (): boolean =>
    iteration > 0 &&
    iteration % lostAfter === 0 &&
    iteration <= Math.min(lastLook, settings.warmup / 2) &&
    partsOf === undefined &&
    cube.radius > 0;

  /** Starts the chain anew where others would rather have started. */
  const leaveLostPlace = (): void => {
    const found = chainPoint(dimension);
    const places = stream(streamPurposes.start);
    places.seek(laterStarts);
    const isFound = bestOfCube(density, found, places, cube, comparedStarts);
    progress[progressSlots.gradients] += comparedStarts;
    progress[progressSlots.warmupGradients] += comparedStarts;
    const depths = storage.warmup.treeDepth.subarray(iteration - 10, iteration);
    const long = depths.filter((depth) => depth >= Math.min(longDepth, settings.maxDepth)).length >= longTrajectories;
    const lead = (long ? leadOfStart.long : leadOfStart.usual) * dimension;
    if (!isFound || found.logDensity < point.logDensity + lead) return;
    point.position.set(found.position);
    point.gradient.set(found.gradient);
    point.logDensity = found.logDensity;
    adaptation = ownAdaptation(starting, code, settings);
    iteration = 0;
    progress[progressSlots.iteration] = 0;
    startFrom(0);
  };

  const placeStreams = (number: number, readaptation = readapted): void => {
    random.momentum.seek(number + readaptation * readaptedSubStreams);
    random.choices.seek(number + readaptation * readaptedSubStreams);
  };

  /**
   * A gradient that is not a number where the density itself is nothing special is a mistake in the model: the chain cannot enter that region,
   * and would leave it out without a word. During warm-up chains come from far away, where numbers overflow.
   */
  const checkGradient = (): void => {
    const { divergenceLogDensity, divergenceGradient } = info;
    if (!(Math.abs(divergenceLogDensity - point.logDensity) < settings.maxEnergyError)) return;
    const broken = Array.from(divergenceGradient.keys()).filter((i) => Number.isNaN(divergenceGradient[i]));
    if (broken.length === 0) return;
    const own = broken.map((i) => names?.[i] ?? `x[${i}]`);
    const near = broken.map((i) => info.divergencePosition[i]);
    throw new CarryoverError([gradientNotANumber(own, near, divergenceLogDensity)]);
  };

  /** Whether the first draws accepted next to nothing, so that the step size of warm-up is wrong where the chain is. */
  const isStuck = (): boolean => {
    if (iteration !== settings.warmup + trialDraws || readapted >= mostReadaptations) return false;
    let total = 0;
    for (let i = 0; i < trialDraws; i++) total += storage.draws.acceptance[i];
    return total / trialDraws < stuckAcceptance * settings.targetAccept;
  };

  /**
   * Gives the draws up and adapts the step size again, without a look at `stop`: these are few transitions. Interrupted, it leaves all as it was.
   */
  const adaptAgain = (): void => {
    const { plan } = adaptation;
    const before = { position: point.position.slice(), gradient: point.gradient.slice() };
    const { logDensity } = point;
    const { stepSize } = plan;
    let gradients = 0;
    try {
      search.seek(settings.warmup + readapted + 1);
      const found = searchStepSize(density, plan.metric, point, search, plan.stepSize);
      const averaging = dualAveraging(settings.targetAccept, found.stepSize);
      gradients = found.gradients;
      plan.stepSize = found.stepSize;
      for (let i = 0; i < readaptationTransitions; i++) {
        interrupt();
        placeStreams(readaptedSubStreams / 2 + i, readapted + 1);
        kernel.step(point, plan, random, info);
        gradients += info.leapfrogs;
        plan.stepSize = updateDualAveraging(averaging, info.symmetricAcceptance);
      }
      plan.stepSize = averagedStepSize(averaging);
    } catch (error) {
      point.position.set(before.position);
      point.gradient.set(before.gradient);
      point.logDensity = logDensity;
      plan.stepSize = stepSize;
      // No step is short enough where this chain is: it stays there and fails the verdict, which the other chains need not pay for.
      if (error instanceof CarryoverError && error.problems.every(({ code }) => code === noStepSize("").code)) return;
      throw error;
    }
    readapted++;
    iteration = settings.warmup;
    Atomics.add(storage.published, publishedSlots.restarts, 1);
    Atomics.store(storage.published, publishedSlots.draws, 0);
    // Draws that were given up count as warm-up.
    for (let i = 0; i < trialDraws; i++) progress[progressSlots.warmupGradients] += storage.draws.leapfrogs[i];
    progress[progressSlots.divergences] = 0;
    progress[progressSlots.unsolved] = 0;
    progress[progressSlots.unsolvedAtMostSteps] = 0;
    progress[progressSlots.iteration] = iteration;
    progress[progressSlots.warmupGradients] += gradients;
    progress[progressSlots.gradients] += gradients;
  };

  const transition = (): void => {
    const { plan } = adaptation;
    const warming = iteration < settings.warmup;
    const index = warming ? iteration : iteration - settings.warmup;
    const log = warming ? storage.warmup : storage.draws;
    placeStreams(iteration);
    log.stepSize[index] = plan.stepSize;
    const before = density.unsolved?.();
    kernel.step(point, plan, random, info);
    log.logDensity[index] = point.logDensity;
    log.energy[index] = info.energy;
    log.acceptance[index] = info.acceptance;
    log.treeDepth[index] = info.treeDepth;
    log.leapfrogs[index] = info.leapfrogs;
    log.divergent[index] = info.divergent ? 1 : 0;
    let gradients = info.leapfrogs;
    if (warming) {
      search.seek(iteration + 1);
      gradients += adaptation.learn(iteration, point, info, search);
      progress[progressSlots.warmupGradients] += gradients;
    } else {
      storage.positions.set(point.position, index * dimension);
      if (before !== undefined) {
        const { solutions, atMostSteps } = density.unsolved!();
        progress[progressSlots.unsolved] += solutions - before.solutions;
        progress[progressSlots.unsolvedAtMostSteps] += atMostSteps - before.atMostSteps;
      }
      if (info.divergent) {
        checkGradient();
        const earlier = progress[progressSlots.divergences]++;
        if (earlier < mostDivergences) storage.divergencePositions.set(info.divergencePosition, earlier * dimension);
      }
    }
    progress[progressSlots.gradients] += gradients;
    progress[progressSlots.stepSize] = plan.stepSize;
    progress[progressSlots.leapfrogs] = info.leapfrogs;
    progress[progressSlots.iteration] = ++iteration;
    if (!warming) Atomics.store(storage.published, publishedSlots.draws, index + 1);
  };

  /** Transitions up to `end` unless stopped; adds the time they took to a counter. */
  const runUntil = (end: number, phase: number, seconds: number, stop: () => boolean): boolean => {
    progress[progressSlots.phase] = phase;
    const before = progress[seconds];
    const since = performance.now();
    try {
      if (!started) start();
      // Where a chain goes on that was interrupted while it adapted again.
      if (isStuck()) adaptAgain();
      while (iteration < end) {
        if (stop()) return false;
        transition();
        if (isStuck()) adaptAgain();
        if (mayBeLost()) leaveLostPlace();
      }
      return true;
    } catch (error) {
      if (error === interruption) return false;
      throw error;
    } finally {
      progress[seconds] = before + (performance.now() - since) / 1000;
    }
  };

  return {
    advance(stop, wasCanceled, until = total) {
      canceled = wasCanceled ?? canceled;
      if (iteration < settings.warmup || !started) {
        const end = Math.min(until, settings.warmup);
        if (!runUntil(end, phases.indexOf("warm-up"), progressSlots.warmupSeconds, stop)) return false;
      }
      if (until <= settings.warmup) return true;
      if (!runUntil(until, phases.indexOf("sampling"), progressSlots.samplingSeconds, stop)) return false;
      if (until < total) return true;
      progress[progressSlots.phase] = phases.indexOf("done");
      return true;
    },
    state: () =>
      started
        ? {
            iteration,
            position: point.position.slice(),
            gradient: point.gradient.slice(),
            logDensity: point.logDensity,
            adaptation: adaptation.snapshot(),
            progress: Float64Array.from(progress),
            readapted,
          }
        : undefined,
  };
}

/** A density that looks before each evaluation whether it is still wanted. */
function interruptible(density: LogDensity, interrupt: () => void): LogDensity {
  return {
    dimension: density.dimension,
    evaluate(position, gradient) {
      interrupt();
      return density.evaluate(position, gradient);
    },
  };
}

function ownParts(density: LogDensity, code: SamplerCode, { settings, resume }: ChainTask): PartsOf {
  return (starting, interrupt) => ({
    kernel:
      settings.algorithm === "nuts"
        ? code.nuts(density, settings, interrupt)
        : code.hmc!(density, { ...settings, jitter: 1 }, interrupt),
    adaptation: ownAdaptation(starting, code, settings, resume?.adaptation),
  });
}

function ownAdaptation(
  density: LogDensity,
  code: SamplerCode,
  settings: Settings,
  resume?: AdaptationState,
): Adaptation {
  return settings.schedule === "stan"
    ? code.stan!(density, settings, resume)
    : growingAdaptation(density, settings, code.matrices, resume);
}
