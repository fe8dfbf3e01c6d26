// The privacy trade-off: how useful fits to tables released at each epsilon are, studied on synthetic worlds, so that nothing is spent.
//
// The simulated noise of a world is the same at every epsilon but for its scale, and its table without noise is fitted too: differences
// between epsilons are then due to the noise and not to other worlds.

import type { MediaData } from "../../data/panel/index.ts";
import { fitMediaMix } from "../../mmm/fit/index.ts";
import { type FoundNoise, resolve } from "../../mmm/specification/index.ts";
import { CarryoverError } from "../../problems/problem.ts";
import type { WorkerPool } from "../../sampling/index.ts";
import { randomStream, sum } from "../../numerics/index.ts";
import {
  describedNoise,
  publishedTable,
  releaseNoise,
  type ReleaseNoise,
  type TradeoffRelease,
  unitNoise,
  withoutNegativeSpend,
} from "./tradeoff-noise.ts";
import { type Referee, refereeOf, type Utility } from "./tradeoff-utility.ts";
import type { World, WorldSource } from "./tradeoff-world.ts";

/** How a table was fitted: without noise in it, by a model that knows the noise, or by one that does not. */
export type TradeoffModel = "without-privacy" | "noise-aware" | "noise-ignored";

/** One fit. */
export interface TradeoffFit {
  readonly model: TradeoffModel;
  /** Undefined for a table without noise. */
  readonly epsilon: number | undefined;
  readonly dataset: number;
  /** Undefined where a fit was refused, because the noise drowns the spend. */
  readonly utility: Utility | undefined;
}

export interface TradeoffSettings {
  readonly release: TradeoffRelease;
  /** Ascending. */
  readonly epsilons: readonly number[];
  /** Worlds. */
  readonly datasets: number;
  /** Also fit the model that does not know of the noise. */
  readonly naive: boolean;
  readonly seed: number;
  /** Worker threads, each with a fit of its own. */
  readonly pool: WorkerPool;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TradeoffProgress) => void;
}

export interface TradeoffProgress {
  readonly done: number;
  readonly fits: number;
  readonly elapsedSeconds: number;
  /** What is left, by the mean time of the fits so far; undefined until one fit of every kind is done. */
  readonly remainingSeconds: number | undefined;
}

export interface TradeoffStudy {
  readonly noises: readonly ReleaseNoise[];
  /** In the order of data sets, within each that of epsilons; complete unless the study was canceled. */
  readonly fits: readonly TradeoffFit[];
  readonly complete: boolean;
}

/** Chains, warm-up and draws of every fit: enough for medians over data sets, not for a fit that is to be relied on. */
export const tradeoffSampling = { chains: 2, warmup: 400, draws: 1000 } as const;

const noisePurpose = 3;

/**
 * Runs the study. Nothing but figures is kept of a fit, so memory does not grow with the number of data sets.
 * @throws CarryoverError (wrong usage) when an epsilon, the bounds or the mechanism cannot be
 */
export async function studyTradeoff(worlds: WorldSource, settings: TradeoffSettings): Promise<TradeoffStudy> {
  const { release, epsilons, datasets, naive, signal, onProgress } = settings;
  const noises = epsilons.map((epsilon) => releaseNoise(release, epsilon, worlds.weeks));
  const each = 1 + epsilons.length * (naive ? 2 : 1);
  const results: TradeoffFit[][] = Array.from({ length: datasets }, () => []);
  const started = performance.now();
  const spans: number[] = [];
  let done = 0;
  const report = (): void => {
    const elapsedSeconds = (performance.now() - started) / 1000;
    const left = datasets * each - done;
    // Fits to different amounts of noise take different times: only whole data sets tell.
    const mean = spans.length === 0 ? undefined : sum(spans) / spans.length / each;
    const lanes = Math.min(settings.pool.size, datasets);
    onProgress?.({
      done,
      fits: datasets * each,
      elapsedSeconds,
      remainingSeconds: mean === undefined ? undefined : (mean * left) / lanes,
    });
  };
  const waiting = Array.from({ length: datasets }, (_, dataset) => dataset);
  const lane = async (pool: WorkerPool): Promise<void> => {
    for (let dataset = waiting.shift(); dataset !== undefined; dataset = waiting.shift()) {
      const begun = performance.now();
      for await (const fit of fitsOf(worlds, noises, dataset, { ...settings, pool })) {
        if (signal?.aborted === true) return;
        results[dataset].push(fit);
        done++;
        if (results[dataset].length === each) spans.push((performance.now() - begun) / 1000);
        report();
      }
    }
  };
  report();
  await Promise.all(lanes(settings.pool).map(lane));
  return { noises, fits: results.flat(), complete: done === datasets * each };
}

/** Pools of one worker each: fits side by side use threads better than the chains of one fit do. */
function lanes(pool: WorkerPool): readonly WorkerPool[] {
  return pool.workers.map((worker) => ({
    size: 1,
    most: 1,
    workers: [worker],
    helpers: () => [],
    close: () => Promise.resolve(),
  }));
}

async function* fitsOf(
  worlds: WorldSource,
  noises: readonly ReleaseNoise[],
  dataset: number,
  settings: TradeoffSettings,
): AsyncGenerator<TradeoffFit> {
  const { release, naive, seed } = settings;
  const world = await worlds.world(dataset);
  const referee = refereeOf(world);
  const shared = { world, referee, settings, seed: seed + dataset };
  yield {
    model: "without-privacy",
    epsilon: undefined,
    dataset,
    utility: await utilityOf({ ...shared, table: world.data, found: undefined }),
  };
  const unit = unitNoise(release, worlds.weeks, randomStream([seed, noisePurpose, dataset]));
  for (const noise of noises) {
    const { epsilon } = noise;
    const table = publishedTable(world.data, release, noise, unit);
    const found = describedNoise(release, noise);
    yield { model: "noise-aware", epsilon, dataset, utility: await utilityOf({ ...shared, table, found }) };
    if (!naive) continue;
    const taken = withoutNegativeSpend(table);
    yield {
      model: "noise-ignored",
      epsilon,
      dataset,
      utility: await utilityOf({ ...shared, table: taken, found: undefined }),
    };
  }
}

interface OneFit {
  readonly world: World;
  readonly referee: Referee;
  readonly settings: TradeoffSettings;
  readonly seed: number;
  readonly table: MediaData;
  readonly found: FoundNoise | undefined;
}

async function utilityOf({ referee, settings, seed, table, found }: OneFit): Promise<Utility | undefined> {
  const { pool, signal } = settings;
  let resolution: ReturnType<typeof resolve>;
  try {
    resolution = resolve(undefined, table, { ...tradeoffSampling, seed }, found);
  } catch (error) {
    if (error instanceof CarryoverError && error.problems.every(({ code }) => code === drowned)) return undefined;
    throw error;
  }
  try {
    const fit = await fitMediaMix(table, resolution, {
      pool,
      pointwise: false,
      ...(signal === undefined ? {} : { signal }),
    });
    return fit.complete ? referee.judge(fit) : undefined;
  } catch (error) {
    if (signal?.aborted === true) return undefined;
    throw error;
  }
}

/** Code of the problem of noise that leaves nothing of a channel's spend. */
const drowned = "noise-drowns-signal";
