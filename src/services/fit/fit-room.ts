// Whether a fit has room: in memory, and on the disk that its run goes to. Known before anything is sampled.

import { freemem, platform, totalmem } from "node:os";
import {
  arrayBytes,
  modelSize,
  type ModelSize,
  mostNumbers,
  type SampleShape,
  storedBytes,
} from "../../mmm/fit/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { fitTooLarge, runTooLarge } from "../../problems/sampling-problems.ts";
import { checkRoom } from "../../store/run/index.ts";
import { bytes as inWords } from "../../words/index.ts";

const mebibyte = 2 ** 20;

/** The process with the code it runs, one thread, and what a report takes; measured on Node 20 and rounded up. */
const processBytes = 150 * mebibyte;
const threadBytes = 40 * mebibyte;
const reportBytes = 130 * mebibyte;
/** What a run folder takes besides the draws: report, summary, table. */
const otherFiles = 4 * mebibyte;
/** Files of this size and above cannot be read in one piece (Node 20). */
const largestFile = 2 ** 31;
/** Below this share of the memory it does not matter how large a fit is to the byte. */
const smallShare = 0.25;

export interface FitRoom {
  /** Most memory that the fit takes, in bytes. */
  readonly memory: number;
  /** Bytes of the run folder. */
  readonly disk: number;
}

export interface RoomRequest {
  readonly spec: ResolvedSpec;
  /** Rows of the table. */
  readonly weeks: number;
  readonly threads: number;
  /** Fits that are made at once; default 1. */
  readonly fits?: number;
  /** Most memory to take, in MiB; default what is free. */
  readonly memory?: number | undefined;
  /** Folder that the run is written to; undefined where draws are not kept. */
  readonly out?: string | undefined;
}

/** What a fit takes. */
export function roomOf(
  { spec, weeks, threads, fits = 1 }: RoomRequest,
  size: ModelSize = modelSize(spec, weeks),
): FitRoom {
  const shape = shapeOf(spec, weeks);
  const memory = processBytes + reportBytes + threads * threadBytes + fits * arrayBytes(size, shape);
  return { memory, disk: storedBytes(size, shape) + otherFiles };
}

/**
 * Checks that a fit has the memory and the disk it will need.
 * @throws CarryoverError when it has not (wrong usage; not written for the disk)
 */
export async function checkFitRoom(request: RoomRequest): Promise<void> {
  const { spec, weeks, out } = request;
  const available = request.memory === undefined ? freeMemory() : request.memory * mebibyte;
  const isSmall = (size: ModelSize): boolean => {
    const { memory, disk } = roomOf(request, size);
    return memory <= smallShare * available && disk < largestFile;
  };
  const bound = mostNumbers(spec, weeks);
  const { memory, disk } = isSmall(bound) ? roomOf(request, bound) : roomOf(request);
  if (memory > available) {
    const problem = fitTooLarge(inWords(memory), inWords(available), shapeOf(spec, weeks));
    throw new CarryoverError([problem], exitCodes.usage);
  }
  if (out === undefined) return;
  if (disk >= largestFile) {
    const problem = runTooLarge(inWords(disk), inWords(largestFile), shapeOf(spec, weeks));
    throw new CarryoverError([problem], exitCodes.usage);
  }
  await checkRoom(out, disk);
}

/**
 * Threads, each with a fit of its own, that stay within the memory; at most as many as are asked for.
 * @throws CarryoverError (wrong usage) when there is no room for one
 */
export async function threadsWithRoom(request: RoomRequest): Promise<number> {
  await checkFitRoom({ ...request, threads: 1 });
  const available = request.memory === undefined ? freeMemory() : request.memory * mebibyte;
  const size = modelSize(request.spec, request.weeks);
  let { threads } = request;
  while (threads > 1 && roomOf({ ...request, threads, fits: threads }, size).memory > available) threads--;
  return threads;
}

/** Memory that the process may take: what is free, at most what its container allows; where the system counts as taken what it would give back, most of all. */
export function freeMemory(): number {
  const limit = process.constrainedMemory();
  const machine = platform() === "linux" ? freemem() : 0.9 * totalmem();
  // 0 or far more than there is where nothing limits the process.
  return limit > 0 && limit < totalmem() ? Math.min(limit, machine) : machine;
}

function shapeOf({ sampling, geos = [], week_effects_form }: ResolvedSpec, weeks: number): SampleShape {
  const { chains, warmup, draws } = sampling;
  const series = week_effects_form === "integrated" ? 1 : Math.max(1, geos.length);
  return { weeks: series * weeks, chains, warmup, draws };
}
