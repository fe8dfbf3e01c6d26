// What the device gives of a fit as a result of lanes, with its energies held against the host's.

import type { Problem } from "../../problems/problem.ts";
import { laneProblems, noStartingPoint } from "../../problems/sampling-problems.ts";
import {
  addDifference,
  type EnergyNoise,
  isQuiet,
  type LaneFit,
  type LaneResult,
  type LaneSettings,
  mostEnergyNoise,
  rootMeanSquare,
  settingsOfResult,
  stepProblem,
  superchainsOf,
} from "../lanes/index.ts";
import type { ChainResult, SampleResult } from "../result.ts";
import { allocateChain, mostDivergences, type TransitionLog } from "../storage.ts";
import { failures } from "./fit-state.ts";
import { endElements, logNames, outcomes } from "./kernel.ts";
import type { DeviceDraws } from "./sample-on-device.ts";

/**
 * The result of a fit, in float64. Draws were accepted by the device's log densities; where those differ from the host's by more than
 * `mostEnergyNoise`, that is among the problems. Unlike a result of the CPU's sampler it cannot be resumed and has no logs of warm-up.
 */
export function deviceResult(draws: DeviceDraws, fit: LaneFit, settings: LaneSettings): LaneResult {
  const noise = energyNoise(draws, fit, settings);
  const problems = problemsOf(draws, noise);
  const { stepSize, trajectoryLength, metrics } = draws;
  return {
    sample: draws.failed === 0 ? sampleResult(draws, fit, settings) : undefined,
    problems,
    adaptation: { stepSize, trajectoryLength, metrics },
    hostEvaluations: noise.count,
    energies: "engine",
    energyNoise: rootMeanSquare(noise),
  };
}

function problemsOf({ failed }: DeviceDraws, noise: EnergyNoise): Problem[] {
  if (failed === failures.start) return [noStartingPoint(1, [], Number.NaN)];
  if (failed !== 0) return [stepProblem(failed === failures.stepTooLong)];
  if (isQuiet(noise)) return [];
  const found = Number.isNaN(rootMeanSquare(noise)) ? "not known" : rootMeanSquare(noise).toPrecision(2);
  return [laneProblems.energyNoise(mostEnergyNoise, `${found} over ${noise.count} trajectories`)];
}

/** Differences along the last trajectories of warm-up: the device's change of the log density less the host's. */
function energyNoise({ ends, dimension, failed }: DeviceDraws, fit: LaneFit, { chains }: LaneSettings): EnergyNoise {
  const noise: EnergyNoise = { count: 0, squares: 0 };
  if (failed !== 0) return noise;
  const { density } = fit;
  const unused = new Float64Array(dimension);
  const energy = fit.logDensity ?? ((position: Float64Array): number => density.evaluate(position, unused));
  const width = endElements(dimension);
  const slots = ends.length / width / chains;
  const position = new Float64Array(dimension);
  for (let chain = 0; chain < chains; chain++) {
    /** The device's log density less the host's where the chain is; not known before the first trajectory that was accepted. */
    let here = Number.NaN;
    for (let slot = 0; slot < slots; slot++) {
      const place = (slot * chains + chain) * width;
      const outcome = ends[place + 2 * dimension];
      if (outcome === outcomes.divergent) continue;
      for (let i = 0; i < dimension; i++) position[i] = ends[place + i];
      const there = ends[place + 2 * dimension + 1] - energy(position);
      if (!Number.isNaN(here)) addDifference(noise, there - here);
      if (outcome === outcomes.accepted) here = there;
    }
  }
  return noise;
}

function sampleResult(draws: DeviceDraws, fit: LaneFit, settings: LaneSettings): SampleResult {
  const { dimension, trajectoryLength } = draws;
  const metric = { kind: "dense", factor: Float64Array.from(draws.factor) } as const;
  return {
    settings: settingsOfResult(fit, settings, trajectoryLength),
    dimension,
    chains: Array.from({ length: settings.chains }, (_, chain): ChainResult => {
      const storage = allocateChain(dimension, 0, settings.draws, false);
      const divergencePositions = fillChain(draws, settings, chain, storage.positions, storage.draws);
      const { gradients, warmupGradients, seconds } = draws;
      return {
        ...storage.draws,
        draws: settings.draws,
        positions: storage.positions,
        warmup: storage.warmup,
        gradients,
        warmupGradients,
        warmupSeconds: seconds.warmup / settings.chains,
        samplingSeconds: seconds.sampling / settings.chains,
        divergences: storage.draws.divergent.reduce((sum, each) => sum + each, 0),
        divergencePositions,
        metricDescription: "dense",
        metric,
        state: undefined,
      };
    }),
    superchains: superchainsOf(settings),
    complete: true,
  };
}

/** Writes the draws and the log of a chain; gives the places where its divergent trajectories began, which are where it stayed. */
function fillChain(
  { positions: all, logs, dimension, stepSize }: DeviceDraws,
  { chains, draws }: LaneSettings,
  chain: number,
  positions: Float64Array,
  log: TransitionLog,
): Float64Array[] {
  const divergencePositions: Float64Array[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const from = (draw * chains + chain) * dimension;
    for (let i = 0; i < dimension; i++) positions[draw * dimension + i] = all[from + i];
    const [logDensity, energy, acceptance, steps, outcome] = logs.subarray(
      (draw * chains + chain) * logNames.length,
      (draw * chains + chain + 1) * logNames.length,
    );
    log.logDensity[draw] = logDensity;
    log.energy[draw] = energy;
    log.acceptance[draw] = acceptance;
    log.stepSize[draw] = stepSize;
    log.leapfrogs[draw] = steps;
    log.divergent[draw] = outcome === outcomes.divergent ? 1 : 0;
    if (outcome === outcomes.divergent && divergencePositions.length < mostDivergences) {
      divergencePositions.push(positions.slice(draw * dimension, (draw + 1) * dimension));
    }
  }
  return divergencePositions;
}
