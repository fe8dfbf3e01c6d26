// Lanes on a GPU: the loop program printed as WGSL, in float32.

export { kernelCost, type KernelCost } from "./cost.ts";
export { wgslLaneEngine, type WgslOptions } from "./engine.ts";
export { type Gpu, openGpu, type OpenGpuOptions } from "../open-gpu.ts";
