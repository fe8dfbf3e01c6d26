// Buffers of a group of fits on the device, how many fits they hold at most, and reading of them in pieces.

import type { PrintedDensity } from "../../compile/wgsl/index.ts";
import { gpuTooSmall } from "../../problems/gpu-problems.ts";
import { CarryoverError, exitCodes } from "../../problems/problem.ts";
import { stateSize } from "./fit-state.ts";
import { callBytes, endElements, type KernelShape, laneElements, logNames, metricElements } from "./kernel.ts";

/** Uses of buffers, as the WebGPU specification numbers them; Node has no global names for them. */
const usage = { mapRead: 1, copyFrom: 4, copyTo: 8, uniform: 64, storage: 128 } as const;

/** What is kept of transitions until it is read. */
export interface RecordRoom {
  /** Transitions whose positions are recorded at once: of windows with gradients, and of draws. */
  readonly windowSlots: number;
  readonly drawSlots: number;
  /** Transitions that are logged. */
  readonly draws: number;
}

/** Elements of a fit's records, and of its logs. */
export function recordElements(dimension: number, chains: number, { windowSlots, drawSlots }: RecordRoom): number {
  return chains * Math.max(endElements(dimension) * windowSlots, dimension * drawSlots);
}

export function logElements(chains: number, { draws }: RecordRoom): number {
  return chains * draws * logNames.length;
}

/** Bytes of a fit in each of the buffers that grow with fits, by what they hold. */
function bytesOfFit(density: PrintedDensity, shape: KernelShape, room: RecordRoom): Readonly<Record<string, number>> {
  const { dimension, fitSize } = density;
  return {
    "The memory of the lanes": 4 * laneElements(density) * shape.chains,
    "The draws of the fits": 4 * (recordElements(dimension, shape.chains, room) + logElements(shape.chains, room)),
    "The data of the fits": 4 * fitSize,
    "The metrics of the fits": 4 * (metricElements(dimension) + shape.chains * dimension),
  };
}

/** Bytes of the device's memory that a fit takes. */
export function deviceBytesOfFit(density: PrintedDensity, shape: KernelShape, room: RecordRoom): number {
  return Object.values(bytesOfFit(density, shape, room)).reduce((sum, bytes) => sum + bytes, 0);
}

/** Most fits in a group, up to `most`, whose buffers stay within the limits of a device. Throws a CarryoverError if there is no room for one. */
export function fitsAtOnce(
  density: PrintedDensity,
  shape: KernelShape,
  room: RecordRoom,
  limits: GPUSupportedLimits,
  most: number,
): number {
  const limit = Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);
  const sizes = Object.entries(bytesOfFit(density, shape, room));
  // Lanes come in whole workgroups.
  const groups = Math.min(...sizes.map(([, bytes]) => Math.floor(limit / (bytes * shape.fitsPerGroup))));
  if (groups === 0) {
    const [what, bytes] = sizes.reduce((largest, each) => (each[1] > largest[1] ? each : largest));
    throw new CarryoverError([gpuTooSmall(what, bytes * shape.fitsPerGroup, limit)], exitCodes.usage);
  }
  return Math.min(most, Math.min(groups, limits.maxComputeWorkgroupsPerDimension) * shape.fitsPerGroup);
}

/** Bytes that are brought back at a time: the host's side of a transfer. */
const pieceBytes = 2 ** 26;

export interface DeviceBuffers {
  readonly call: GPUBuffer;
  /** In the order of the kernel's bindings. */
  readonly bound: readonly GPUBuffer[];
  readonly states: GPUBuffer;
  readonly records: GPUBuffer;
  readonly data: GPUBuffer;
  readonly metrics: GPUBuffer;
  /** Reads `elements` words from `first` on. */
  read(from: GPUBuffer, first: number, elements: number): Promise<ArrayBuffer>;
  dispose(): void;
}

export function makeDeviceBuffers(
  device: GPUDevice,
  density: PrintedDensity,
  shape: KernelShape,
  room: RecordRoom,
  fits: number,
): DeviceBuffers {
  const { dimension, fitSize, constants, tables } = density;
  const { chains, fitsPerGroup, lanes } = shape;
  const storage = usage.storage | usage.copyFrom | usage.copyTo;
  // A binding takes one element at least.
  const make = (label: string, elements: number, use: number = storage): GPUBuffer =>
    device.createBuffer({ label, size: Math.max(4, 4 * elements), usage: use });
  const groups = Math.ceil(fits / fitsPerGroup);
  const call = make("call", callBytes / 4, usage.uniform | usage.copyTo);
  const states = make("states", stateSize * fits);
  const records = make("records", (recordElements(dimension, chains, room) + logElements(chains, room)) * fits);
  const data = make("fit data", fitSize * fits);
  const metrics = make("metrics", (metricElements(dimension) + chains * dimension) * fits);
  const memory = make("memory", laneElements(density) * lanes * groups);
  const constantsBuffer = make("constants", constants.length);
  const tablesBuffer = make("tables", tables.length);
  device.queue.writeBuffer(constantsBuffer, 0, constants);
  device.queue.writeBuffer(tablesBuffer, 0, tables);
  const staging = make("staging", pieceBytes / 4, usage.mapRead | usage.copyTo);
  const bound = [call, memory, states, records, data, metrics, constantsBuffer, tablesBuffer];
  return {
    call,
    bound,
    states,
    records,
    data,
    metrics,
    async read(from, first, elements) {
      const values = new Uint8Array(4 * elements);
      for (let done = 0; done < values.length; done += pieceBytes) {
        const bytes = Math.min(pieceBytes, values.length - done);
        const commands = device.createCommandEncoder();
        commands.copyBufferToBuffer(from, 4 * first + done, staging, 0, bytes);
        device.queue.submit([commands.finish()]);
        // 1 is "to read", as the WebGPU specification numbers it.
        await staging.mapAsync(1, 0, bytes);
        values.set(new Uint8Array(staging.getMappedRange(0, bytes)), done);
        staging.unmap();
      }
      return values.buffer;
    },
    dispose() {
      for (const buffer of [...bound, staging]) buffer.destroy();
    },
  };
}
