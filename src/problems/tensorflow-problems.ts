// Problems of computing with TensorFlow.js: packages that are not there, backends that do not start.

import type { Problem } from "./problem.ts";

export const tensorflowPackageMissing = (name: string, backend: string, reason: string): Problem => ({
  code: "tensorflow-package-missing",
  message: `The backend ${backend} of TensorFlow.js takes the package ${name}, which is not installed or cannot be loaded.`,
  received: reason,
  hint: `Install it beside carryover (npm install ${name}), or choose another backend.`,
});

export const tensorflowBackendFailed = (backend: string, reason: string): Problem => ({
  code: "tensorflow-backend-failed",
  message: `The backend ${backend} of TensorFlow.js does not start.`,
  received: reason,
  hint: "Choose another backend: cpu runs everywhere, wasm wherever there is WebAssembly.",
});

export const tensorflowSoftwareGpu = (adapter: string): Problem => ({
  code: "tensorflow-software-gpu",
  message: `The GPU that was found, ${adapter}, is played by the processor, and slower than the backend wasm.`,
  hint: "Install the driver of a GPU; the backend webgpu, asked for by name, uses what was found.",
});
