// Lanes on a GPU: the loop program printed as WGSL, in float32.

export { kernelCost, type KernelCost } from "./cost.ts";
export { wgslLaneEngine, type WgslOptions } from "./engine.ts";
export { checked, type DeviceWatch, watchDevice } from "./failures.ts";
export type { FitDataOf } from "./fit-data.ts";
export { float32Literal } from "./literal.ts";
export { horner } from "./math/index.ts";
export { type Gpu, openGpu, type OpenGpuOptions } from "../open-gpu.ts";
export { printDensity, type PrintedDensity } from "./printed-density.ts";
