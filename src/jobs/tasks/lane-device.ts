// A device with lanes for many fits, opened in the thread that uses it: a GPU through WebGPU, or a backend of TensorFlow.js.

import type { CompileRequest, LaneData, LaneEngine } from "../../compile/index.ts";
import type { TensorFlowBackend } from "../../compile/tensorflow/index.ts";

/** "gpu", or TensorFlow.js on one of its backends. */
export type LaneDeviceKind = "gpu" | TensorFlowBackend;

export interface LaneDevice {
  readonly kind: LaneDeviceKind;
  /** For people: `webgpu (NVIDIA H100)`, `tensorflow wasm (SIMD)`. */
  readonly name: string;
  /** A processor plays the GPU. */
  readonly software: boolean;
  engine(request: CompileRequest, fits: readonly LaneData[], lanesPerFit: number): Promise<LaneEngine>;
  dispose(): void;
}

/**
 * Opens a device.
 * @param kind "auto": TensorFlow.js on the first backend that starts of webgpu (never one that a processor plays), node, wasm and cpu
 * @throws CarryoverError with the reason why there is none
 */
export async function openLaneDevice(kind: LaneDeviceKind | "auto"): Promise<LaneDevice> {
  if (kind === "gpu") {
    const { openGpu, wgslLaneEngine } = await import("../../compile/wgsl/index.ts");
    const { device, adapter, software, dispose } = await openGpu();
    return {
      kind,
      name: `webgpu (${adapter})`,
      software,
      engine: (request, fits, lanesPerFit) => wgslLaneEngine(request, fits, lanesPerFit, device),
      dispose,
    };
  }
  const { openTensorflow, tensorflowLaneEngine } = await import("../../compile/tensorflow/index.ts");
  const { tf, backend, name, dispose } = await openTensorflow(kind);
  return {
    kind: backend,
    name,
    // `auto` takes no such GPU; asked for by its own name it is used as any other.
    software: false,
    engine: (request, fits, lanesPerFit) => tensorflowLaneEngine(request, fits, lanesPerFit, tf),
    dispose,
  };
}
