// Whether a fit has room: in memory, and on the disk that its run goes to. Known before anything is sampled.

import { freemem, platform, totalmem } from "node:os";
import {
  analysisBytes,
  arrayBytes,
  modelSize,
  type ModelSize,
  mostNumbers,
  sampleShape,
  samplingBytes,
  storedBytes,
} from "../../mmm/fit/index.ts";
import { threadsPerChain } from "../../sampling/index.ts";
import type { ResolvedSpec } from "../../mmm/specification/index.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { fitTooLarge, runTooLarge } from "../../problems/sampling-problems.ts";
import { checkRoom } from "../../store/run/index.ts";
import { bytes as inWords } from "../../words/index.ts";

const mebibyte = 2 ** 20;

/** The process with the code it runs, and what is garbage at any time; one thread; what is asked of the draws and a report. Measured on Node 20. */
const processBytes = 130 * mebibyte;
const threadBytes = 10 * mebibyte;
const reportBytes = 40 * mebibyte;
/** The same of a panel, whose checks go over all cells. */
const panelReportBytes = 80 * mebibyte;
/** What reading takes of a cell of the table, as text and in numbers, before what is not needed is collected. */
const cellBytes = 440;
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
  /** All that there may be: of one fit, one samples each chain, and the others share gradients where the model is large enough; of several, each has a fit. */
  readonly threads: number;
  /** Fits that are made at once; default 1. */
  readonly fits?: number;
  /** Most memory to take, in MiB; default what is free. */
  readonly memory?: number | undefined;
  /** Folder that the run is written to; undefined where draws are not kept. */
  readonly out?: string | undefined;
}

/** What a fit takes: the most of reading the table, sampling, writing the run, and asking for what follows from it, which come one after another. */
export function roomOf(
  { spec, weeks, threads, fits = 1 }: RoomRequest,
  size: ModelSize = modelSize(spec, weeks),
): FitRoom {
  const shape = sampleShape(spec, weeks);
  const { perThread, shared } = samplingBytes(size, shape);
  const samplers = fits > 1 ? Math.max(threads, fits) : Math.max(1, Math.min(threads, shape.chains));
  const helpers = fits > 1 ? 0 : samplers * (threadsPerChain(threads, samplers, size.sharing) - 1);
  const sampling = fits * shared + samplers * perThread;
  const writing = fits * arrayBytes(size, shape);
  const panel = spec.geos && { geos: spec.geos.length, channels: spec.channels.length };
  const analyzing = fits * analysisBytes(size, shape, panel);
  const own = Math.max(cellBytes * cellsOf(spec, weeks), sampling, writing, analyzing);
  const memory =
    processBytes + (panel === undefined ? reportBytes : panelReportBytes) + (samplers + helpers) * threadBytes + own;
  return { memory, disk: storedBytes(size, shape) + otherFiles };
}

/** Of the table: geo, date, population and target stand beside channels and controls. */
function cellsOf({ channels, controls = [], geos = [] }: ResolvedSpec, weeks: number): number {
  return Math.max(1, geos.length) * weeks * (channels.length + controls.length + 4);
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
    const problem = fitTooLarge(inWords(memory), inWords(available), sampleShape(spec, weeks));
    throw new CarryoverError([problem], exitCodes.usage);
  }
  if (out === undefined) return;
  if (disk >= largestFile) {
    const problem = runTooLarge(inWords(disk), inWords(largestFile), sampleShape(spec, weeks));
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
