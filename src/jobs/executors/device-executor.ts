// Fits whose transitions a GPU makes: this thread owns the device and moves groups of fits on it; the others read tables before, compute
// metrics in between, and judge, assemble and write each fit afterwards.

import type { Gpu } from "../../compile/wgsl/index.ts";
import type { DeviceResult, TransitionKernel } from "../../sampling/device/index.ts";
import type { TaskThreads } from "../../threads/index.ts";
import { count } from "../../words/index.ts";
import {
  type BoundFit,
  type BoundFits,
  type DrawnFit,
  type FitJob,
  type FitRow,
  reasonsOf,
  rowOfFailure,
  sendBinding,
  sendDrawn,
  sendInstead,
  sendMetrics,
} from "../tasks/index.ts";
import type { Executor } from "./executor.ts";
import { grouped } from "./lanes-executor.ts";

export interface DeviceExecutorOptions {
  /** What was opened to see that it is there, for people; it is opened anew for each run. */
  readonly name: string;
  /** Most fits that the device moves at once; what its buffers cannot hold is moved in several parts. */
  readonly fitsAtOnce: number;
  /** Opens the device; default: `openGpu`. */
  readonly open?: () => Promise<Gpu>;
  /** Told where the time of a group went, in milliseconds. */
  readonly onGroup?: (times: GroupTimes) => void;
}

export interface GroupTimes {
  readonly fits: number;
  readonly gradients: number;
  readonly dispatches: number;
  readonly bindingMilliseconds: number;
  readonly computingMilliseconds: number;
  readonly readingMilliseconds: number;
  readonly samplingMilliseconds: number;
}

/** Groups under way at once: one on the device, one whose tables are read or whose last fits are being written. */
const groupsAtOnce = 3;
/** Tables that a thread reads in one task. */
const tablesAtOnce = 16;

/** Fits that a thread finishes in one task: it computes one while it writes the other. */
const finishedAtOnce = 4;

/** A job with its table and what it brings to the device. */
interface Bound extends BoundFit {
  readonly job: FitJob;
}

/**
 * An executor over threads that were started before and are left running. Jobs that follow each other and share a `group` are sampled
 * together; a job without a group is sampled alone.
 */
export function deviceExecutor(threads: TaskThreads, options: DeviceExecutorOptions): Executor {
  const { name, fitsAtOnce } = options;
  return {
    name: `${name}, ${count(fitsAtOnce, "fit")} at once, and ${count(threads.size, "thread")}`,
    async *run(jobs, { signal, onStart } = {}) {
      const { openGpu } = await import("../../compile/wgsl/index.ts");
      const open = options.open ?? openGpu;
      const devices = reopened(await open(), open, (gpu) => deviceOwner(gpu, name, threads, options, signal));
      const rows = rowQueue();
      const make = async (group: readonly FitJob[]): Promise<void> => {
        for (const job of group) onStart?.(job);
        try {
          const owner = await devices.owner();
          if ("reasons" in owner) await insteadOn(threads, group, owner.reasons, rows.add);
          else await owner.make(group, rows.add);
        } catch (error) {
          // Of fits that were canceled there is nothing to say.
          if (!signal?.aborted) for (const job of group) rows.addOnce(rowOfFailure(job, error));
        }
      };
      try {
        void pull(grouped(jobs, fitsAtOnce), make, signal).then(rows.end, rows.fail);
        yield* rows.all();
      } finally {
        devices.dispose();
      }
    },
  };
}

interface Devices {
  /** What moves fits now: a device that was lost is opened anew. Why there is none any more, where that fails. */
  owner(): Promise<DeviceOwner | { readonly reasons: readonly string[] }>;
  dispose(): void;
}

function reopened(first: Gpu, open: () => Promise<Gpu>, ownerOf: (gpu: Gpu) => Promise<DeviceOwner>): Devices {
  // Given back together at the end: of a device that is lost, other groups may still be reading.
  const opened: Gpu[] = [];
  let current: ReturnType<Devices["owner"]>;
  const begin = (gpu: Gpu): Promise<DeviceOwner> => {
    opened.push(gpu);
    void gpu.device.lost.then(({ reason }) => {
      if (reason === "destroyed") return;
      current = open().then(begin, (error: unknown) => ({ reasons: reasonsOf(error) }));
    });
    return ownerOf(gpu);
  };
  current = begin(first);
  return {
    owner: () => current,
    dispose: () => {
      for (const gpu of opened) gpu.dispose();
    },
  };
}

/** Fits that no device makes, sampled by NUTS on the threads; their rows say why. */
async function insteadOn(
  threads: TaskThreads,
  jobs: readonly FitJob[],
  reasons: readonly string[],
  onRow: (row: FitRow) => void,
): Promise<void> {
  const make = async (job: FitJob): Promise<void> => {
    const row = await sendInstead(threads, { job, reasons });
    if (row !== undefined) onRow(row);
  };
  await Promise.all(jobs.map(make));
}

/** Begins groups as others end. */
async function pull(
  groups: AsyncIterable<readonly FitJob[]>,
  make: (group: readonly FitJob[]) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const running = new Set<Promise<void>>();
  for await (const group of groups) {
    if (signal?.aborted) break;
    const work: Promise<void> = make(group).finally(() => running.delete(work));
    running.add(work);
    if (running.size >= groupsAtOnce) await Promise.race(running);
  }
  await Promise.all(running);
}

/** Rows from many hands to one. */
function rowQueue(): {
  add(row: FitRow): void;
  /** Unless there is one of its name. */
  addOnce(row: FitRow): void;
  end(): void;
  fail(error: unknown): void;
  all(): AsyncGenerator<FitRow>;
} {
  const rows: FitRow[] = [];
  const names = new Set<string>();
  let ended = false;
  let failure: { readonly error: unknown } | undefined;
  let wake: (() => void) | undefined;
  const add = (row: FitRow): void => {
    names.add(row.name);
    rows.push(row);
    wake?.();
  };
  return {
    add,
    addOnce: (row) => {
      if (!names.has(row.name)) add(row);
    },
    end() {
      ended = true;
      wake?.();
    },
    fail(error) {
      failure = { error };
      wake?.();
    },
    async *all() {
      for (;;) {
        yield* rows.splice(0);
        if (failure !== undefined) throw failure.error;
        if (rows.length > 0) continue;
        if (ended) return;
        await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}

interface DeviceOwner {
  /**
   * Makes fits of one group and hands out their rows as they are there. Where the device fails, the fits that it has not made are sampled by NUTS.
   */
  make(jobs: readonly FitJob[], onRow: (row: FitRow) => void): Promise<void>;
}

async function deviceOwner(
  { device }: Gpu,
  name: string,
  threads: TaskThreads,
  { onGroup }: DeviceExecutorOptions,
  signal: AbortSignal | undefined,
): Promise<DeviceOwner> {
  const { compileTransitions, fitsAtOnce, kernelShape, roomFor, sampleOnDevice } = await import(
    "../../sampling/device/index.ts"
  );
  /** By group: its fits share a program and settings. */
  const kernels = new Map<string, Promise<TransitionKernel>>();
  /** Fits that threads finish, no more than there are threads, so that what the device waits for does not wait behind them. */
  const finishing = limiter(threads.size);
  /** Two, so that the device has work while threads compute metrics of one. */
  const onDevice = limiter(2);

  const kernelOf = (group: string | undefined, { printed, settings }: BoundFits): Promise<TransitionKernel> => {
    const known = group === undefined ? undefined : kernels.get(group);
    if (known !== undefined) return known;
    const made = compileTransitions(device, printed, kernelShape(settings.chains));
    if (group !== undefined) {
      kernels.set(group, made);
      made.catch(() => kernels.delete(group));
    }
    return made;
  };

  const bind = async (
    jobs: readonly FitJob[],
    onRow: (row: FitRow) => void,
  ): Promise<{ readonly bound: readonly Bound[]; readonly as: BoundFits } | undefined> => {
    const parts = Array.from({ length: Math.ceil(jobs.length / tablesAtOnce) }, (_, k) =>
      jobs.slice(k * tablesAtOnce, (k + 1) * tablesAtOnce),
    );
    const found = await Promise.all(parts.map((part) => sendBinding(threads, part)));
    const as = found.find((each): each is BoundFits => !Array.isArray(each));
    const bound: Bound[] = [];
    found.forEach((each, k) => {
      const fits = Array.isArray(each) ? (each as FitRow[]) : (each as BoundFits).fits;
      fits.forEach((fit, i) => {
        if ("input" in fit) bound.push({ job: parts[k][i], ...fit });
        else onRow(fit);
      });
    });
    return as && { bound, as };
  };

  const finish = async (drawn: readonly DrawnFit[], onRow: (row: FitRow) => void): Promise<void> => {
    if (signal?.aborted) return;
    try {
      for (const row of await sendDrawn(threads, drawn)) if (row !== undefined) onRow(row);
    } catch (error) {
      if (!signal?.aborted) for (const { job } of drawn) onRow(rowOfFailure(job, error));
    }
  };

  /** As many fits at a time as the device holds. Rejects where it fails. */
  async function* drawnOf(
    bound: readonly Bound[],
    as: BoundFits,
    binding: number,
    group: string | undefined,
  ): AsyncGenerator<readonly DrawnFit[]> {
    const kernel = await kernelOf(group, as);
    const room = roomFor(as.settings, as.printed.dimension);
    const most = fitsAtOnce(as.printed, kernel.shape, room, device.limits, bound.length);
    for (let first = 0; first < bound.length; first += most) {
      const part = bound.slice(first, first + most);
      const started = performance.now();
      const result = await onDevice(() =>
        sampleOnDevice(
          device,
          kernel,
          part.map(({ fit }) => fit),
          as.settings,
          { signal, metrics: (windows) => sendMetrics(threads, windows) },
        ),
      );
      if (result === undefined) return;
      onGroup?.(timesOf(result, as, binding, performance.now() - started));
      const seconds = {
        binding: binding / 1000 / bound.length,
        sampling: result.fits[0].seconds.warmup + result.fits[0].seconds.sampling,
      };
      yield result.fits.map((draws, i): DrawnFit => {
        const { job, input } = part[i];
        return { job, input, draws, engine: name, seconds };
      });
    }
  }

  return {
    async make(jobs, onRow) {
      const began = performance.now();
      const found = await bind(jobs, onRow);
      if (found === undefined || signal?.aborted) return;
      const { bound, as } = found;
      const binding = performance.now() - began;
      const finished: Promise<void>[] = [];
      let left: readonly Bound[] = bound;
      try {
        for await (const drawn of drawnOf(bound, as, binding, jobs[0].group)) {
          left = left.slice(drawn.length);
          for (let next = 0; next < drawn.length; next += finishedAtOnce) {
            const some = drawn.slice(next, next + finishedAtOnce);
            finished.push(finishing(() => finish(some, onRow)));
          }
        }
      } catch (error) {
        if (!signal?.aborted) {
          const rest = left.map(({ job }) => job);
          finished.push(insteadOn(threads, rest, reasonsOf(error), onRow));
        }
      }
      await Promise.all(finished);
    },
  };
}

function timesOf({ fits, times }: DeviceResult, { settings }: BoundFits, binding: number, all: number): GroupTimes {
  return {
    fits: fits.length,
    gradients: settings.chains * fits.reduce((sum, { gradients }) => sum + gradients, 0),
    dispatches: times.dispatches,
    bindingMilliseconds: binding,
    computingMilliseconds: times.computing,
    readingMilliseconds: times.reading,
    samplingMilliseconds: all,
  };
}

/** Runs work, at most `most` at a time, in the order in which it comes. */
function limiter(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      // Its place passes to the next one.
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}
