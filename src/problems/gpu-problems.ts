// Problems of computing on a GPU: no package, no adapter, a device that fails.

import type { Problem } from "./problem.ts";

export const gpuPackageMissing = (reason: string): Problem => ({
  code: "gpu-package-missing",
  message: "Computing on a GPU requires the package webgpu, which is not installed or cannot be loaded.",
  received: reason,
  hint: "Install it beside carryover (npm install webgpu).",
});

export const gpuMissingInBrowser = (): Problem => ({
  code: "gpu-missing-in-browser",
  message: "This browser does not support WebGPU (navigator.gpu is missing).",
  hint: "Use a browser with WebGPU and serve the page over HTTPS or from localhost.",
});

export const gpuAdapterMissing = (): Problem => ({
  code: "gpu-adapter-missing",
  message: "No GPU adapter was found: WebGPU is available, but it found no usable driver.",
  hint:
    "Install the driver of the GPU: Vulkan on Linux (libvulkan1 and the ICD of the driver), Direct3D 12 on Windows, Metal " +
    "on macOS. A software driver works too: with Debian's chromium, set VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json.",
});

export const gpuDeviceRefused = (adapter: string, reason: string): Problem => ({
  code: "gpu-device-refused",
  message: `The GPU adapter ${adapter} refuses to open a device.`,
  received: reason,
  hint: "Close other programs that use the GPU, update its driver, or use the CPU.",
});

export const gpuFailed = (doing: string, reason: string): Problem => ({
  code: "gpu-failed",
  message: `The GPU failed while ${doing}.`,
  received: reason,
  hint: "Run fewer fits or chains at once, update the driver of the GPU, or use the CPU.",
});

export const gpuTooSmall = (what: string, bytes: number, limit: number): Problem => ({
  code: "gpu-too-small",
  message: `${what} takes ${Math.ceil(bytes / 2 ** 20)} MiB in one buffer, and the GPU allows ${Math.floor(limit / 2 ** 20)} MiB.`,
  hint: "Use the CPU, or another GPU.",
});
