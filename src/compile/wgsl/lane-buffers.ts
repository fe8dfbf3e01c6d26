// Buffers on the device for lanes of a kernel: what a fit knows, which stays, and what a call brings, which comes and goes.

import { gpuTooSmall } from "../../problems/gpu-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { callSize, trajectoryExtra } from "./kernel.ts";
import { type KernelLayout, workgroupSize } from "./layout.ts";

/** Uses of buffers, as the WebGPU specification numbers them; Node has no global names for them. */
const usage = { mapRead: 1, copyFrom: 4, copyTo: 8, uniform: 64, storage: 128 } as const;
const uniformUse = usage.uniform | usage.copyTo;
const storageUse = usage.storage | usage.copyFrom | usage.copyTo;

/** Most lanes, up to `most` in whole workgroups, whose buffers stay within the limits of a device. Throws a CarryoverError if none do. */
export function lanesAtOnce(
  layout: KernelLayout,
  fits: number,
  lanesPerFit: number,
  limits: GPUSupportedLimits,
  most: number,
): number {
  const limit = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  const inWorkgroups = (count: number): number => Math.ceil(count / workgroupSize) * workgroupSize;
  const tooLarge = (count: number): readonly [string, number] | undefined => {
    // Lanes that begin inside of a fit reach into one fit more.
    const reached = Math.min(Math.ceil(count / lanesPerFit) + 1, fits);
    return Object.entries(largestBuffers(layout, count, reached)).find(([, bytes]) => bytes > limit);
  };
  let count = inWorkgroups(Math.min(fits * lanesPerFit, most, limits.maxComputeWorkgroupsPerDimension * workgroupSize));
  while (count > workgroupSize && tooLarge(count) !== undefined) count = inWorkgroups(count / 2);
  const problem = tooLarge(count);
  if (problem !== undefined) throw new CarryoverError([gpuTooSmall(...problem, limit)], exitCodes.usage);
  return count;
}

/** Bytes of the largest buffers for so many lanes of so many fits, by what they hold. */
function largestBuffers(layout: KernelLayout, lanes: number, fits: number): Readonly<Record<string, number>> {
  const { dimension, fitSize, laneSize } = layout;
  return {
    "The memory of the lanes": 4 * laneSize * lanes,
    "The trajectories of the lanes": trajectoryBytes(layout, lanes),
    "The data of the fits": 4 * fitSize * fits,
    "The inverse mass matrices of the fits": 4 * dimension * dimension * fits,
  };
}

function trajectoryBytes({ dimension }: KernelLayout, lanes: number): number {
  return 4 * (3 * dimension + trajectoryExtra) * lanes;
}

/** Buffers that lanes share with the lanes that run after them. Every buffer starts as zeros. */
export interface LaneBuffers {
  readonly call: GPUBuffer;
  readonly memory: GPUBuffer;
  readonly trajectories: GPUBuffer;
  readonly schedule: GPUBuffer;
  readonly constants: GPUBuffer;
  readonly tables: GPUBuffer;
  /** Where trajectories are read back from. */
  readonly staging: GPUBuffer;
  dispose(): void;
}

export function makeLaneBuffers(device: GPUDevice, layout: KernelLayout, lanes: number): LaneBuffers {
  const make = bufferMaker(device);
  const bytes = trajectoryBytes(layout, lanes);
  const buffers = {
    call: make("call", 4 * callSize, uniformUse),
    memory: make("memory", 4 * layout.laneSize * lanes),
    trajectories: make("trajectories", bytes),
    schedule: make("schedule", 8 * lanes),
    constants: make("constants", layout.constants.byteLength),
    tables: make("tables", layout.tables.byteLength),
    staging: make("staging", bytes, usage.mapRead | usage.copyTo),
  };
  device.queue.writeBuffer(buffers.constants, 0, layout.constants);
  device.queue.writeBuffer(buffers.tables, 0, layout.tables);
  return {
    ...buffers,
    dispose() {
      for (const buffer of Object.values(buffers)) buffer.destroy();
    },
  };
}

/** What is known of fits on the device. */
export interface FitBuffers {
  readonly data: GPUBuffer;
  readonly inverseMass: GPUBuffer;
  dispose(): void;
}

export function makeFitBuffers(device: GPUDevice, layout: KernelLayout, fits: number): FitBuffers {
  const make = bufferMaker(device);
  const data = make("fit data", 4 * layout.fitSize * fits);
  const inverseMass = make("inverse mass", 4 * layout.dimension ** 2 * fits);
  return {
    data,
    inverseMass,
    dispose() {
      data.destroy();
      inverseMass.destroy();
    },
  };
}

function bufferMaker(device: GPUDevice): (label: string, size: number, use?: number) => GPUBuffer {
  // A binding takes one element at least.
  return (label, size, use = storageUse) => device.createBuffer({ label, size: Math.max(4, size), usage: use });
}
