// Many fits at once on the lanes of one engine: jittered HMC, adapted for each fit by its chains together (Hoffman, Radul & Sountsov 2021).

import type { LaneEngine } from "../../compile/index.ts";
import { eventLoopTurn } from "../../threads/index.ts";
import { progressSlots, type Phase } from "../storage.ts";
import { type EnergyNoise, isQuiet } from "./energy-noise.ts";
import { ensemble, type Ensemble, type LanePlan } from "./ensemble.ts";
import { halton } from "../../numerics/index.ts";
import { type LaneFit, type LaneRun, laneRun } from "./lane-run.ts";
import { type LaneResult, laneResult } from "./lane-result.ts";
import { type LaneSettings, resolveLaneSettings } from "./settings.ts";

export interface LaneProgress {
  readonly phase: Phase;
  /** Transitions made, warm-up included, of `total`. */
  readonly iteration: number;
  readonly total: number;
  /** Fits that take part; those without a starting point or step size do not. */
  readonly fits: number;
  /** Divergent transitions after warm-up, of all fits. */
  readonly divergences: number;
  /** Leapfrog steps of one lane so far, as the engine waits for them: the longest trajectory of each transition. */
  readonly leapfrogs: number;
}

export interface LaneOptions {
  /** Stops the run before its next transition; what was sampled is kept, the same number of draws of every chain. */
  readonly signal?: AbortSignal | undefined;
  /** Called at the start, now and then, and once at the end. */
  readonly onProgress?: ((progress: LaneProgress) => void) | undefined;
}

/** Time in milliseconds after which the event loop gets a turn. */
const slice = 50;

/**
 * Samples all fits of an engine. The draws of a fit depend on its own seed and number, and on the engine's rounding, not on the fits
 * beside it. Nothing is thrown on account of a fit that cannot start: its result says why. Throws a CarryoverError for
 * invalid settings, and passes on what a density or the engine throws, with the number of the fit where there is one.
 */
export async function sampleLanes(
  engine: LaneEngine,
  fits: readonly LaneFit[],
  given: Partial<LaneSettings> = {},
  options: LaneOptions = {},
): Promise<LaneResult[]> {
  const settings = resolveLaneSettings(given);
  checkEngine(engine, fits, settings);
  const runs = fits.map((fit) => laneRun(fit, settings));
  const lanes = ensemble(engine, runs, settings.maxEnergyError);
  const total = settings.warmup + settings.draws;
  let iteration = 0;
  let leapfrogs = 0;
  let sliceEnd = performance.now() + slice;
  const report = (): void =>
    options.onProgress?.({
      phase: iteration < settings.warmup ? "warm-up" : iteration < total ? "sampling" : "done",
      iteration,
      total,
      fits: runs.filter(takesPart).length,
      divergences: runs.reduce((sum, run) => sum + divergencesOf(run), 0),
      leapfrogs,
    });
  const energiesOf = (run: LaneRun, noise: EnergyNoise): LanePlan["energies"] => {
    if (iteration < settings.warmup) return run.adaptation!.settled(iteration) ? "compared" : "host";
    return settings.energies === "auto" && isQuiet(noise) ? "engine" : "host";
  };
  report();

  await start(runs, lanes);
  while (iteration < total && !options.signal?.aborted) {
    const since = performance.now();
    if (iteration <= settings.warmup) await searchStepSizes(runs, lanes);
    const plans = runs.map((run, fit): LanePlan | undefined => {
      if (!takesPart(run)) return undefined;
      const { metric, stepSize, steps } = run.adaptation!;
      const energies = energiesOf(run, lanes.noise[fit]);
      run.seek(iteration);
      return { metric, stepSize: Math.fround(stepSize), steps: steps(halton(iteration)), energies };
    });
    if (plans.every((plan) => plan === undefined)) break;
    await lanes.transition(plans, true);
    plans.forEach((plan, fit) => {
      if (!plan) return;
      runs[fit].keep(iteration, lanes.lanes[fit], plan.stepSize, plan.steps);
      if (iteration < settings.warmup) runs[fit].adaptation!.learn(iteration, lanes.lanes[fit], plan.steps);
    });
    leapfrogs += Math.max(...plans.map((plan) => plan?.steps ?? 0));
    shareTime(runs, since, iteration < settings.warmup ? progressSlots.warmupSeconds : progressSlots.samplingSeconds);
    iteration++;
    if (performance.now() > sliceEnd) {
      report();
      await eventLoopTurn();
      sliceEnd = performance.now() + slice;
    }
  }
  report();
  return runs.map((run, fit) => laneResult(run, settings, iteration, lanes.hostEvaluations[fit], lanes.noise[fit]));
}

const takesPart = (run: LaneRun): boolean => run.adaptation !== undefined && run.problems.length === 0;

async function start(runs: readonly LaneRun[], lanes: Ensemble): Promise<void> {
  runs.forEach((run, fit) => {
    const positions = withFit(fit, () => run.start());
    if (positions) lanes.place(fit, positions);
  });
  await lanes.settle();
}

/** Hands changed metrics over, then tries step sizes for the fits that ask for one, all of them at once. */
async function searchStepSizes(runs: readonly LaneRun[], lanes: Ensemble): Promise<void> {
  if (runs.some((run) => takesPart(run) && run.adaptation!.metricChanged)) {
    lanes.setMetrics(runs.map(({ adaptation }) => adaptation?.metric));
  }
  for (;;) {
    const searching = runs.map((run) => takesPart(run) && run.adaptation!.searching);
    if (!searching.includes(true)) return;
    const plans = runs.map((run, fit): LanePlan | undefined => {
      if (!searching[fit]) return undefined;
      run.seekSearch();
      return { metric: run.adaptation!.metric, stepSize: Math.fround(run.triedStepSize), steps: 1, energies: "host" };
    });
    await lanes.transition(plans, false);
    plans.forEach((plan, fit) => {
      if (plan) runs[fit].learnFromTry(lanes.lanes[fit]);
    });
  }
}

/** Each lane's share of the time that all of them took. */
function shareTime(runs: readonly LaneRun[], since: number, slot: number): void {
  const taking = runs.filter(takesPart);
  const seconds = (performance.now() - since) / 1000;
  for (const { chains } of taking) {
    for (const { progress } of chains) progress[slot] += seconds / (taking.length * chains.length);
  }
}

function divergencesOf({ chains }: LaneRun): number {
  return chains.reduce((sum, { progress }) => sum + progress[progressSlots.divergences], 0);
}

function checkEngine(engine: LaneEngine, fits: readonly LaneFit[], settings: LaneSettings): void {
  const holds =
    fits.length === engine.fits &&
    settings.chains === engine.lanesPerFit &&
    fits.every(({ density }) => density.dimension === engine.dimension);
  if (holds) return;
  throw new RangeError(
    `The engine has ${engine.fits} fits of ${engine.lanesPerFit} lanes and dimension ${engine.dimension}; asked for are ` +
      `${fits.length} fits of ${settings.chains} chains and dimension ${fits[0]?.density.dimension}.`,
  );
}

function withFit<T>(fit: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`Fit ${fit + 1}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
