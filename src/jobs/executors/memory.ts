// How much memory a batch takes at most, before it starts, and how many threads and fits at once fit into what it may take.

import { totalmem } from "node:os";
import { memoryTooSmall } from "../../problems/batch-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { type FitShape, laneSettingsFor } from "../tasks/index.ts";

const mebibyte = 2 ** 20;

/** The process itself and one thread, with the code they run and nothing to fit; measured on Node 20 and rounded up. */
const processBytes = 150 * mebibyte;
const threadBytes = 60 * mebibyte;
/** What a thread takes more when it writes reports: the libraries for drawing, a document, and what is asked of the draws. */
const reportBytes = 130 * mebibyte;
/** What a thread has of a device: a driver or TensorFlow.js, and its buffers. */
const driverBytes = 150 * mebibyte;
/** Arrays of the fit before may not have been collected while those of the next one are made. */
const generations = 2;
/** Of the memory that the process may take, what a batch takes unless it is told otherwise. */
const memoryShare = 0.5;

/** Half of the machine's memory, or of the container's. */
export function defaultMemory(): number {
  // 0 or far more than there is where nothing limits the process.
  const limit = process.constrainedMemory();
  return memoryShare * (limit > 0 && limit < totalmem() ? limit : totalmem());
}

/**
 * Most memory in bytes that threads making fits of these shapes take together.
 * @param fitsOnLanes fits that every thread samples at once on a device; 0 for threads that sample one after another
 */
export function batchBytes(shapes: readonly FitShape[], threads: number, fitsOnLanes: number = 0): number {
  return processBytes + threads * threadOf(shapes, fitsOnLanes);
}

/**
 * Threads that stay within `bytes`, at most `wanted`.
 * @param fitsOnLanes as for `batchBytes`
 * @throws CarryoverError (wrong usage) when there is no room for one
 */
export function threadsWithin(
  bytes: number,
  shapes: readonly FitShape[],
  wanted: number,
  fitsOnLanes: number = 0,
): number {
  const one = batchBytes(shapes, 1, fitsOnLanes);
  if (one > bytes) {
    throw new CarryoverError(
      [memoryTooSmall(Math.ceil(one / mebibyte), Math.floor(bytes / mebibyte))],
      exitCodes.usage,
    );
  }
  return Math.min(wanted, Math.floor((bytes - processBytes) / threadOf(shapes, fitsOnLanes)));
}

/** Fits that each of `threads` can sample at once on a device within `bytes`; 0 where there is no room for a device. */
export function fitsOnLanesWithin(bytes: number, shapes: readonly FitShape[], threads: number): number {
  const room = (bytes - processBytes) / threads - threadOf(shapes, 0) - driverBytes;
  return Math.max(0, Math.floor(room / largestOf(shapes, laneBytes)));
}

/** Groups of fits whose draws are held at once by the thread that owns a GPU. */
const groupsOnDevice = 3;

/** Most memory in bytes that a batch takes whose transitions a GPU makes, so many fits at a time. */
export function deviceBatchBytes(shapes: readonly FitShape[], threads: number, fitsAtOnce: number): number {
  const held = groupsOnDevice * fitsAtOnce * largestOf(shapes, deviceBytes);
  return batchBytes(shapes, threads) + driverBytes + held;
}

/** Fits that a GPU can move at once within `bytes` of the host's memory; 0 where there is no room. */
export function fitsOnDeviceWithin(bytes: number, shapes: readonly FitShape[], threads: number): number {
  const room = bytes - deviceBatchBytes(shapes, threads, 0);
  return Math.max(0, Math.floor(room / (groupsOnDevice * largestOf(shapes, deviceBytes))));
}

/** What is held of a fit while a GPU samples it: draws and logs in float32, once more while they are read, and its data. */
function deviceBytes({ chains, warmup, draws, target_accept, dimension, weeks, channels }: FitShape): number {
  const settings = laneSettingsFor({ chains, draws, target_accept });
  const numbers = settings.chains * settings.draws * (dimension + 8) + weeks * (channels + 8);
  return 2 * 4 * (numbers + 2 * dimension * dimension) + 8 * Math.min(warmup, settings.warmup) * dimension;
}

function threadOf(shapes: readonly FitShape[], fitsOnLanes: number): number {
  const arrays = generations * largestOf(shapes, ({ bytes }) => bytes);
  const report = shapes.some((shape) => shape.report) ? reportBytes : 0;
  const lanes = fitsOnLanes === 0 ? 0 : driverBytes + fitsOnLanes * largestOf(shapes, laneBytes);
  return threadBytes + arrays + report + lanes;
}

function largestOf(shapes: readonly FitShape[], bytesOf: (shape: FitShape) => number): number {
  return shapes.reduce((most, shape) => Math.max(most, bytesOf(shape)), 0);
}

/** Bytes that a chain logs of a transition. */
const logBytes = 41;

/** What is held of a fit from the first transition of its group to its own writing: draws and logs of its chains. */
function laneBytes(shape: FitShape): number {
  const { chains, warmup, draws } = laneSettingsFor(shape);
  return chains * (8 * draws * shape.dimension + logBytes * (warmup + draws));
}
