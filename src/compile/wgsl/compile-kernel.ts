// Kernels on a device: the printed source compiled once for each device.

import { checked } from "./failures.ts";

export interface GpuKernel {
  readonly pipeline: GPUComputePipeline;
  readonly bindings: GPUBindGroupLayout;
}

/** Kernels by device and source: batches of fits of one shape compile once. */
const kernels = new WeakMap<GPUDevice, Map<string, Promise<GpuKernel>>>();

/** The kernel `integrate` of `source`; rejects with the device's message when the source or the pipeline is refused. */
export function compileKernel(device: GPUDevice, source: string): Promise<GpuKernel> {
  const known = kernels.get(device) ?? new Map<string, Promise<GpuKernel>>();
  kernels.set(device, known);
  let kernel = known.get(source);
  if (kernel === undefined) {
    kernel = makeKernel(device, source);
    known.set(source, kernel);
    kernel.catch(() => known.delete(source));
  }
  return kernel;
}

async function makeKernel(device: GPUDevice, source: string): Promise<GpuKernel> {
  const types: GPUBufferBindingType[] = ["uniform", "storage", "storage", "storage", ...readOnly(4)];
  const compute = 4; // The stage, as the WebGPU specification numbers it.
  const { bindings, pipeline } = await checked(device, () => {
    const module = device.createShaderModule({ label: "leapfrog steps", code: source });
    const bindings = device.createBindGroupLayout({
      entries: types.map((type, binding) => ({ binding, visibility: compute, buffer: { type } })),
    });
    const layout = device.createPipelineLayout({ bindGroupLayouts: [bindings] });
    const pipeline = device.createComputePipelineAsync({ layout, compute: { module, entryPoint: "integrate" } });
    // When the source is refused, that is what is told, not what follows from it.
    pipeline.catch(() => {});
    return { bindings, pipeline };
  });
  return { bindings, pipeline: await pipeline };
}

function readOnly(count: number): GPUBufferBindingType[] {
  return Array.from({ length: count }, () => "read-only-storage");
}
