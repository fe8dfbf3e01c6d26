// Devices that the many-lane sampler is tested on for real: the GPU there is, a software one in CI, and TensorFlow.js on WebAssembly.

import type { LaneData, LaneEngine } from "../../../src/compile/lanes.ts";
import { openTensorflow, tensorflowLaneEngine } from "../../../src/compile/tensorflow/index.ts";
import { wgslLaneEngine } from "../../../src/compile/wgsl/index.ts";
import { densityRequest, type Model } from "../../../src/model/index.ts";
import { gpuOfTests } from "../../compile/support/gpu.ts";

export interface Device {
  engine(model: Model, fits: readonly LaneData[], lanesPerFit: number): Promise<LaneEngine>;
  dispose(): void;
}

/** How each is opened; undefined where there is none, which has been said then and which CI does not tolerate. */
export const devices: readonly { readonly device: string; readonly open: () => Promise<Device | undefined> }[] = [
  {
    device: "WGSL",
    async open() {
      const gpu = await gpuOfTests();
      if (gpu === undefined) return undefined;
      return {
        engine: (model, fits, lanesPerFit) => wgslLaneEngine(densityRequest(model), fits, lanesPerFit, gpu.device),
        dispose: gpu.dispose,
      };
    },
  },
  {
    device: "TensorFlow.js wasm",
    async open() {
      const { tf, dispose } = await openTensorflow("wasm");
      return {
        engine: (model, fits, lanesPerFit) => tensorflowLaneEngine(densityRequest(model), fits, lanesPerFit, tf),
        dispose,
      };
    },
  },
];
