// A trade-off study: the shape of the table, worker threads, files.

import { type MechanismName, mechanismSetting } from "../../privacy/mechanisms/index.ts";
import { availableParallelism } from "node:os";
import { type Preset, simulate } from "../../data/worlds/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { columnsNotReleasable } from "../../problems/tradeoff-problems.ts";
import { latticeSettings, tradeoffSettings, worldSettings } from "../../settings/index.ts";
import {
  releaseNoise,
  studyTradeoff,
  summarizeTradeoff,
  type Tradeoff,
  type TradeoffProgress,
  type TradeoffRelease,
  type WorldSource,
  worldsOfPreset,
  worldsOfShape,
} from "../../studies/tradeoff/index.ts";
import type { SamplingCall } from "../call/index.ts";
import { engine as standardEngine } from "../engine/index.ts";
import { holdingOut, replaceOut } from "../files/index.ts";
import { tradeoffFileNames, tradeoffFiles } from "./tradeoff-files.ts";
import { readShape } from "./tradeoff-shape.ts";

export { tradeoffDocument } from "../../studies/tradeoff/index.ts";

/** What the synthetic tables look like. */
export type TradeoffOrigin =
  | { readonly preset: Preset; readonly weeks?: number | undefined }
  | {
      /** A table; of it only what is public is read. */
      readonly data: string;
      /** Mean of a row of the target and of noised spend, as it would be said in public, by column. */
      readonly typical?: Readonly<Record<string, number>> | undefined;
      /** Standard deviation of the target over the rows, as a share of its mean; default 0.25. */
      readonly variation?: number | undefined;
      /** Columns of the user's own making to be read too. */
      readonly controls?: readonly string[] | undefined;
    };

export interface TradeoffRequest {
  readonly origin: TradeoffOrigin;
  /** Columns to be noised under one bound; default the target. */
  readonly columns?: readonly string[] | undefined;
  /** Most that one user adds to a cell and in all; values are whole multiples of `granularity`, default 0.01. */
  readonly bounds: { readonly cap: number; readonly total: number; readonly granularity?: number | undefined };
  /** Default "laplace". */
  readonly mechanism?: MechanismName | undefined;
  readonly delta?: number | undefined;
  /** Privacy budgets to try, ascending. */
  readonly epsilons: readonly number[];
  /** Synthetic tables; default 16. */
  readonly datasets?: number | undefined;
  /** Also fit the model that does not know of the noise. Default false. */
  readonly naive?: boolean | undefined;
  readonly seed?: number | undefined;
  /** Worker threads; they do not change the figures. Default one per core. */
  readonly threads?: number | undefined;
  /** Folder for figures and charts. */
  readonly out?: string | undefined;
}

/** With the number of threads that the fits are on. */
export type TradeoffStage = TradeoffProgress & { readonly threads: number };

export interface TradeoffResult {
  readonly tradeoff: Tradeoff;
  readonly files: readonly string[];
}

/**
 * What each epsilon would cost in what is learned, on synthetic tables, so that nothing is spent. The document is `tradeoff`.
 * @returns undefined when it was canceled: medians of a part would favor what was fitted first
 * @throws CarryoverError for a table, a column or a release that is not possible, before the first fit; none of its problems holds a value
 *   of a private column
 */
export async function tradeoff(
  request: TradeoffRequest,
  call: SamplingCall<TradeoffStage> = {},
): Promise<TradeoffResult | undefined> {
  return holdingOut(request.out, tradeoffFileNames, () => study(request, call));
}

async function study(
  request: TradeoffRequest,
  { engine = standardEngine, signal, onProgress, ...call }: SamplingCall<TradeoffStage>,
): Promise<TradeoffResult | undefined> {
  const { epsilons, naive = false, out, mechanism = mechanismSetting.default, delta } = request;
  const seed = request.seed ?? worldSettings.seed.default;
  const datasets = request.datasets ?? tradeoffSettings.datasets.default;
  const bounds = { ...request.bounds, granularity: request.bounds.granularity ?? latticeSettings.granularity.default };
  const { worlds, noised } = await worldsOf(request, bounds.granularity, seed);
  const release: TradeoffRelease = {
    ...bounds,
    columns: noised,
    mechanism,
    ...(delta === undefined ? {} : { delta }),
  };
  // Everything that can be refused is refused before the first fit.
  for (const epsilon of epsilons) releaseNoise(release, epsilon, worlds.weeks);
  const threads = Math.min(request.threads ?? availableParallelism(), datasets);
  const pool = await (call.workers ?? engine.startWorkers(threads));
  try {
    const made = await studyTradeoff(worlds, {
      release,
      epsilons,
      datasets,
      naive,
      seed,
      pool,
      ...(signal === undefined ? {} : { signal }),
      onProgress: (progress) => onProgress?.({ ...progress, threads }),
    });
    if (!made.complete) return undefined;
    const summarized = summarizeTradeoff(worlds, release, made);
    const files = out === undefined ? [] : await replaceOut(out, await tradeoffFiles(summarized));
    return { tradeoff: summarized, files };
  } finally {
    pool.close().catch(() => undefined);
  }
}

async function worldsOf(
  { origin, columns }: TradeoffRequest,
  granularity: number,
  seed: number,
): Promise<{ worlds: WorldSource; noised: readonly string[] }> {
  if ("data" in origin) {
    const { data, controls = [], variation = tradeoffSettings.variation.default } = origin;
    const typical = new Map(Object.entries(origin.typical ?? {}));
    const { noised, ...shape } = await readShape({ data, columns, controls, typical, variation, granularity });
    return { worlds: worldsOfShape(shape, seed), noised };
  }
  const { preset, weeks = worldSettings.weeks.default } = origin;
  // Judges weeks and seed with the wording of carryover simulate.
  simulate(preset, { weeks, seed });
  const worlds = worldsOfPreset(preset, weeks, seed);
  const known = [worlds.target, ...worlds.channels];
  const noised = columns ?? [worlds.target];
  const unknown = noised.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new CarryoverError([columnsNotReleasable(unknown, known)], exitCodes.usage);
  return { worlds, noised };
}
