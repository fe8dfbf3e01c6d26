// What a run of many lanes gives for one fit: a result as the CPU's sampler gives it, and what there is to say of lanes.

import type { Problem } from "../../problems/problem.ts";
import type { ChainResult, SampleResult } from "../result.ts";
import { resolveSettings, type Settings } from "../settings.ts";
import { logUpTo, mostDivergences, progressSlots } from "../storage.ts";
import type { LaneAdaptationSummary } from "./adaptation.ts";
import { type EnergyNoise, isQuiet, rootMeanSquare } from "./energy-noise.ts";
import { type LaneFit, type LaneRun, superchainsOf } from "./lane-run.ts";
import type { LaneSettings } from "./settings.ts";

export interface LaneResult {
  /**
   * Draws, logs and counts of the chains; undefined when the fit could not start. Unlike a result of the CPU's sampler it cannot be
   * resumed, energies beyond the limit within a trajectory that ends below it go unnoticed, and the place of a divergence is where
   * its trajectory began. `gradients` counts the engine's. Tree depths are 0, as they are for HMC.
   */
  readonly sample: SampleResult | undefined;
  /** Why it could not start, or why it was given up: no starting point, no step size. Empty when neither happened. */
  readonly problems: readonly Problem[];
  /** Undefined when the fit could not start. */
  readonly adaptation: LaneAdaptationSummary | undefined;
  /** Evaluations of the float64 density on the host. */
  readonly hostEvaluations: number;
  /** Whose log densities the draws were accepted by; see `LaneSettings.energies`. */
  readonly energies: "host" | "engine";
  /** Root mean square difference between the engine's and the host's changes of energy at the end of warm-up; NaN when it did not get there. */
  readonly energyNoise: number;
}

export function laneResult(
  run: LaneRun,
  settings: LaneSettings,
  iterations: number,
  hostEvaluations: number,
  noise: EnergyNoise,
): LaneResult {
  const { adaptation, problems } = run;
  const started = adaptation !== undefined && problems.length === 0;
  return {
    sample: started ? sampleResult(run, settings, iterations) : undefined,
    problems,
    adaptation: adaptation?.summary(),
    hostEvaluations,
    energies: settings.energies === "auto" && isQuiet(noise) ? "engine" : "host",
    energyNoise: rootMeanSquare(noise),
  };
}

function sampleResult({ fit, chains, adaptation }: LaneRun, settings: LaneSettings, iterations: number): SampleResult {
  const { dimension } = fit.density;
  const draws = Math.max(0, iterations - settings.warmup);
  const { trajectoryLength } = adaptation!.summary();
  return {
    settings: settingsOfResult(fit, settings, trajectoryLength),
    dimension,
    chains: chains.map(
      ({ start, positions, progress, divergencePositions, draws: log, warmup: warmupLog }): ChainResult => {
        const divergences = progress[progressSlots.divergences];
        return {
          ...logUpTo(log, draws),
          draws,
          positions: positions.subarray(0, draws * dimension),
          start,
          warmup: logUpTo(warmupLog, Math.min(iterations, settings.warmup)),
          gradients: progress[progressSlots.gradients],
          warmupGradients: progress[progressSlots.warmupGradients],
          warmupSeconds: progress[progressSlots.warmupSeconds],
          samplingSeconds: progress[progressSlots.samplingSeconds],
          divergences,
          divergencePositions: Array.from({ length: Math.min(divergences, mostDivergences) }, (_, i) =>
            divergencePositions.slice(i * dimension, (i + 1) * dimension),
          ),
          metricDescription: "dense",
          metric: { kind: "dense", factor: adaptation!.metric.factor },
          state: undefined,
        };
      },
    ),
    superchains: superchainsOf(settings),
    complete: draws === settings.draws,
  };
}

/** The settings of lanes as the CPU's sampler has them. */
export function settingsOfResult(
  { seed, fit = 0 }: Pick<LaneFit, "seed" | "fit">,
  { chains, warmup, draws, targetAccept, maxLeapfrogs, maxEnergyError, initialRadius }: LaneSettings,
  trajectoryLength: number,
): Settings {
  return resolveSettings({
    chains,
    warmup,
    draws,
    seed,
    fit,
    algorithm: "hmc",
    metric: "dense",
    targetAccept,
    maxDepth: Math.min(20, Math.max(1, Math.ceil(Math.log2(maxLeapfrogs)))),
    maxEnergyError,
    initialRadius,
    integrationTime: trajectoryLength,
  });
}
