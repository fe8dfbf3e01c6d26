// Problems of computing with TensorFlow.js: packages that are not there, backends that do not start.

import type { Problem } from "./problem.ts";

export const tensorflowPackageMissing = (name: string, backend: string, reason: string): Problem => ({
  code: "tensorflow-package-missing",
  message: `The backend ${backend} of TensorFlow.js requires the package ${name}, which is not installed or cannot be loaded.`,
  received: reason,
  hint: `Install it beside carryover (npm install ${name}), or choose another backend.`,
});

export const tensorflowBackendFailed = (backend: string, reason: string): Problem => ({
  code: "tensorflow-backend-failed",
  message: `The backend ${backend} of TensorFlow.js failed to start.`,
  received: reason,
  hint: "Choose another backend: cpu runs everywhere, wasm requires WebAssembly.",
});

export const tensorflowSoftwareGpu = (adapter: string): Problem => ({
  code: "tensorflow-software-gpu",
  message: `The GPU found, ${adapter}, is emulated by the CPU and slower than the backend wasm.`,
  hint: "Install the driver of a GPU. The backend webgpu, selected by name, uses the emulated GPU.",
});
