// Which executor makes the fits of a batch: the one that is asked for, or the one that measurement says is fastest.

import type { runSettings, ValueOf } from "../../settings/index.ts";
import { CarryoverError } from "../../problems/problem.ts";
import type { Executor } from "./executor.ts";
import {
  type FitShape,
  type LaneDeviceKind,
  type DeviceDescription,
  sendDeviceQuestion,
  sendGradientMeasurement,
  sendLaneMeasurement,
} from "../tasks/index.ts";
import { lanesExecutor } from "./lanes-executor.ts";
import { batchBytes, fitsOnLanesWithin } from "./memory.ts";
import type { PlannedFit } from "../plan/index.ts";
import type { TaskThreads } from "../../threads/index.ts";
import { lanesPerHour, threadsPerHour } from "./throughput.ts";
import { threadsExecutor } from "./threads-executor.ts";
import { fixed } from "../../words/index.ts";

export type ExecutorName = ValueOf<typeof runSettings.executor>;

export interface Chosen {
  readonly executor: Executor;
  /** Why, in words. */
  readonly reason: string;
  /** Most memory in bytes that the batch takes on it. */
  readonly bytes: number;
}

/** Fits that share an engine, at most: a GPU wants lanes by the thousand; on a processor the cost of a lane stops falling at some 500. */
const mostOnGpu = 512;
/**
 * Fewer fits than these share a GPU's engine only where there are no more: a step of 16 lanes takes it as long as one of 2,048
 * (benchmarks/results/gpu.json, lanes-model-a), and the threads' devices take turns. Threads without a group stand idle.
 */
const fewestOnGpu = 128;
const mostOnProcessor = 32;
/** A batch that threads finish within this many seconds is not worth measuring other devices for. */
const shortBatch = 60;

interface Situation {
  readonly fits: readonly PlannedFit[];
  readonly shapes: readonly FitShape[];
  readonly threads: TaskThreads;
  /** Bytes that the batch may take. */
  readonly memory: number;
}

/**
 * Makes the executor. `auto` expects of every device that is live the fits an hour of `throughput.ts`, from a gradient of the first fit, and
 * takes the most; a GPU that a processor plays is never taken.
 * @param memory bytes that the batch may take; `threads` are no more than it allows, and with a device each where one is asked for
 * @throws CarryoverError with the reason, when what is asked for is not there
 */
export async function chooseExecutor(
  asked: ExecutorName,
  fits: readonly PlannedFit[],
  threads: TaskThreads,
  memory: number,
): Promise<Chosen> {
  const shapes = fits.map(({ shape }) => shape);
  const here: Situation = { fits, shapes, threads, memory };
  if (asked === "threads") return onThreads(here, "as requested");
  if (asked === "auto") return fastest(here);
  const device = await sendDeviceQuestion(threads, asked === "gpu" ? "gpu" : "auto");
  return onLanes(
    here,
    device,
    device.software ? "as requested, although this GPU is emulated by the CPU" : "as requested",
  );
}

async function fastest(here: Situation): Promise<Chosen> {
  const { fits, shapes, threads, memory } = here;
  if (fits.length === 0) return onThreads(here, "there are no fits");
  const [{ job, shape }] = fits;
  const gradient = await sendGradientMeasurement(threads, job);
  const expected = threadsPerHour(shape, threads.size, gradient);
  if ((3600 * fits.length) / expected < shortBatch) {
    return onThreads(here, "the batch is too short to measure other devices");
  }
  if (fitsOnLanesWithin(memory, shapes, threads.size) === 0) {
    return onThreads(here, "the memory limit allows no other devices");
  }
  let best: { readonly device?: DeviceDescription; readonly expected: number } = { expected };
  const told = [`threads ${hourly(expected)}`];
  for (const kind of ["gpu", "auto"] as const) {
    try {
      const device = await sendDeviceQuestion(threads, kind);
      if (device.software) {
        told.push(`${device.name} is emulated by the CPU`);
        continue;
      }
      const leapfrog = await sendLaneMeasurement(threads, {
        job,
        device: device.kind,
        fits: atOnce(here, device.kind),
      });
      const rate = lanesPerHour(shape, threads.size, gradient, { leapfrog, shared: isGpu(device.kind) });
      told.push(`${device.name} ${hourly(rate)}`);
      if (rate > best.expected) best = { device, expected: rate };
    } catch (error) {
      if (!(error instanceof CarryoverError)) throw error;
      told.push(`no ${kind === "gpu" ? "GPU" : "TensorFlow.js"} (${error.problems[0].code})`);
    }
  }
  const reason = `fastest by measurement: ${told.join("; ")}`;
  return best.device === undefined ? onThreads(here, reason) : onLanes(here, best.device, reason);
}

const hourly = (rate: number): string => `${fixed(rate, 0)} fits per hour`;

const isGpu = (kind: LaneDeviceKind): boolean => kind === "gpu" || kind === "webgpu";

/** No more than leave every thread a group of its own, but for a GPU's smallest groups, and than memory holds. */
function atOnce({ fits, shapes, threads, memory }: Situation, kind: LaneDeviceKind): number {
  const most = Math.min(isGpu(kind) ? mostOnGpu : mostOnProcessor, fitsOnLanesWithin(memory, shapes, threads.size));
  const fewest = isGpu(kind) ? Math.min(fewestOnGpu, fits.length) : 1;
  return Math.max(1, Math.min(most, Math.max(fewest, Math.ceil(fits.length / threads.size))));
}

function onThreads({ shapes, threads }: Situation, reason: string): Chosen {
  return { executor: threadsExecutor(threads), reason, bytes: batchBytes(shapes, threads.size) };
}

function onLanes(here: Situation, device: DeviceDescription, reason: string): Chosen {
  const { shapes, threads } = here;
  const fitsAtOnce = atOnce(here, device.kind);
  const executor = lanesExecutor(threads, { device, fitsAtOnce });
  return { executor, reason, bytes: batchBytes(shapes, threads.size, fitsAtOnce) };
}
