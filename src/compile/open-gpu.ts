// A WebGPU device: of the browser, or of the package webgpu (Dawn), which is loaded only here.

import {
  gpuAdapterMissing,
  gpuDeviceRefused,
  gpuMissingInBrowser,
  gpuPackageMissing,
} from "../problems/gpu-problems.ts";
import { CarryoverError, exitCodes } from "../problems/problem.ts";

/** A GPU to compute on. */
export interface Gpu {
  readonly device: GPUDevice;
  /** What the adapter calls itself: `NVIDIA H100`, `SwiftShader driver 5.0.0`. */
  readonly adapter: string;
  /** True when a CPU plays the GPU: right results, but slower than the WebAssembly backend. */
  readonly software: boolean;
  /** Gives the device back with everything on it. */
  dispose(): void;
}

/** What the package webgpu exports. */
interface WebGpuPackage {
  readonly create: (options: string[]) => GPU;
}

export interface OpenGpuOptions {
  /** Loads the package webgpu where there is no browser. */
  readonly load?: () => Promise<WebGpuPackage>;
}

/**
 * Opens the fastest adapter with the largest buffers that it offers.
 * @throws CarryoverError when the package is not installed, there is no adapter, or it gives no device
 */
export async function openGpu({ load = loadPackage }: OpenGpuOptions = {}): Promise<Gpu> {
  const gpu = await findGpu(load);
  const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
  if (adapter === null) throw new CarryoverError([gpuAdapterMissing()], exitCodes.usage);
  const name = adapterName(adapter.info);
  const { maxBufferSize, maxStorageBufferBindingSize } = adapter.limits;
  const device = await adapter
    .requestDevice({ requiredLimits: { maxBufferSize, maxStorageBufferBindingSize } })
    .catch((error: unknown) => {
      throw new CarryoverError([gpuDeviceRefused(name, String(error))], exitCodes.usage);
    });
  return { device, adapter: name, software: isSoftware(adapter.info), dispose: () => device.destroy() };
}

async function findGpu(load: () => Promise<WebGpuPackage>): Promise<GPU> {
  const browser = typeof navigator === "undefined" ? undefined : (navigator as Partial<Navigator>).gpu;
  if (browser !== undefined) return browser;
  if (typeof document !== "undefined") throw new CarryoverError([gpuMissingInBrowser()], exitCodes.usage);
  const { create } = await load().catch((error: { code?: string; message?: string }) => {
    const reason =
      error.code === "ERR_MODULE_NOT_FOUND" ? "it is not installed" : (error.message ?? "it does not load");
    throw new CarryoverError([gpuPackageMissing(reason)], exitCodes.usage);
  });
  const gpu = instances.get(create) ?? create([]);
  instances.set(create, gpu);
  return gpu;
}

/** Dawn has to outlive all that was ever made with it, garbage included: one instance, kept as long as the process lives. */
const instances = new Map<WebGpuPackage["create"], GPU>();

function loadPackage(): Promise<WebGpuPackage> {
  return import("webgpu");
}

/** What an adapter calls itself, as far as it tells. */
export function adapterName({ description, device, architecture, vendor }: GPUAdapterInfo): string {
  if (description !== "") return description;
  const parts = [vendor, architecture, device].filter((part) => part !== "");
  return parts.length === 0 ? "an adapter without a name" : parts.join(" ");
}

function isSoftware(info: GPUAdapterInfo): boolean {
  if (info.isFallbackAdapter) return true;
  const words = `${info.vendor} ${info.architecture} ${info.device} ${info.description}`;
  return /swiftshader|llvmpipe|lavapipe|basic render|\bwarp\b/i.test(words);
}
