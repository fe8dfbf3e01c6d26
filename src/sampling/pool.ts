// Long-lived worker threads that sample (Node). Chains are handed out one by one to whoever is free; draws and progress
// counters lie in shared memory, so that no draw is ever sent. See sample.ts for the same in one thread.

import type { ChainState, ChainTask } from "./chain.ts";
import { checkDensitySource } from "./check-density.ts";
import type { DensitySource, LogDensity } from "./density.ts";
import type { WorkerReply, WorkerRequest } from "./messages.ts";
import {
  chainError,
  collectResult,
  prepareTasks,
  type SampleOptions,
  sampleOptionNames,
  type SampleResult,
} from "./result.ts";
import { showing } from "./running.ts";
import { checkOptionNames } from "../settings/index.ts";
import type { Settings } from "./settings.ts";
import { startThread } from "../threads/index.ts";

/** Milliseconds between two looks at the progress counters. */
const pollInterval = 100;

export interface WorkerPool {
  readonly size: number;
  /** Workers answer one request at a time; requests to different workers run side by side. */
  readonly workers: readonly PoolWorker[];
  /** Ends the threads. */
  close(): Promise<void>;
}

export interface PoolWorker {
  request(message: WorkerRequest): Promise<WorkerReply>;
}

/**
 * Starts worker threads without waiting for them: call it early, for instance before data are read. Idle workers do
 * not keep the process alive.
 */
export function startWorkers(count: number): WorkerPool {
  const threads = Array.from({ length: count }, () => startThread<WorkerRequest, WorkerReply>("sampling/worker"));
  return {
    size: count,
    workers: threads,
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

export interface ThreadOptions extends SampleOptions {
  /** Worker threads. Default: one per core, at most one per chain. Ignored when `pool` is given. */
  readonly threads?: number | undefined;
  /** Workers that were started before; they are left running. Runs that share them take turns. Default: workers of this call's own. */
  readonly pool?: WorkerPool | undefined;
}

/**
 * The last run on each pool that was given. Workers hold one density, so runs that share a pool take turns.
 */
const lastRuns = new WeakMap<WorkerPool, Promise<unknown>>();

function inTurn<T>(pool: WorkerPool, run: () => Promise<T>): Promise<T> {
  const own = (lastRuns.get(pool) ?? Promise.resolve()).then(run);
  lastRuns.set(
    pool,
    own.catch(() => undefined),
  );
  return own;
}

/**
 * Samples on worker threads. The draws are those of `sample` with the same settings, whatever the number of threads.
 * Aborting `signal` keeps what was sampled; each chain's result says how many of its draws are complete. An error in one chain
 * stops the others and is passed on with the chain's number.
 */
export async function sampleOnThreads(
  source: DensitySource,
  given: Partial<Settings> = {},
  options: ThreadOptions = {},
): Promise<SampleResult> {
  checkDensitySource(source);
  checkOptionNames("sampleOnThreads", options, { ...sampleOptionNames, threads: true, pool: true });
  if (options.pool !== undefined) {
    const { pool } = options;
    return inTurn(pool, () => sampleOn(pool, source, given, options));
  }
  const pool = startWorkers(await defaultThreads(given, options));
  try {
    return await sampleOn(pool, source, given, options);
  } finally {
    await pool.close();
  }
}

async function defaultThreads(given: Partial<Settings>, options: ThreadOptions): Promise<number> {
  const chains = given.chains ?? 4;
  const { availableParallelism } = await import("node:os");
  return Math.max(1, Math.min(options.threads ?? availableParallelism(), chains));
}

async function sampleOn(
  pool: WorkerPool,
  source: DensitySource,
  given: Partial<Settings>,
  options: ThreadOptions,
): Promise<SampleResult> {
  const { dimension, names } = await sendDensity(pool, source);
  const { settings, tasks } = prepareTasks(dimension, given, options, true);
  const states: (ChainState | undefined)[] = tasks.map((task) => task.resume);
  const cancel = new Int32Array(new SharedArrayBuffer(4));
  const stop = (): void => {
    Atomics.store(cancel, 0, 1);
  };
  if (options.signal?.aborted) stop();
  options.signal?.addEventListener("abort", stop);
  const failures: Error[] = [];
  const show = showing(dimension, tasks, { ...options, names: options.names ?? names });
  /** An error of a callback ends the run, as that of a chain does; thrown by a timer it would end the process. */
  const look = (): void => {
    try {
      if (failures.length === 0) show();
    } catch (error) {
      failures.push(error instanceof Error ? error : new Error(String(error)));
      stop();
    }
  };
  look();
  const poll = (options.onProgress ?? options.watch) && setInterval(look, pollInterval);

  const waiting = [...tasks];
  const serve = async (worker: PoolWorker): Promise<void> => {
    for (let task = waiting.shift(); task !== undefined; task = waiting.shift()) {
      if (Atomics.load(cancel, 0) !== 0) return;
      try {
        states[task.chain] = await runChain(worker, task, cancel);
      } catch (error) {
        failures.push(chainError(task.chain, error));
        stop();
      }
    }
  };
  const failed = (error: unknown): void => {
    failures.push(error instanceof Error ? error : new Error(String(error)));
    stop();
  };
  try {
    if (settings.algorithm === "chees") await serveTogether(pool, dimension, tasks, states, cancel, failed);
    else await Promise.all(pool.workers.map(serve));
  } finally {
    clearInterval(poll);
    options.signal?.removeEventListener("abort", stop);
  }
  look();
  if (failures.length > 0) throw failures[0];
  return collectResult(settings, dimension, tasks, states);
}

/**
 * Chains that adapt together run side by side, each on a thread of its own or after others there.
 */
async function serveTogether(
  pool: WorkerPool,
  dimension: number,
  tasks: readonly ChainTask[],
  states: (ChainState | undefined)[],
  cancel: Int32Array,
  failed: (error: unknown) => void,
): Promise<void> {
  const { allocateExchange } = await import("./chees/index.ts");
  const { chains, warmup } = tasks[0].settings;
  const exchange = allocateExchange(dimension, chains, warmup, true);
  const threads = Math.min(pool.size, chains);
  const serve = async (worker: PoolWorker, thread: number): Promise<void> => {
    const own = tasks.filter(({ chain }) => chain % threads === thread);
    try {
      const reply = await worker.request({ kind: "chains", tasks: own, exchange, threads, cancel });
      if (reply.kind !== "chains") throw new Error(`A worker answered "${reply.kind}" to chains.`);
      own.forEach(({ chain }, place) => {
        states[chain] = reply.states[place];
      });
    } catch (error) {
      failed(error);
    }
  };
  await Promise.all(pool.workers.slice(0, threads).map(serve));
}

/** Every worker makes the density; the first answer tells its dimension and names. */
async function sendDensity(pool: WorkerPool, source: DensitySource): Promise<Pick<LogDensity, "dimension" | "names">> {
  const replies = await Promise.all(pool.workers.map((worker) => worker.request({ kind: "density", source })));
  const reply = replies[0];
  if (reply?.kind !== "density") throw new Error("A worker pool needs at least one worker.");
  return reply;
}

async function runChain(worker: PoolWorker, task: ChainTask, cancel: Int32Array): Promise<ChainState | undefined> {
  const reply = await worker.request({ kind: "chain", task, cancel });
  if (reply.kind !== "chain") throw new Error(`A worker answered "${reply.kind}" to a chain.`);
  return reply.state;
}
