// One fit's part in a run: its random streams, starting points, search for a step size, and what is kept of its chains.

import { CarryoverError, type Problem } from "../../problems/problem.ts";
import { streamPurposes } from "../chain.ts";
import type { LogDensity } from "../density.ts";
import { initialize } from "../initialize.ts";
import { type Random, randomStream } from "../../numerics/index.ts";
import { allocateChain, type ChainStorage, mostDivergences, progressSlots } from "../storage.ts";
import { chainPoint } from "../transition.ts";
import { type LaneAdaptation, laneAdaptation } from "./adaptation.ts";
import type { EnsembleFit, Lane } from "./ensemble.ts";
import type { LaneSettings } from "./settings.ts";
import { improperPosterior, noStepSize } from "../../problems/sampling-problems.ts";

/** A posterior to be sampled on lanes of an engine, which must have been given the data of the same fit. */
export interface LaneFit {
  /** The posterior in float64, for energies. */
  readonly density: LogDensity;
  /** The same log density without its gradient, where that is cheaper; all energies are then of it. Default: `density`'s. */
  readonly logDensity?: ((position: Float64Array) => number) | undefined;
  /** Any safe integer; with `fit`, the key of all its random numbers. */
  readonly seed: number;
  /** Number of this fit among fits that share a seed. Default 0. */
  readonly fit?: number;
  /** Center of the starting points, one value per unconstrained coordinate. Default: the origin. */
  readonly initialCenter?: ArrayLike<number>;
  /** Names of the unconstrained coordinates, for problems. Default: x[0], x[1], ... */
  readonly names?: readonly string[];
}

export interface LaneRun extends EnsembleFit {
  readonly fit: LaneFit;
  readonly chains: readonly ChainStorage[];
  /** Undefined until there are starting points. */
  readonly adaptation: LaneAdaptation | undefined;
  /** Why the fit is out of the run; empty while it takes part. */
  readonly problems: readonly Problem[];
  /** Starting points of its chains, the same within a superchain; undefined when there are none, with the problem noted. */
  start(): Float64Array[] | undefined;
  /** Places the random streams for an iteration of the chains, or for the next try of a step size. */
  seek(iteration: number): void;
  seekSearch(): void;
  /** Step size to be tried next. */
  readonly triedStepSize: number;
  /** Judges the try; ends the search, or notes the problem when no step size will do. */
  learnFromTry(lanes: readonly Lane[]): void;
  /** Keeps a transition of this iteration (from 0) of warm-up, then of sampling. */
  keep(iteration: number, lanes: readonly Lane[], stepSize: number, steps: number): void;
}

/** One leapfrog step is to be accepted with about this probability, on average over the fit's chains (as in `searchStepSize`). */
export const searchAcceptance = 0.8;

export function laneRun(fit: LaneFit, settings: LaneSettings): LaneRun {
  const { density } = fit;
  const unused = new Float64Array(density.dimension);
  const energy = fit.logDensity ?? ((position: Float64Array): number => density.evaluate(position, unused));
  const { warmup, draws } = settings;
  const stream = (chain: number, purpose: number): Random => streamOf(fit, chain, purpose);
  const streams = Array.from({ length: settings.chains }, (_, chain) => ({
    momentum: stream(chain, streamPurposes.laneMomentum),
    choices: stream(chain, streamPurposes.laneChoices),
    search: stream(chain, streamPurposes.laneSearch),
  }));
  const chains = streams.map(() => allocateChain(density.dimension, warmup, draws, false));
  const problems: Problem[] = [];
  let adaptation: LaneAdaptation | undefined;
  let searchingNow = false;
  let tries = 0;
  let tried = 0;
  let growing: boolean | undefined;

  const count = (gradients: number, warming: boolean): void => {
    for (const { progress } of chains) {
      progress[progressSlots.gradients] += gradients;
      if (warming) progress[progressSlots.warmupGradients] += gradients;
    }
  };

  return {
    fit,
    energy,
    chains,
    problems,
    get adaptation() {
      return adaptation;
    },
    fillNormals: (chain, normals) =>
      (searchingNow ? streams[chain].search : streams[chain].momentum).fillNormal(normals),
    uniform: (chain) => (searchingNow ? streams[chain].search : streams[chain].choices).uniform(),
    start() {
      try {
        const { points, gradient } = startingPoints(fit, settings);
        adaptation = laneAdaptation(settings, gradient);
        // The engine evaluates gradients where the chains start.
        count(1, true);
        const starts = superchainsOf(settings).map((superchain) => points[superchain]);
        chains.forEach(({ start }, chain) => start.set(starts[chain]));
        return starts;
      } catch (error) {
        if (!(error instanceof CarryoverError)) throw error;
        problems.push(...error.problems);
        return undefined;
      }
    },
    seek(iteration) {
      searchingNow = false;
      for (const { momentum, choices } of streams) {
        momentum.seek(iteration);
        choices.seek(iteration);
      }
    },
    seekSearch() {
      searchingNow = true;
      for (const { search } of streams) search.seek(tries);
      if (growing === undefined) tried = adaptation!.stepSize;
    },
    get triedStepSize() {
      return tried;
    },
    learnFromTry(lanes) {
      tries++;
      count(1, true);
      const mean = lanes.reduce((sum, { acceptance }) => sum + acceptance, 0) / lanes.length;
      const tooShort = mean > searchAcceptance;
      growing ??= tooShort;
      if (tooShort !== growing) {
        growing = undefined;
        adaptation!.startFrom(tried);
        return;
      }
      tried *= growing ? 2 : 0.5;
      if (tried > longestStep || tried < shortestStep) problems.push(stepProblem(growing));
    },
    keep(iteration, lanes, stepSize, steps) {
      const warming = iteration < warmup;
      const index = warming ? iteration : iteration - warmup;
      count(steps, warming);
      lanes.forEach((lane, chain) => {
        const { positions, progress, divergencePositions } = chains[chain];
        const log = warming ? chains[chain].warmup : chains[chain].draws;
        log.logDensity[index] = lane.logDensity;
        log.energy[index] = lane.energy;
        log.acceptance[index] = lane.acceptance;
        log.stepSize[index] = stepSize;
        log.leapfrogs[index] = steps;
        log.divergent[index] = lane.divergent ? 1 : 0;
        progress[progressSlots.iteration] = iteration + 1;
        progress[progressSlots.stepSize] = stepSize;
        if (warming) return;
        positions.set(lane.position, index * density.dimension);
        if (!lane.divergent) return;
        const earlier = progress[progressSlots.divergences]++;
        if (earlier < mostDivergences) divergencePositions.set(lane.start, earlier * density.dimension);
      });
    },
  };
}

function streamOf(fit: LaneFit, chain: number, purpose: number): Random {
  return randomStream([fit.seed, fit.fit ?? 0, chain, purpose]);
}

/**
 * Where the superchains of a fit start, in numbers that float32 represents, and the mean over them of the absolute gradient.
 * @throws CarryoverError when there is no place to start from
 */
export function startingPoints(
  fit: LaneFit,
  settings: LaneSettings,
): { readonly points: readonly Float64Array[]; readonly gradient: Float64Array } {
  const { density, initialCenter: center, names } = fit;
  const gradient = new Float64Array(density.dimension);
  const points = Array.from({ length: settings.superchains }, (_, superchain) => {
    const point = chainPoint(density.dimension);
    const options = { radius: settings.initialRadius, center, names };
    const place = { chain: superchain, shared: streamOf(fit, 0, streamPurposes.places) };
    initialize(inFloat32(density), point, streamOf(fit, superchain, streamPurposes.laneStart), place, options);
    for (let i = 0; i < gradient.length; i++) gradient[i] += Math.abs(point.gradient[i]) / settings.superchains;
    return point.position;
  });
  return { points, gradient };
}

/** The superchain of each chain. */
export function superchainsOf({ chains, superchains }: LaneSettings): number[] {
  return Array.from({ length: chains }, (_, chain) => Math.floor((chain * superchains) / chains));
}

/** The density at the nearest position that float32 represents, which replaces the one given. */
function inFloat32(density: LogDensity): LogDensity {
  return {
    dimension: density.dimension,
    evaluate(position, gradient) {
      for (let i = 0; i < position.length; i++) position[i] = Math.fround(position[i]);
      return density.evaluate(position, gradient);
    },
  };
}

export const longestStep = 1e7;
/** Below this, steps vanish beside positions in float32. */
export const shortestStep = 1e-10;

export function stepProblem(growing: boolean): Problem {
  return growing
    ? improperPosterior(longestStep)
    : noStepSize("Sample this fit on the CPU, in double precision.", shortestStep);
}
