// A batch with everything around it: what is to be fitted, its folder, threads, memory, progress, Ctrl-C, and what is printed.

import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  chooseExecutor,
  type ExecutorName,
  type Executor,
  defaultMemory,
  threadsWithin,
} from "../jobs/executors/index.ts";
import {
  batchFiles,
  checkBatchFolder,
  openBatchFolder,
  type Overview,
  overviewOf,
  writeOverview,
  ofShard,
  parseShard,
  type Shard,
} from "../jobs/journal/index.ts";
import { jobsOf, type BatchSource, readManifest, type BatchPlan, planBatch } from "../jobs/plan/index.ts";
import type { FitJob, FitRow } from "../jobs/tasks/index.ts";
import { runBatch } from "../jobs/index.ts";
import { type TaskThreads, startTaskThreads } from "../threads/index.ts";
import { readModelFile, type SamplingFlags } from "../mmm/specification/index.ts";
import { exitCodes } from "../problems/problem.ts";
import { outNotWritable } from "../problems/run-problems.ts";
import { writeWhole } from "../store/export/index.ts";
import type { CommandContext } from "./commands/index.ts";
import { listenForInterrupts } from "./terminal/index.ts";
import { batchDisplay, type BatchDisplay, type ProgressMode } from "./progress/index.ts";

export interface BatchRequest {
  readonly path: string;
  readonly out: string;
  readonly model: string | undefined;
  readonly by: string | undefined;
  readonly seed: number;
  readonly sampling: SamplingFlags;
  readonly executor: ExecutorName;
  /** One per core when left out. */
  readonly threads: number | undefined;
  /** In MiB. */
  readonly memory: number | undefined;
  readonly report: boolean;
  readonly resume: boolean;
  readonly shard: string | undefined;
  readonly overview: boolean;
  readonly dryRun: boolean;
  readonly progress: ProgressMode;
  readonly json: boolean;
}

const mebibyte = 2 ** 20;

/** Resolves with the exit code. */
export async function batchRun(context: CommandContext, request: BatchRequest): Promise<number> {
  const shard = request.shard === undefined ? undefined : parseShard(request.shard);
  // Said once instead of by every fit.
  if (request.model !== undefined) await readModelFile(request.model);
  if (!request.dryRun) return run(context, request, request.out, shard);
  const nowhere = await mkdtemp(join(tmpdir(), "carryover-batch-"));
  try {
    return await run(context, request, nowhere, shard);
  } finally {
    await rm(nowhere, { recursive: true });
  }
}

/** `tables`: folder for the parts of a table that is split, the one of the batch unless nothing is to be written there. */
async function run(
  context: CommandContext,
  request: BatchRequest,
  tables: string,
  shard: Shard | undefined,
): Promise<number> {
  const { terminal, commandLine } = context;
  const { seed, model, resume, out } = request;
  const source = await readManifest(request.path, { by: request.by, out: tables, model });
  const all = jobsOf(source.entries, { ...request, out, command: commandLine });
  const names = all.map(({ name }) => name);
  if (request.overview) return printOverview(context, request, names);
  if (!request.dryRun) await openBatchFolder(out, { jobs: all, seed, command: commandLine, shard, resume });
  const jobs = ofShard(all, shard);
  await writeTables(tables, source, jobs);

  const { err } = terminal;
  const display = batchDisplay(request.progress, err);
  const interrupts = listenForInterrupts(() =>
    display.message("Canceling: fits that run are given up; Ctrl-C again ends at once."),
  );
  const { signal } = interrupts;
  const canceledBefore = (): number => {
    display.stop();
    err.write("Canceled before anything was fitted.\n");
    return exitCodes.canceled;
  };
  let threads = startTaskThreads(threadsFor(request, jobs.length), signal);
  try {
    display.begin("reading", jobs.length);
    const plan = await planBatch(jobs, threads, { resume, signal, onProgress: display.read });
    if (signal.aborted) return canceledBefore();
    const shapes = plan.fits.map(({ shape }) => shape);
    const memory = request.memory === undefined ? defaultMemory() : request.memory * mebibyte;
    // Where a device is asked for, every thread has to have room for one, and for a fit on it.
    const fitsOnLanes = request.executor === "gpu" || request.executor === "tfjs" ? 1 : 0;
    threads = await limited(threads, threadsWithin(memory, shapes, threads.size, fitsOnLanes), signal);
    const chosen = await chooseExecutor(request.executor, plan.fits, threads, memory).catch((error: unknown) => {
      // Threads that were canceled while they measured have nothing to say.
      if (signal.aborted) return undefined;
      throw error;
    });
    if (chosen === undefined) return canceledBefore();
    const { executor, reason, bytes } = chosen;
    const { planLines } = await import("./print/batch.ts");
    const lines = planLines(plan, { what: source.what, executor: executor.name, reason, bytes });
    if (request.dryRun) {
      display.stop();
      terminal.out.write(`${lines.join("\n")}\n`);
      return exitCodeOf([...plan.kept, ...plan.failed], false);
    }
    if (request.progress !== "none") for (const line of lines) display.message(line);
    return await finish(context, request, { plan, names, shard, executor, reason, display, signal });
  } finally {
    display.stop();
    interrupts.release();
    await threads.close();
  }
}

interface Prepared {
  readonly plan: BatchPlan;
  readonly names: readonly string[];
  readonly shard: Shard | undefined;
  readonly executor: Executor;
  readonly reason: string;
  readonly display: BatchDisplay;
  readonly signal: AbortSignal;
}

async function finish(
  { terminal, commandLine }: CommandContext,
  request: BatchRequest,
  prepared: Prepared,
): Promise<number> {
  const { plan, names, shard, executor, reason, display, signal } = prepared;
  const known = [...plan.kept, ...plan.failed];
  const rows: FitRow[] = [];
  const began = performance.now();
  display.begin("fitting", plan.fits.length);
  const overview = await runBatch(
    plan.fits.map(({ job }) => job),
    executor,
    {
      out: request.out,
      names,
      known,
      shard,
      reason,
      signal,
      onStart: ({ name }) => display.start(name),
      onRow: (row) => {
        rows.push(row);
        if (rows.length > known.length) display.finish(row);
      },
    },
  );
  display.stop();
  const seconds = (performance.now() - began) / 1000;
  const made = rows.length - known.length;
  if (request.json) printJson(terminal, request.out, overview);
  else {
    const { outcomeLines } = await import("./print/batch.ts");
    const files = [batchFiles.overviewTable, batchFiles.overview].map((name) => join(request.out, name));
    const place = new Map(names.map((name, index) => [name, index]));
    rows.sort((a, b) => (place.get(a.name) ?? 0) - (place.get(b.name) ?? 0));
    terminal.out.write(`${outcomeLines({ rows, made, seconds, files }, terminal.out.style).join("\n")}\n`);
  }
  const canceled = signal.aborted && made < plan.fits.length;
  if (canceled) {
    const go = request.resume ? commandLine : `${commandLine} --resume`;
    terminal.err.write(`Canceled after ${made} of ${plan.fits.length} fits. Go on with: ${go}\n`);
  }
  return exitCodeOf(rows, canceled);
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

async function printOverview(
  { terminal }: CommandContext,
  { out, json }: BatchRequest,
  names: readonly string[],
): Promise<number> {
  await checkBatchFolder(out);
  const overview = await overviewOf(out, names);
  const files = await writeOverview(out, overview);
  const { counts, fits } = overview;
  if (json) printJson(terminal, out, overview);
  else {
    const states = `${counts.converged} converged, ${counts.not_converged} not converged, ${counts.failed} failed, ${counts.missing} missing`;
    terminal.out.write(`${counts.fits} fits: ${states}\n${files.map((file) => `wrote ${file}\n`).join("")}`);
  }
  const rows = fits.flatMap((fit): FitRow[] => (fit.state === "missing" ? [] : [fit]));
  const code = exitCodeOf(rows, false);
  return code === exitCodes.success && counts.missing > 0 ? exitCodes.notConverged : code;
}

function printJson({ out }: CommandContext["terminal"], folder: string, overview: Overview): void {
  out.write(`${JSON.stringify({ folder, ...overview }, undefined, 2)}\n`);
}

/** The worst that happened; see the help of the command. */
function exitCodeOf(rows: readonly FitRow[], canceled: boolean): number {
  if (canceled) return exitCodes.canceled;
  if (rows.some(({ internal }) => internal)) return exitCodes.internal;
  if (rows.some(({ state }) => state === "failed")) return exitCodes.badInput;
  return rows.some(({ state }) => state === "not converged") ? exitCodes.notConverged : exitCodes.success;
}
