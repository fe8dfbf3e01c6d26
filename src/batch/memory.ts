// How much memory a batch takes at most, before it starts, and how many threads fit into what it may take.

import { totalmem } from "node:os";
import { memoryTooSmall } from "../problems/batch-problems.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";
import type { FitShape } from "./fit-shape.ts";

const mebibyte = 2 ** 20;

/** The process itself and one thread, with the code they run and nothing to fit; measured on Node 20 and rounded up. */
const processBytes = 150 * mebibyte;
const threadBytes = 60 * mebibyte;
/** Arrays of the fit before may not have been collected while those of the next one are made. */
const generations = 2;
/** Of the memory that the process may take, what a batch takes unless it is told otherwise. */
export const memoryShare = 0.5;

/** Half of the machine's memory, or of the container's. */
export function defaultMemory(): number {
  // 0 or far more than there is where nothing limits the process.
  const limit = process.constrainedMemory();
  return memoryShare * (limit > 0 && limit < totalmem() ? limit : totalmem());
}

/** Most memory in bytes that threads making fits of these shapes take together. */
export function batchBytes(shapes: readonly FitShape[], threads: number): number {
  return processBytes + threads * (threadBytes + generations * largestOf(shapes));
}

/**
 * Threads that stay within `bytes`, at most `wanted`.
 * @throws CarryoverError (wrong usage) when there is no room for one
 */
export function threadsWithin(bytes: number, shapes: readonly FitShape[], wanted: number): number {
  const one = batchBytes(shapes, 1);
  if (one > bytes) {
    throw new CarryoverError(
      [memoryTooSmall(Math.ceil(one / mebibyte), Math.floor(bytes / mebibyte))],
      exitCodes.usage,
    );
  }
  return Math.min(wanted, Math.floor((bytes - processBytes) / (threadBytes + generations * largestOf(shapes))));
}

function largestOf(shapes: readonly FitShape[]): number {
  return shapes.reduce((most, { bytes }) => Math.max(most, bytes), 0);
}
