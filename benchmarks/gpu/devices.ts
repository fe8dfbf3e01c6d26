// The GPU as the check opens it, and the few calls that small kernels of its own need.

import { type Gpu, openGpu } from "./engine.ts";

/** Uses of buffers, as the WebGPU specification numbers them. */
export const usage = { mapRead: 1, copyFrom: 4, copyTo: 8, uniform: 64, storage: 128 } as const;

/** Opens the GPU; `CARRYOVER_DAWN` holds options of Dawn, separated by spaces. */
export function openForCheck(): Promise<Gpu> {
  const options = (process.env.CARRYOVER_DAWN ?? "").split(" ").filter((option) => option !== "");
  if (options.length === 0) return openGpu();
  return openGpu({
    load: async () => {
      const { create } = await import("webgpu");
      return { create: () => create(options) };
    },
  });
}

/** The adapter itself, for its features and limits. */
export async function adapterItself(): Promise<GPUAdapter> {
  const { create } = await import("webgpu");
  instance ??= create([]) as GPU;
  const adapter = await instance.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) throw new Error("There is no adapter.");
  return adapter;
}

/** Dawn has to outlive what was made with it. */
let instance: GPU | undefined;

export interface SmallKernel {
  /** Dispatches once, `repeats` times in one submission, and waits for the end. Milliseconds. */
  run(workgroups: number, repeats?: number): Promise<number>;
  /** Dispatches without waiting. */
  submit(workgroups: number, repeats?: number): void;
}

/** A kernel `main` over storage buffers in the order of their bindings. */
export async function smallKernel(
  device: GPUDevice,
  code: string,
  buffers: readonly GPUBuffer[],
): Promise<SmallKernel> {
  device.pushErrorScope("validation");
  const module = device.createShaderModule({ code });
  const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module, entryPoint: "main" } });
  const bindings = device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const error = await device.popErrorScope();
  if (error !== null) throw new Error(error.message);
  const submit = (workgroups: number, repeats = 1): void => {
    const commands = device.createCommandEncoder();
    const pass = commands.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindings);
    for (let i = 0; i < repeats; i++) pass.dispatchWorkgroups(workgroups);
    pass.end();
    device.queue.submit([commands.finish()]);
  };
  return {
    submit,
    async run(workgroups, repeats) {
      const begin = performance.now();
      submit(workgroups, repeats);
      await device.queue.onSubmittedWorkDone();
      return performance.now() - begin;
    },
  };
}

/** Numbers of a buffer, read back. */
export async function readBack(device: GPUDevice, buffer: GPUBuffer): Promise<Float32Array> {
  const staging = device.createBuffer({ size: buffer.size, usage: usage.copyTo | usage.mapRead });
  const commands = device.createCommandEncoder();
  commands.copyBufferToBuffer(buffer, 0, staging, 0, buffer.size);
  device.queue.submit([commands.finish()]);
  await staging.mapAsync(1);
  const values = new Float32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  return values;
}

/** Milliseconds of each of `count` calls after one that is not counted, ascending. */
export async function timesOf(count: number, call: () => Promise<unknown>): Promise<number[]> {
  await call();
  const times: number[] = [];
  for (let i = 0; i < count; i++) {
    const begin = performance.now();
    await call();
    times.push(performance.now() - begin);
  }
  return times.toSorted((a, b) => a - b);
}

export const middle = (sorted: readonly number[]): number => sorted[sorted.length >> 1];
