// A group of fits on the device: dispatches of the kernel until all have made their transitions, and what comes and goes between them.

import { checked, type DeviceWatch, type PrintedDensity } from "../../compile/wgsl/index.ts";
import { type DeviceBuffers, makeDeviceBuffers, type RecordRoom } from "./buffers.ts";
import { DeviceFitState, stateSize } from "./fit-state.ts";
import { type AdvanceCall, callNumbers, type KernelShape, kernelSource, metricElements } from "./kernel.ts";

export interface TransitionKernel {
  readonly density: PrintedDensity;
  readonly shape: KernelShape;
  readonly pipeline: GPUComputePipeline;
  readonly bindings: GPUBindGroupLayout;
}

/** Rejects with the device's message when it refuses the source. */
export async function compileTransitions(
  device: GPUDevice,
  density: PrintedDensity,
  shape: KernelShape,
): Promise<TransitionKernel> {
  const storage = Array.from({ length: 3 }, (): GPUBufferBindingType => "storage");
  const readOnly = Array.from({ length: 4 }, (): GPUBufferBindingType => "read-only-storage");
  const types: GPUBufferBindingType[] = ["uniform", ...storage, ...readOnly];
  const compute = 4; // The stage, as the WebGPU specification numbers it.
  const { bindings, pipeline } = await checked(device, () => {
    const module = device.createShaderModule({ label: "transitions", code: kernelSource(density, shape) });
    const bindings = device.createBindGroupLayout({
      entries: types.map((type, binding) => ({ binding, visibility: compute, buffer: { type } })),
    });
    const layout = device.createPipelineLayout({ bindGroupLayouts: [bindings] });
    const pipeline = device.createComputePipelineAsync({ layout, compute: { module, entryPoint: "transitions" } });
    // When the source is refused, that is what is told, not what follows from it.
    pipeline.catch(() => {});
    return { bindings, pipeline };
  });
  return { density, shape, bindings, pipeline: await pipeline };
}

/** Time that a dispatch should take: watchdogs of machines with a screen end programs from about two seconds on. */
const dispatchMilliseconds = 400;
/** Leapfrog steps of the first dispatch, and most growth from one dispatch to the next. */
const firstBudget = 4;
const steepest = 6;

/** Where the time of a group went, in milliseconds. */
export interface DeviceTimes {
  dispatches: number;
  computing: number;
  reading: number;
}

export class DeviceRun {
  readonly times: DeviceTimes = { dispatches: 0, computing: 0, reading: 0 };
  readonly states: Uint32Array<ArrayBuffer>;
  private readonly buffers: DeviceBuffers;
  private readonly group: GPUBindGroup;
  private readonly device: GPUDevice;
  private readonly kernel: TransitionKernel;
  private readonly watch: DeviceWatch;
  private readonly fits: number;
  private budget = firstBudget;

  constructor(device: GPUDevice, kernel: TransitionKernel, watch: DeviceWatch, room: RecordRoom, fits: number) {
    this.device = device;
    this.kernel = kernel;
    this.watch = watch;
    this.fits = fits;
    this.buffers = makeDeviceBuffers(device, kernel.density, kernel.shape, room, fits);
    this.states = new Uint32Array(fits * stateSize);
    this.group = device.createBindGroup({
      layout: kernel.bindings,
      entries: this.buffers.bound.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
  }

  state(fit: number): DeviceFitState {
    return new DeviceFitState(this.states, fit);
  }

  sendData(data: Float32Array<ArrayBuffer>): void {
    this.device.queue.writeBuffer(this.buffers.data, 0, data);
  }

  /** [fit][chain][dimension], which the first transitions begin with. */
  sendStarts(starts: Float32Array<ArrayBuffer>): void {
    this.device.queue.writeBuffer(this.buffers.metrics, this.fits * this.metricBytes(), starts);
  }

  /** Of some fits, from `first` on. */
  sendMetrics(first: number, metrics: Float32Array<ArrayBuffer>): void {
    this.device.queue.writeBuffer(this.buffers.metrics, first * this.metricBytes(), metrics);
  }

  private metricBytes(): number {
    return 4 * metricElements(this.kernel.density.dimension);
  }

  sendStates(): void {
    this.device.queue.writeBuffer(this.buffers.states, 0, this.states);
  }

  /**
   * Moves all fits until they have made `call.until` transitions or are out of the run, with their states read back after every dispatch.
   * @param stop asked before each dispatch
   */
  async advance(call: Omit<AdvanceCall, "fits" | "budget">, stop: () => boolean): Promise<void> {
    while (!stop() && this.left(call.until)) {
      const { device, kernel } = this;
      const numbers = callNumbers({ ...call, fits: this.fits, budget: Math.floor(this.budget) });
      const began = performance.now();
      await this.watch.guard("moving chains", async () => {
        device.queue.writeBuffer(this.buffers.call, 0, numbers);
        const commands = device.createCommandEncoder();
        const pass = commands.beginComputePass();
        pass.setPipeline(kernel.pipeline);
        pass.setBindGroup(0, this.group);
        pass.dispatchWorkgroups(Math.ceil(this.fits / kernel.shape.fitsPerGroup));
        pass.end();
        device.queue.submit([commands.finish()]);
        this.states.set(new Uint32Array(await this.buffers.read(this.buffers.states, 0, this.states.length)));
      });
      const took = performance.now() - began;
      this.times.dispatches++;
      this.times.computing += took;
      const possible = (this.budget * dispatchMilliseconds) / Math.max(took, 0.1);
      // What waited for other groups' work on the device is no reason to do less, but for a dispatch that took far too long.
      const wanted = took > 3 * dispatchMilliseconds ? possible : Math.max(this.budget, possible);
      this.budget = Math.max(1, Math.min(wanted, steepest * this.budget, call.maxLeapfrogs * call.until));
    }
  }

  private left(until: number): boolean {
    for (let fit = 0; fit < this.fits; fit++) {
      const state = this.state(fit);
      if (state.whole("failed") === 0 && state.whole("iteration") < until) return true;
    }
    return false;
  }

  /** Numbers of the records, from element `first` on. */
  async records(first: number, elements: number): Promise<Float32Array<ArrayBuffer>> {
    const began = performance.now();
    const values = await this.watch.guard("reading draws", () =>
      this.buffers.read(this.buffers.records, first, elements),
    );
    this.times.reading += performance.now() - began;
    return new Float32Array(values);
  }

  dispose(): void {
    this.buffers.dispose();
  }
}
