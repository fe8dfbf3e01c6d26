// Which executor makes the fits of a batch: the one that is asked for, or the one that measurement says is fastest.

import type { runSettings, ValueOf } from "../../settings/index.ts";
import { panelsNotOnLanes } from "../../problems/batch-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { deviceExecutor } from "./device-executor.ts";
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
import { batchBytes, deviceBatchBytes, fitsOnDeviceWithin, fitsOnLanesWithin } from "./memory.ts";
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

/** Fits that a GPU moves at once, at most: 16 chains of each are lanes enough, and more would only be waited for. */
const mostOnGpu = 2048;
/** Groups that a batch on a GPU has at least where they are not small: threads write the fits of one while the GPU moves the next. */
const groupsOfBatch = 4;
const fewestOnGpu = 256;
/** Fits that share an engine of TensorFlow.js; on a processor the cost of a lane stops falling at some 500. */
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
 * takes the most; a GPU that a processor plays is never taken. Panels are sampled by NUTS on threads alone: the spreads between their geos make funnels,
 * on which lanes do not converge.
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
  const panel = fits.find(({ shape }) => shape.geos > 1);
  if (panel !== undefined) {
    if (asked === "auto") return onThreads(here, "panels of geos are sampled on threads");
    throw new CarryoverError([panelsNotOnLanes(asked, panel.job.name, panel.shape.geos)], exitCodes.usage);
  }
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
  if (
    Math.max(fitsOnLanesWithin(memory, shapes, threads.size), fitsOnDeviceWithin(memory, shapes, threads.size)) === 0
  ) {
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
      const rate = lanesPerHour(shape, threads.size, gradient, { leapfrog, shared: isOwned(device.kind) });
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

/** GPUs that one thread owns for all; TensorFlow.js has a device in every thread, whatever it runs on. */
const isOwned = (kind: LaneDeviceKind): boolean => kind === "gpu";

/** No more than memory holds; of a device in every thread no more than leave each a group of its own. */
function atOnce({ fits, shapes, threads, memory }: Situation, kind: LaneDeviceKind): number {
  if (isOwned(kind)) {
    const most = Math.min(mostOnGpu, fitsOnDeviceWithin(memory, shapes, threads.size), fits.length);
    return Math.max(1, Math.min(most, Math.max(fewestOnGpu, Math.ceil(fits.length / groupsOfBatch))));
  }
  const most = Math.min(mostOnProcessor, fitsOnLanesWithin(memory, shapes, threads.size));
  return Math.max(1, Math.min(most, Math.ceil(fits.length / threads.size)));
}

function onThreads({ shapes, threads }: Situation, reason: string): Chosen {
  return { executor: threadsExecutor(threads), reason, bytes: batchBytes(shapes, threads.size) };
}

function onLanes(here: Situation, device: DeviceDescription, reason: string): Chosen {
  const { shapes, threads } = here;
  const fitsAtOnce = atOnce(here, device.kind);
  if (isOwned(device.kind)) {
    const executor = deviceExecutor(threads, { name: device.name, fitsAtOnce });
    return { executor, reason, bytes: deviceBatchBytes(shapes, threads.size, fitsAtOnce) };
  }
  const executor = lanesExecutor(threads, { device, fitsAtOnce });
  return { executor, reason, bytes: batchBytes(shapes, threads.size, fitsAtOnce) };
}
