// A trade-off study with everything around it: the shape of the table, worker threads, progress, Ctrl-C, files.

import { availableParallelism } from "node:os";
import { resolve, sep } from "node:path";
import { type Preset, simulate } from "../data/worlds/index.ts";
import {
  studyTradeoff,
  type TradeoffProgress,
  releaseNoise,
  type TradeoffRelease,
  summarizeTradeoff,
  type Tradeoff,
  type WorldSource,
  worldsOfPreset,
  worldsOfShape,
} from "../studies/tradeoff/index.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import { outNotWritable } from "../problems/run-problems.ts";
import { columnsNotReleasable } from "../problems/tradeoff-problems.ts";
import { replaceFolder, checkOutFolder } from "../store/run/index.ts";
import type { Engine } from "../services/engine/index.ts";
import { listenForInterrupts } from "./terminal/index.ts";
import { namesFrom } from "./options/index.ts";
import type { Terminal } from "./terminal/index.ts";
import { readShape } from "./tradeoff-shape.ts";
import { tradeoffFiles, tradeoffFileNames } from "./tradeoff-files.ts";
import { duration } from "../words/index.ts";

export interface TradeoffRequest {
  /** "" with a preset. */
  readonly data: string;
  readonly preset: Preset | undefined;
  readonly weeks: number;
  readonly columns: string | undefined;
  readonly typical: ReadonlyMap<string, number>;
  readonly variation: number;
  readonly controls: string;
  readonly bounds: { readonly cap: number; readonly total: number; readonly granularity: number };
  readonly mechanism: "laplace" | "gaussian";
  readonly delta: number | undefined;
  readonly epsilons: readonly number[];
  readonly datasets: number;
  readonly naive: boolean;
  readonly seed: number;
  readonly threads: number | undefined;
  readonly out: string | undefined;
}

/** @returns undefined when Ctrl-C came before the study was complete: medians of a part would favor what was fitted first */
export async function tradeoffRun(
  terminal: Terminal,
  engine: Engine,
  request: TradeoffRequest,
): Promise<{ readonly tradeoff: Tradeoff; readonly files: readonly string[] } | undefined> {
  const { epsilons, datasets, naive, seed, out } = request;
  const { worlds, noised } = await worldsOf(request);
  const release: TradeoffRelease = {
    ...request.bounds,
    columns: noised,
    mechanism: request.mechanism,
    ...(request.delta === undefined ? {} : { delta: request.delta }),
  };
  // Everything that can be refused is refused before the first fit.
  for (const epsilon of epsilons) releaseNoise(release, epsilon, worlds.weeks);
  if (out !== undefined) await checkOutFolder(out, tradeoffFileNames);
  const { err } = terminal;
  const interrupts = listenForInterrupts(() => err.write("Canceled: nothing is printed of a part of a study.\n"));
  const threads = Math.min(request.threads ?? availableParallelism(), datasets);
  const pool = await engine.startWorkers(threads);
  try {
    const study = await studyTradeoff(worlds, {
      release,
      epsilons,
      datasets,
      naive,
      seed,
      pool,
      signal: interrupts.signal,
      onProgress: progressWriter(terminal, threads),
    });
    if (!study.complete) return undefined;
    const tradeoff = summarizeTradeoff(worlds, release, study);
    return { tradeoff, files: out === undefined ? [] : await write(out, tradeoff) };
  } finally {
    interrupts.release();
    pool.close().catch(() => undefined);
  }
}

async function worldsOf(request: TradeoffRequest): Promise<{ worlds: WorldSource; noised: readonly string[] }> {
  const { preset, seed, weeks } = request;
  const columns = request.columns === undefined ? undefined : namesFrom(request.columns);
  if (preset === undefined) {
    const { data, typical, variation, bounds } = request;
    const { granularity } = bounds;
    const controls = namesFrom(request.controls);
    const { noised, ...shape } = await readShape({ data, columns, controls, typical, variation, granularity });
    return { worlds: worldsOfShape(shape, seed), noised };
  }
  // Judges weeks and seed with the wording of carryover simulate.
  simulate(preset, { weeks, seed });
  const worlds = worldsOfPreset(preset, weeks, seed);
  const known = [worlds.target, ...worlds.channels];
  const noised = columns ?? [worlds.target];
  const unknown = noised.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new CarryoverError([columnsNotReleasable(unknown, known)], exitCodes.usage);
  return { worlds, noised };
}

/** Fits between two lines of progress where there is no terminal. */
const linesOfProgress = 10;

function progressWriter({ err }: Terminal, threads: number): (progress: TradeoffProgress) => void {
  let estimated = false;
  let shown = 0;
  return ({ done, fits, elapsedSeconds, remainingSeconds }) => {
    if (done === 0) {
      const on = `${threads} ${threads === 1 ? "thread" : "threads"}`;
      // A fit of the usual size takes about a second of one core; the estimate from fits that were made follows.
      err.write(`${fits} fits on ${on}: about ${duration(fits / threads)} if revenue alone is noised.\n`);
      return;
    }
    if (remainingSeconds === undefined) return;
    const left = `about ${duration(remainingSeconds)} to go`;
    if (!estimated || done - shown >= fits / linesOfProgress || done === fits) {
      const end = done === fits ? "" : `, ${left}`;
      err.write(`${done} of ${fits} fits in ${duration(elapsedSeconds)}${end}\n`);
      estimated = true;
      shown = done;
    }
  };
}

async function write(out: string, tradeoff: Tradeoff): Promise<readonly string[]> {
  const files = await tradeoffFiles(tradeoff);
  try {
    await replaceFolder(resolve(out), files);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new CarryoverError([outNotWritable(out, code)]);
  }
  return files.map(({ name }) => `${out}${out.endsWith(sep) ? "" : sep}${name}`);
}
