// Long-lived worker threads that sample (Node). Chains are handed out one by one to whoever is free; draws and progress
// counters lie in shared memory, so that no draw is ever sent. See sample.ts for the same in one thread.

import type { ChainState, ChainTask } from "./chain.ts";
import { checkDensitySource } from "./check-density.ts";
import type { DensitySource } from "./density.ts";
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
import { defaultSettings, type Settings } from "./settings.ts";
import { dissolveTeam, formTeam, threadsPerChain } from "./team.ts";
import { startThread } from "../threads/index.ts";

/** Milliseconds between two looks at the progress counters. */
const pollInterval = 100;

export interface WorkerPool {
  readonly size: number;
  /** Workers answer one request at a time; requests to different workers run side by side. */
  readonly workers: readonly PoolWorker[];
  /** Threads that there may be, those included that are started when gradients are divided. */
  readonly most: number;
  /** Workers beside the first so many, for gradients that are divided; starts those that are missing. */
  helpers(beside: number, count: number): readonly PoolWorker[];
  /** Ends the threads. */
  close(): Promise<void>;
}

export interface PoolWorker {
  request(message: WorkerRequest): Promise<WorkerReply>;
}

/**
 * Starts worker threads without waiting for them: call it early, for instance before data are read. Idle workers do
 * not keep the process alive.
 * @param most threads that there may be later on: those beyond one for each chain share gradients of large densities. Default: `count`
 */
export function startWorkers(count: number, most: number = count): WorkerPool {
  const start = () => startThread<WorkerRequest, WorkerReply>("sampling/worker");
  const threads = Array.from({ length: count }, start);
  return {
    size: count,
    workers: threads.slice(),
    most: Math.max(count, most),
    helpers: (beside, wanted) => {
      while (threads.length < beside + wanted) threads.push(start());
      return threads.slice(beside, beside + wanted);
    },
    close: async () => {
      await Promise.all(threads.map((thread) => thread.close()));
    },
  };
}

export interface ThreadOptions extends SampleOptions {
  /**
   * Worker threads; of those beyond one per chain are as many started as can share the gradients of a large density. They do not change the draws. Default: one per core.
   * Ignored when `pool` is given.
   */
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
  const { availableParallelism } = await import("node:os");
  const most = options.threads ?? availableParallelism();
  const pool = startWorkers(Math.max(1, Math.min(most, given.chains ?? defaultSettings.chains)), most);
  try {
    return await sampleOn(pool, source, given, options);
  } finally {
    await pool.close();
  }
}

async function sampleOn(
  pool: WorkerPool,
  source: DensitySource,
  given: Partial<Settings>,
  options: ThreadOptions,
): Promise<SampleResult> {
  const chains = given.chains ?? defaultSettings.chains;
  // Others have nothing to sample; what is no number of chains is refused below.
  const workers = chains >= 1 ? pool.workers.slice(0, chains) : pool.workers;
  const densities = await sendDensity(workers, source);
  const { dimension, names } = densities[0];
  const { settings, tasks } = prepareTasks(dimension, given, options, true);
  const states: (ChainState | undefined)[] = tasks.map((task) => task.resume);
  const cancel = new Int32Array(new SharedArrayBuffer(4));
  const stop = (): void => {
    Atomics.store(cancel, 0, 1);
  };
  if (options.signal?.aborted) stop();
  options.signal?.addEventListener("abort", stop);
  const failures: Error[] = [];
  const perChain = threadsPerChain(pool.most, workers.length, densities[0].team?.most ?? 1);
  const show = showing(dimension, tasks, { ...options, names: options.names ?? names, threadsPerChain: perChain });
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
  let dissolve = async (): Promise<void> => undefined;
  try {
    dissolve = await formTeams(pool, densities, perChain, failed);
    if (settings.algorithm === "chees") await serveTogether(workers, dimension, tasks, states, cancel, failed);
    else await Promise.all(workers.map(serve));
  } finally {
    await dissolve();
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
  workers: readonly PoolWorker[],
  dimension: number,
  tasks: readonly ChainTask[],
  states: (ChainState | undefined)[],
  cancel: Int32Array,
  failed: (error: unknown) => void,
): Promise<void> {
  const { allocateExchange } = await import("./chees/index.ts");
  const { chains, warmup } = tasks[0].settings;
  const exchange = allocateExchange(dimension, chains, warmup, true);
  const threads = Math.min(workers.length, chains);
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
  await Promise.all(workers.slice(0, threads).map(serve));
}

type DensityReply = WorkerReply & { readonly kind: "density" };

/** Every worker makes the density. */
async function sendDensity(
  workers: readonly PoolWorker[],
  source: DensitySource,
): Promise<readonly [DensityReply, ...DensityReply[]]> {
  const replies = await Promise.all(workers.map((worker) => worker.request({ kind: "density", source })));
  const [first, ...others] = replies.filter((reply) => reply.kind === "density");
  if (first === undefined) throw new Error("A worker pool needs at least one worker.");
  return [first, ...others];
}

/**
 * Gives each worker helpers that share its gradients. What ends a helper ends the run.
 * @returns sends them home; to be called when all chains are done
 */
async function formTeams(
  { helpers }: WorkerPool,
  densities: readonly DensityReply[],
  perChain: number,
  failed: (error: unknown) => void,
): Promise<() => Promise<void>> {
  if (perChain === 1) return async () => undefined;
  const places = densities.flatMap(({ team }) => (team === undefined ? [] : [team]));
  const own = perChain - 1;
  const all = helpers(densities.length, places.length * own);
  await Promise.all(all.map((helper, i) => helper.request({ kind: "join", place: places[Math.floor(i / own)] })));
  places.forEach((place) => formTeam(place, perChain));
  const dissolve = (): void => places.forEach(dissolveTeam);
  const helping = all.map((helper, i) =>
    helper.request({ kind: "help", number: 1 + (i % own) }).catch((error: unknown) => {
      failed(error);
      // Whoever waits for this thread waits no longer.
      dissolve();
    }),
  );
  return async () => {
    dissolve();
    await Promise.all(helping);
  };
}

async function runChain(worker: PoolWorker, task: ChainTask, cancel: Int32Array): Promise<ChainState | undefined> {
  const reply = await worker.request({ kind: "chain", task, cancel });
  if (reply.kind !== "chain") throw new Error(`A worker answered "${reply.kind}" to a chain.`);
  return reply.state;
}
