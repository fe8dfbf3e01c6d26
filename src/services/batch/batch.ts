// A batch: what is to be fitted, its folder, threads, memory, and the overview of what came of it.

import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  chooseExecutor,
  defaultMemory,
  type Executor,
  type ExecutorName,
  threadsWithin,
} from "../../jobs/executors/index.ts";
import { runBatch } from "../../jobs/index.ts";
import {
  batchFiles,
  checkBatchFolder,
  holdBatch,
  ofShard,
  openBatchFolder,
  type Overview,
  overviewOf,
  parseShard,
  type Shard,
  writeOverview,
} from "../../jobs/journal/index.ts";
import { type BatchPlan, type BatchSource, jobsOf, planBatch, readManifest } from "../../jobs/plan/index.ts";
import type { FitJob, FitRow } from "../../jobs/tasks/index.ts";
import { readModelFile, type SamplingFlags } from "../../mmm/specification/index.ts";
import { outNotWritable } from "../../problems/run-problems.ts";
import { batchSettings, type ReadingValues, runSettings } from "../../settings/index.ts";
import { writeWhole } from "../../store/export/index.ts";
import { startTaskThreads, type TaskThreads } from "../../threads/index.ts";
import type { ServiceCall } from "../call/index.ts";

export interface BatchRequest {
  /** A manifest, a folder of tables or of model files, or one table to be split. */
  readonly path: string;
  /** Folder of the batch. */
  readonly out: string;
  /** Model file for the tables that have none of their own. */
  readonly model?: string | undefined;
  /** Column to split one table by. */
  readonly by?: string | undefined;
  /** Seed of the batch, from which that of each fit follows. */
  readonly seed?: number | undefined;
  /** How all tables are read, where their cells do not tell; a row of the manifest wins. */
  readonly reading?: ReadingValues | undefined;
  readonly sampling?: SamplingFlags | undefined;
  readonly executor?: ExecutorName | undefined;
  /** Worker threads; default one per core. */
  readonly threads?: number | undefined;
  /** Most memory to take, in MiB; default half of what the machine or the container has. */
  readonly memory?: number | undefined;
  /** Write report.html into every run folder. Default false. */
  readonly report?: boolean | undefined;
  /** Keep the complete runs in `out` that are what would be fitted now. Default false. */
  readonly resume?: boolean | undefined;
  /** "I/N": every N-th fit only, from the I-th on. */
  readonly shard?: string | undefined;
  /** What run records say they were made by. */
  readonly command: string;
}

/** What a batch would do, and on what. */
export interface PlannedBatch {
  readonly plan: BatchPlan;
  /** What was given: "manifest", "folder", a split table. */
  readonly what: string;
  readonly executor: string;
  /** Why this executor. */
  readonly reason: string;
  /** Most memory it takes. */
  readonly bytes: number;
}

/** How far a batch is, in the order of the stages. */
export type BatchStage =
  | { readonly stage: "reading"; readonly total: number }
  /** So many tables have been read. */
  | { readonly stage: "read"; readonly tables: number }
  | { readonly stage: "planned"; readonly planned: PlannedBatch }
  | { readonly stage: "fitting"; readonly total: number }
  | { readonly stage: "started"; readonly name: string }
  | { readonly stage: "finished"; readonly row: FitRow }
  | { readonly stage: "fitted" };

export interface BatchResult {
  /** The folder, as it was given. */
  readonly folder: string;
  readonly overview: Overview;
  /** Rows of the fits that this call was to see to, in the order of the manifest. */
  readonly rows: readonly FitRow[];
  /** Fits that were made now, of so many, and the seconds they took together. */
  readonly made: number;
  readonly toMake: number;
  readonly seconds: number;
  /** Paths of the overview. */
  readonly files: readonly string[];
  /** False when it was canceled before all fits were made; finished ones are kept. */
  readonly complete: boolean;
}

const mebibyte = 2 ** 20;

type BatchCall = ServiceCall<BatchStage>;

/**
 * Fits many tables to run folders with an overview. A table that cannot be fitted stops no other.
 * @returns undefined when it was canceled before anything was fitted
 * @throws CarryoverError for a manifest, a model file or a folder that is not as it must be
 */
export async function batch(request: BatchRequest, call: BatchCall = {}): Promise<BatchResult | undefined> {
  const shard = await judged(request);
  const held: Held[] = [];
  try {
    return await prepare(request, call, request.out, shard, held, (prepared) => finish(request, call, prepared));
  } finally {
    for (const folder of held) await folder.release();
  }
}

/** What `batch` would do: reads every table and writes nothing. Result and errors as of `batch`. */
export async function planned(request: BatchRequest, call: BatchCall = {}): Promise<PlannedBatch | undefined> {
  const shard = await judged(request);
  const nowhere = await mkdtemp(join(tmpdir(), "carryover-batch-"));
  try {
    return await prepare(request, call, nowhere, shard, undefined, async ({ planned: found }) => found);
  } finally {
    await rm(nowhere, { recursive: true });
  }
}

export interface OverviewResult {
  readonly folder: string;
  readonly overview: Overview;
  readonly files: readonly string[];
}

/** Puts the journals in the folder of a batch together to its overview. Fits nothing. Errors as of `batch`. */
export async function batchOverview(request: BatchRequest): Promise<OverviewResult> {
  await judged(request);
  const { path, by, model, out: folder } = request;
  const source = await readManifest(path, { by, out: folder, model, reading: request.reading });
  await checkBatchFolder(folder);
  const names = allJobs(source, request).map(({ name }) => name);
  const overview = await overviewOf(folder, names);
  return { folder, overview, files: await writeOverview(folder, overview) };
}

/** What can be said once instead of by every fit. */
async function judged({ shard, model }: BatchRequest): Promise<Shard | undefined> {
  const parsed = shard === undefined ? undefined : parseShard(shard);
  if (model !== undefined) await readModelFile(model);
  return parsed;
}

function allJobs(source: BatchSource, request: BatchRequest): readonly FitJob[] {
  const { seed = batchSettings.seed.default, reading = {}, sampling = {}, report = false } = request;
  return jobsOf(source.entries, { ...request, seed, reading, sampling, report });
}

interface Prepared {
  readonly planned: PlannedBatch;
  readonly names: readonly string[];
  readonly shard: Shard | undefined;
  readonly executor: Executor;
}

type Held = Awaited<ReturnType<typeof holdBatch>>;

/**
 * @param tables folder for the parts of a table that is split, the one of the batch unless nothing is to be written there
 * @param held takes the folder of the batch, which the caller releases; undefined when nothing is to be written there
 */
async function prepare<R>(
  request: BatchRequest,
  { signal = new AbortController().signal, onProgress }: BatchCall,
  tables: string,
  shard: Shard | undefined,
  held: Held[] | undefined,
  then: (prepared: Prepared) => Promise<R>,
): Promise<R | undefined> {
  const { model, by, resume = false, out, command, seed = batchSettings.seed.default } = request;
  const { executor: wanted = runSettings.executor.default } = request;
  const source = await readManifest(request.path, { by, out: tables, model, reading: request.reading });
  const all = allJobs(source, request);
  const names = all.map(({ name }) => name);
  if (held !== undefined) {
    held.push(await holdBatch(out, shard));
    await openBatchFolder(out, { jobs: all, seed, command, shard, resume });
  }
  const jobs = ofShard(all, shard);
  await writeTables(tables, source, jobs);
  let threads = startTaskThreads(threadsFor(request, jobs.length), signal);
  try {
    onProgress?.({ stage: "reading", total: jobs.length });
    const onTable = (count: number): void => onProgress?.({ stage: "read", tables: count });
    const plan = await planBatch(jobs, threads, { resume, signal, onProgress: onTable });
    if (signal.aborted) return undefined;
    const shapes = plan.fits.map(({ shape }) => shape);
    const memory = request.memory === undefined ? defaultMemory() : request.memory * mebibyte;
    // Where a device is asked for, every thread has to have room for one, and for a fit on it.
    const fitsOnLanes = wanted === "gpu" || wanted === "tfjs" ? 1 : 0;
    threads = await limited(threads, threadsWithin(memory, shapes, threads.size, fitsOnLanes), signal);
    const chosen = await chooseExecutor(wanted, plan.fits, threads, memory).catch((error: unknown) => {
      // Threads that were canceled while they measured have nothing to say.
      if (signal.aborted) return undefined;
      throw error;
    });
    if (chosen === undefined) return undefined;
    const { executor, reason, bytes } = chosen;
    const found = { plan, what: source.what, executor: executor.name, reason, bytes };
    onProgress?.({ stage: "planned", planned: found });
    return await then({ planned: found, names, shard, executor });
  } finally {
    await threads.close();
  }
}

async function finish(
  { out: folder }: BatchRequest,
  { signal = new AbortController().signal, onProgress }: BatchCall,
  { planned: { plan, reason }, names, shard, executor }: Prepared,
): Promise<BatchResult> {
  const known = [...plan.kept, ...plan.failed];
  const rows: FitRow[] = [];
  const began = performance.now();
  onProgress?.({ stage: "fitting", total: plan.fits.length });
  const overview = await runBatch(
    plan.fits.map(({ job }) => job),
    executor,
    {
      out: folder,
      names,
      known,
      shard,
      reason,
      signal,
      onStart: ({ name }) => onProgress?.({ stage: "started", name }),
      onRow: (row) => {
        rows.push(row);
        if (rows.length > known.length) onProgress?.({ stage: "finished", row });
      },
    },
  );
  onProgress?.({ stage: "fitted" });
  const seconds = (performance.now() - began) / 1000;
  const made = rows.length - known.length;
  const toMake = plan.fits.length;
  const place = new Map(names.map((name, index) => [name, index]));
  rows.sort((a, b) => (place.get(a.name) ?? 0) - (place.get(b.name) ?? 0));
  const files = [batchFiles.overviewTable, batchFiles.overview].map((name) => join(folder, name));
  return { folder, overview, rows, made, toMake, seconds, files, complete: !(signal.aborted && made < toMake) };
}

/** No more than there are fits; a shard may have none. */
function threadsFor({ threads }: BatchRequest, fits: number): number {
  return Math.max(1, Math.min(threads ?? availableParallelism(), fits));
}

/** Parts of a table that a shard has no use for are not written by it. */
async function writeTables(out: string, { files }: BatchSource, jobs: readonly FitJob[]): Promise<void> {
  const tables = new Set(jobs.map(({ table }) => table));
  for (const { path, content } of files) {
    const target = join(out, path);
    if (path.endsWith(".csv") && !tables.has(target)) continue;
    // What is there already may be read by another shard.
    if ((await readFile(target, "utf8").catch(() => undefined)) === content) continue;
    await mkdir(dirname(target), { recursive: true });
    await writeWhole(target, [content], outNotWritable);
  }
}

/** The same threads, or fewer in their place: idle ones would take memory too. */
async function limited(threads: TaskThreads, count: number, signal: AbortSignal): Promise<TaskThreads> {
  if (count === threads.size) return threads;
  await threads.close();
  return startTaskThreads(count, signal);
}
