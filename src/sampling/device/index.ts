// What other folders take from sampling/device.

export { deviceBytesOfFit, fitsAtOnce } from "./buffers.ts";
export { deviceResult } from "./device-result.ts";
export { compileTransitions, type TransitionKernel } from "./device-run.ts";
export { kernelFunctions, kernelShape, type KernelShape } from "./kernel.ts";
export { type Metrics, metricsOf, type Windows } from "./metrics.ts";
export {
  type DeviceDraws,
  type DeviceFit,
  type DeviceOptions,
  type DeviceResult,
  roomFor,
  sampleOnDevice,
} from "./sample-on-device.ts";
