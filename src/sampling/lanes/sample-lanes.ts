// Many fits at once on the lanes of one engine: jittered HMC, adapted for each fit by its chains together (Hoffman, Radul & Sountsov 2021).

import type { LaneEngine } from "../../compile/index.ts";
import { eventLoopTurn } from "../../threads/index.ts";
import { progressSlots, type Phase } from "../storage.ts";
import { isQuiet } from "./energy-noise.ts";
import { ensemble, type Ensemble, type LanePlan } from "./ensemble.ts";
import { halton } from "../../numerics/index.ts";
import { type LaneFit, type LaneRun, laneRun } from "./lane-run.ts";
import { type LaneResult, laneResult } from "./lane-result.ts";
import { type LaneSettings, resolveLaneSettings } from "./settings.ts";
import { checkOptionNames } from "../../settings/index.ts";

export interface LaneProgress {
  readonly phase: Phase;
  /** Transitions that every fit has made, warm-up included, of `total`. */
  readonly iteration: number;
  readonly total: number;
  /** Fits that take part; those without a starting point or step size do not. */
  readonly fits: number;
  /** Divergent transitions after warm-up, of all fits. */
  readonly divergences: number;
  /** Leapfrog steps that the engine has taken one after another so far. */
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
 * Samples all fits of an engine, each at its own pace: a fit whose trajectories have ended begins the next ones while others are on their way
 * (`stepsAtOnce`). The draws of a fit depend on its own seed and number, and on the engine's rounding, not on the fits
 * beside it. Nothing is thrown on account of a fit that cannot start: its result says why. Throws a CarryoverError for
 * invalid settings, and passes on what a density or the engine throws, with the number of the fit where there is one.
 */
export async function sampleLanes(
  engine: LaneEngine,
  fits: readonly LaneFit[],
  given: Partial<LaneSettings> = {},
  options: LaneOptions = {},
): Promise<LaneResult[]> {
  checkOptionNames("sampleLanes", options, { signal: true, onProgress: true });
  const settings = resolveLaneSettings(given);
  checkEngine(engine, fits, settings);
  const { warmup } = settings;
  const runs = fits.map((fit) => laneRun(fit, settings));
  const lanes = ensemble(engine, runs, settings.maxEnergyError);
  const total = warmup + settings.draws;
  /** Transitions of each fit, and when the one under way began. */
  const made = new Uint32Array(fits.length);
  const since = new Float64Array(fits.length);
  const under: (LanePlan | undefined)[] = fits.map(() => undefined);
  let leapfrogs = 0;
  let sliceEnd = performance.now() + slice;
  /** Transitions that all fits have made. */
  const slowest = (): number =>
    runs.reduce(
      (least, run, fit) => (takesPart(run) ? Math.min(least ?? total, made[fit]) : least),
      undefined as number | undefined,
    ) ?? 0;
  const report = (): void => {
    const iteration = slowest();
    options.onProgress?.({
      phase: iteration < warmup ? "warm-up" : iteration < total ? "sampling" : "done",
      iteration,
      total,
      fits: runs.filter(takesPart).length,
      divergences: runs.reduce((sum, run) => sum + divergencesOf(run), 0),
      leapfrogs,
    });
  };
  const energiesOf = (fit: number): LanePlan["energies"] => {
    if (made[fit] < warmup) return runs[fit].adaptation!.settled(made[fit]) ? "compared" : "host";
    return settings.energies === "auto" && isQuiet(lanes.noise[fit]) ? "engine" : "host";
  };
  const searching = (fit: number): boolean => made[fit] <= warmup && runs[fit].adaptation!.searching;
  const plan = (fit: number): LanePlan => {
    const run = runs[fit];
    const { metric } = run.adaptation!;
    if (searching(fit)) {
      run.seekSearch();
      return { metric, stepSize: Math.fround(run.triedStepSize), steps: 1, energies: "host" };
    }
    run.seek(made[fit]);
    const { stepSize, steps } = run.adaptation!;
    return { metric, stepSize: Math.fround(stepSize), steps: steps(halton(made[fit])), energies: energiesOf(fit) };
  };
  /** Ends what was under way; the next begins when all that ended are done with. */
  const finish = (fit: number, { stepSize, steps }: LanePlan, share: number): void => {
    const run = runs[fit];
    if (searching(fit)) {
      lanes.finish(fit, false);
      run.learnFromTry(lanes.lanes[fit]);
      return;
    }
    const warming = made[fit] < warmup;
    lanes.finish(fit, true);
    run.keep(made[fit], lanes.lanes[fit], stepSize, steps);
    if (warming) run.adaptation!.learn(made[fit], lanes.lanes[fit], steps);
    made[fit]++;
    const now = performance.now();
    shareTime(run, ((now - since[fit]) / 1000) * share, warming);
    since[fit] = now;
  };
  report();

  await start(runs, lanes);
  since.fill(performance.now());
  while (!options.signal?.aborted) {
    let moving = 0;
    runs.forEach((run, fit) => {
      if (under[fit] === undefined && takesPart(run) && made[fit] < total) lanes.begin(fit, (under[fit] = plan(fit)));
      if (under[fit] !== undefined) moving++;
    });
    if (moving === 0) break;
    leapfrogs += await lanes.advance();
    under.forEach((of, fit) => {
      if (of === undefined || lanes.moving(fit)) return;
      under[fit] = undefined;
      finish(fit, of, 1 / moving);
    });
    if (performance.now() > sliceEnd) {
      report();
      await eventLoopTurn();
      sliceEnd = performance.now() + slice;
    }
  }
  report();
  return runs.map((run, fit) => laneResult(run, settings, made[fit], lanes.hostEvaluations[fit], lanes.noise[fit]));
}

const takesPart = (run: LaneRun): boolean => run.adaptation !== undefined && run.problems.length === 0;

async function start(runs: readonly LaneRun[], lanes: Ensemble): Promise<void> {
  runs.forEach((run, fit) => {
    const positions = withFit(fit, () => run.start());
    if (positions) lanes.place(fit, positions);
  });
  await lanes.settle();
}

/** Each chain's share of what its fit took. */
function shareTime({ chains }: LaneRun, seconds: number, warming: boolean): void {
  const slot = warming ? progressSlots.warmupSeconds : progressSlots.samplingSeconds;
  for (const { progress } of chains) progress[slot] += seconds / chains.length;
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
