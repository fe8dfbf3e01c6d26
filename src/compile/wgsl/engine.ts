// Lanes on a GPU: the kernel of a program, the data of many fits, and calls that move all lanes.

import type { CompileRequest } from "../program.ts";
import {
  checkMetrics,
  checkTrajectories,
  disposedError,
  identityMetrics,
  type LaneData,
  type LaneEngine,
  type LaneTrajectories,
} from "../lanes.ts";
import { lower } from "../lower.ts";
import { adapterName } from "../open-gpu.ts";
import { compileKernel, type GpuKernel } from "./compile-kernel.ts";
import { checked, type DeviceWatch, watchDevice } from "./failures.ts";
import { fitData } from "./fit-data.ts";
import { callNumbers, kernelSource } from "./kernel.ts";
import { type FitBuffers, type LaneBuffers, lanesAtOnce, makeFitBuffers, makeLaneBuffers } from "./lane-buffers.ts";
import { type KernelLayout, layOut, workgroupSize } from "./layout.ts";
import { makePace } from "./pace.ts";

export interface WgslOptions {
  /** Most lanes that run at once, for tests of what adapters with small buffers do. Default: as many as the buffers hold. */
  readonly mostLanes?: number;
}

/** Lanes that run one after another in the same buffers. */
interface Chunk {
  readonly firstLane: number;
  readonly lanes: number;
  readonly firstFit: number;
  readonly fits: number;
  readonly buffers: FitBuffers;
  readonly bindings: GPUBindGroup;
}

/**
 * An engine that runs `lanesPerFit` lanes of each of `fits` on `device`, in float32. What depends on data alone is computed here, in
 * float64, and sent once. Compiling the kernel takes from some milliseconds to seconds, depending on the driver.
 * @throws RangeError when the outputs are not a log density and its gradient, or data are missing or of a wrong length;
 * CarryoverError when one lane or one fit does not fit into a buffer, or the device fails
 */
export async function wgslLaneEngine(
  request: CompileRequest,
  fits: readonly LaneData[],
  lanesPerFit: number,
  device: GPUDevice,
  options: WgslOptions = {},
): Promise<LaneEngine> {
  if (fits.length === 0 || !(Number.isInteger(lanesPerFit) && lanesPerFit > 0)) {
    throw new RangeError(
      `An engine takes at least one fit and one lane per fit, not ${fits.length} and ${lanesPerFit}.`,
    );
  }
  const lowered = lower(request);
  const layout = layOut(lowered);
  const most = options.mostLanes ?? Number.POSITIVE_INFINITY;
  const atOnce = lanesAtOnce(layout, fits.length, lanesPerFit, device.limits, most);
  const data = fitData(request, lowered, layout)(fits);
  const watch = watchDevice(device);
  let engine: WgslEngine | undefined;
  try {
    const kernel = await watch.guard("compiling the kernel", () =>
      compileKernel(device, kernelSource(lowered.program, layout)),
    );
    const parts = { device, layout, kernel, watch, fits: fits.length, lanesPerFit, atOnce };
    await watch.guard("sending the data", () =>
      checked(device, () => {
        engine = new WgslEngine(parts);
        engine.send(data);
      }),
    );
    return engine!;
  } catch (error) {
    engine?.dispose();
    watch.dispose();
    throw error;
  }
}

interface EngineParts {
  readonly device: GPUDevice;
  readonly layout: KernelLayout;
  readonly kernel: GpuKernel;
  readonly watch: DeviceWatch;
  readonly fits: number;
  readonly lanesPerFit: number;
  readonly atOnce: number;
}

class WgslEngine implements LaneEngine {
  readonly name: string;
  readonly dimension: number;
  readonly fits: number;
  readonly lanesPerFit: number;
  private readonly parts: EngineParts;
  private readonly buffers: LaneBuffers;
  private readonly chunks: Chunk[] = [];
  private readonly pace = makePace();
  private disposed = false;
  /** The last call of integrate, which the next one waits for. */
  private last: Promise<void> = Promise.resolve();

  constructor(parts: EngineParts) {
    this.parts = parts;
    this.name = `webgpu (${adapterName(parts.device.adapterInfo)})`;
    this.dimension = parts.layout.dimension;
    this.fits = parts.fits;
    this.lanesPerFit = parts.lanesPerFit;
    this.buffers = makeLaneBuffers(parts.device, parts.layout, parts.atOnce);
  }

  /** Makes the chunks and sends [fits x fitSize] numbers and a metric of ones. */
  send(data: Float32Array<ArrayBuffer>): void {
    const { device, layout, atOnce } = this.parts;
    const lanes = this.fits * this.lanesPerFit;
    for (let firstLane = 0; firstLane < lanes; firstLane += atOnce) {
      const count = Math.min(atOnce, lanes - firstLane);
      const firstFit = Math.floor(firstLane / this.lanesPerFit);
      const fits = Math.ceil((firstLane + count) / this.lanesPerFit) - firstFit;
      const buffers = makeFitBuffers(device, layout, fits);
      this.chunks.push({ firstLane, lanes: count, firstFit, fits, buffers, bindings: this.bind(buffers) });
      const part = data.subarray(firstFit * layout.fitSize, (firstFit + fits) * layout.fitSize);
      device.queue.writeBuffer(buffers.data, 0, part);
    }
    this.setMetric(identityMetrics(this));
  }

  private bind(fits: FitBuffers): GPUBindGroup {
    const { call, memory, trajectories, schedule, constants, tables } = this.buffers;
    const inOrder = [call, memory, trajectories, schedule, fits.data, fits.inverseMass, constants, tables];
    return this.parts.device.createBindGroup({
      layout: this.parts.kernel.bindings,
      entries: inOrder.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
  }

  setMetric(inverseMass: Float64Array): void {
    if (this.disposed) throw disposedError();
    checkMetrics(inverseMass, this);
    const size = this.dimension ** 2;
    for (const { firstFit, fits, buffers } of this.chunks) {
      const part = new Float32Array(inverseMass.subarray(firstFit * size, (firstFit + fits) * size));
      this.parts.device.queue.writeBuffer(buffers.inverseMass, 0, part);
    }
  }

  integrate(trajectories: LaneTrajectories): Promise<void> {
    checkTrajectories(trajectories, this);
    const call = this.last.then(() => this.run(trajectories));
    this.last = call.catch(() => {});
    return call;
  }

  private async run(trajectories: LaneTrajectories): Promise<void> {
    if (this.disposed) throw disposedError();
    for (const chunk of this.chunks) {
      await this.parts.watch.guard("moving lanes", () => this.runChunk(chunk, trajectories));
    }
  }

  private async runChunk(chunk: Chunk, trajectories: LaneTrajectories): Promise<void> {
    const { device, atOnce } = this.parts;
    const { firstLane, lanes } = chunk;
    const [from, end] = [firstLane * this.dimension, (firstLane + lanes) * this.dimension];
    const vectors = [trajectories.position, trajectories.momentum, trajectories.gradient];
    vectors.forEach((values, i) => {
      const bytes = 4 * i * atOnce * this.dimension;
      device.queue.writeBuffer(this.buffers.trajectories, bytes, unshared(values.subarray(from, end)));
    });
    const steps = trajectories.steps.subarray(firstLane, firstLane + lanes);
    const stepSize = trajectories.stepSize.subarray(firstLane, firstLane + lanes);
    device.queue.writeBuffer(this.buffers.schedule, 0, unshared(steps));
    device.queue.writeBuffer(this.buffers.schedule, 4 * atOnce, unshared(stepSize));
    let most = 0;
    for (const each of steps) most = Math.max(most, each);
    await this.dispatchAll(chunk, most);

    const staging = this.buffers.staging;
    const result = new Float32Array(staging.getMappedRange());
    vectors.forEach((values, i) => {
      const start = i * atOnce * this.dimension;
      values.set(result.subarray(start, start + lanes * this.dimension), from);
    });
    const densities = 3 * atOnce * this.dimension;
    trajectories.logDensity.set(result.subarray(densities, densities + lanes), firstLane);
    staging.unmap();
  }

  /** Runs until every lane has taken its steps, of which there are `most` at most, and what came of it can be read. */
  private async dispatchAll(chunk: Chunk, most: number): Promise<void> {
    for (let done = 0; done < chunk.lanes; ) {
      const { lanes, steps } = this.pace.next(chunk.lanes - done, most);
      const ends = done + lanes === chunk.lanes;
      await this.dispatch(chunk, done, lanes, steps, { first: true, last: ends && steps >= most });
      for (let taken = steps; taken < most; ) {
        const next = this.pace.next(lanes, most - taken).steps;
        taken += next;
        await this.dispatch(chunk, done, lanes, next, { first: false, last: ends && taken >= most });
      }
      done += lanes;
    }
  }

  /** The last dispatch of a call brings the trajectories back, in the same submission. */
  private async dispatch(
    chunk: Chunk,
    done: number,
    lanes: number,
    steps: number,
    { first, last }: { readonly first: boolean; readonly last: boolean },
  ): Promise<void> {
    const { device, kernel, atOnce } = this.parts;
    const { call, trajectories, staging } = this.buffers;
    const numbers = callNumbers({
      lanes: atOnce,
      firstLane: done,
      endLane: done + lanes,
      phase: chunk.firstLane % this.lanesPerFit,
      lanesPerFit: this.lanesPerFit,
      mostSteps: steps,
      evaluateIdle: first ? 1 : 0,
    });
    device.queue.writeBuffer(call, 0, numbers);
    const commands = device.createCommandEncoder();
    const pass = commands.beginComputePass();
    pass.setPipeline(kernel.pipeline);
    pass.setBindGroup(0, chunk.bindings);
    pass.dispatchWorkgroups(Math.ceil(lanes / workgroupSize));
    pass.end();
    if (last) commands.copyBufferToBuffer(trajectories, 0, staging, 0, staging.size);
    const start = performance.now();
    device.queue.submit([commands.finish()]);
    // 1 is "to read", as the WebGPU specification numbers it.
    await (last ? staging.mapAsync(1) : device.queue.onSubmittedWorkDone());
    this.pace.took({ lanes, steps }, performance.now() - start);
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    this.buffers.dispose();
    for (const { buffers } of this.chunks) buffers.dispose();
    this.parts.watch.dispose();
  }
}

/** Values that a queue can copy from: not in shared memory. */
function unshared<T extends Float32Array | Uint32Array>(values: T): T & { readonly buffer: ArrayBuffer } {
  const own = values.buffer instanceof ArrayBuffer ? values : values.slice();
  return own as T & { readonly buffer: ArrayBuffer };
}
