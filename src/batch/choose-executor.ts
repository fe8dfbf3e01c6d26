// Which executor makes the fits of a batch: the one that is asked for, or the one that measurement says is fastest.

import { CarryoverError } from "../problems/problem.ts";
import type { Executor } from "./executor.ts";
import type { LaneDevice, LaneDeviceKind } from "./lane-device.ts";
import { lanesExecutor } from "./lanes-executor.ts";
import type { PlannedFit } from "./plan.ts";
import type { TaskThreads } from "./task.ts";
import { sendDeviceQuestion, sendGradientMeasurement, sendLaneMeasurement } from "./tasks.ts";
import { lanesPerHour, threadsPerHour } from "./throughput.ts";
import { threadsExecutor } from "./threads-executor.ts";

export type ExecutorName = "auto" | "threads" | "gpu" | "tfjs";

export interface Chosen {
  readonly executor: Executor;
  /** Why, in words. */
  readonly reason: string;
}

/** Fits that share an engine, at most: a GPU wants lanes by the thousand, a processor's cache holds those of a few fits. */
const mostOnGpu = 128;
const mostOnProcessor = 4;
/** A batch that threads finish within this many seconds is not worth measuring other devices for. */
const shortBatch = 60;

/**
 * Makes the executor. `auto` expects of every device that is live the fits an hour of `throughput.ts`, from a gradient of the first fit, and
 * takes the most; a GPU that a processor plays is never taken.
 * @throws CarryoverError with the reason, when what is asked for is not there
 */
export async function chooseExecutor(
  asked: ExecutorName,
  fits: readonly PlannedFit[],
  threads: TaskThreads,
): Promise<Chosen> {
  if (asked === "threads") return { executor: threadsExecutor(threads), reason: "asked for" };
  if (asked === "auto") return fastest(fits, threads);
  const device = await sendDeviceQuestion(threads, asked === "gpu" ? "gpu" : "auto");
  return { executor: lanesOn(device, fits, threads), reason: "asked for" };
}

async function fastest(fits: readonly PlannedFit[], threads: TaskThreads): Promise<Chosen> {
  const onThreads = threadsExecutor(threads);
  if (fits.length === 0) return { executor: onThreads, reason: "nothing is to be made" };
  const [{ job, shape }] = fits;
  const gradient = await sendGradientMeasurement(threads, job);
  const expected = threadsPerHour(shape, threads.size, gradient);
  if ((3600 * fits.length) / expected < shortBatch) {
    return { executor: onThreads, reason: "too short a batch to measure other devices for" };
  }
  let best = { executor: onThreads, expected };
  const told = [`threads ${hourly(expected)}`];
  for (const kind of ["gpu", "auto"] as const) {
    try {
      const device = await sendDeviceQuestion(threads, kind);
      if (device.software) {
        told.push(`${device.name} is played by a processor`);
        continue;
      }
      const fitsAtOnce = atOnce(device.kind, fits.length, threads.size);
      const leapfrog = await sendLaneMeasurement(threads, { job, device: device.kind, fits: fitsAtOnce });
      const rate = lanesPerHour(shape, threads.size, gradient, { leapfrog, shared: isGpu(device.kind) });
      told.push(`${device.name} ${hourly(rate)}`);
      if (rate > best.expected) best = { executor: lanesOn(device, fits, threads), expected: rate };
    } catch (error) {
      if (!(error instanceof CarryoverError)) throw error;
      told.push(`no ${kind === "gpu" ? "GPU" : "TensorFlow.js"} (${error.problems[0].code})`);
    }
  }
  return { executor: best.executor, reason: `fastest by measurement: ${told.join("; ")}` };
}

const hourly = (rate: number): string => `${Math.round(rate)} fits an hour`;

const isGpu = (kind: LaneDeviceKind): boolean => kind === "gpu" || kind === "webgpu";

/** No more than leave every thread a group of its own. */
function atOnce(kind: LaneDeviceKind, fits: number, threads: number): number {
  return Math.max(1, Math.min(isGpu(kind) ? mostOnGpu : mostOnProcessor, Math.ceil(fits / threads)));
}

function lanesOn(
  device: Pick<LaneDevice, "kind" | "name">,
  fits: readonly PlannedFit[],
  threads: TaskThreads,
): Executor {
  return lanesExecutor(threads, { device, fitsAtOnce: atOnce(device.kind, fits.length, threads.size) });
}
