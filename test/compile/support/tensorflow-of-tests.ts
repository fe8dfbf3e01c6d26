// Backends of TensorFlow.js for tests: those of the development dependencies must start, others are skipped with a reason.

import { type OpenTensorFlow, openTensorflow, type TensorFlowBackend } from "../../../src/compile/tensorflow/index.ts";
import { gpuOfTests } from "./gpu.ts";

/** Always there. */
export const everywhere: readonly TensorFlowBackend[] = ["cpu", "wasm"];

/** The backend webgpu, or undefined where there is no adapter, which CI does not tolerate. */
export async function webgpuOfTests(): Promise<OpenTensorFlow | undefined> {
  const gpu = await gpuOfTests();
  gpu?.dispose();
  return gpu === undefined ? undefined : openTensorflow("webgpu");
}

/** The backend node, or undefined where its package is not installed: its installer downloads from a host that CI may not reach. */
export async function nodeOfTests(): Promise<OpenTensorFlow | undefined> {
  return openTensorflow("node").catch((error: Error) => {
    console.warn(`Skipped: ${error.message}`);
    return undefined;
  });
}
