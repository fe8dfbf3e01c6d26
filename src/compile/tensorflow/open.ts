// TensorFlow.js and one of its backends, each loaded when it is asked for.

import { CarryoverError, exitCodes, type Problem } from "../../problems/problem.ts";
import {
  tensorflowBackendFailed,
  tensorflowPackageMissing,
  tensorflowSoftwareGpu,
} from "../../problems/tensorflow-problems.ts";
import { openGpu } from "../open-gpu.ts";
import type { TensorFlow } from "./library.ts";

/** What TensorFlow.js can compute on here: `node` is TensorFlow's C library, `webgpu` a GPU through Dawn or the browser. */
export type TensorFlowBackend = "cpu" | "wasm" | "node" | "webgpu";

export interface OpenTensorFlow {
  readonly tf: TensorFlow;
  readonly backend: TensorFlowBackend;
  /** For people: `tensorflow wasm (SIMD)`, `tensorflow webgpu (NVIDIA H100)`. */
  readonly name: string;
  /** Backends that `auto` would have preferred, with what kept them from starting. */
  readonly passedOver: readonly { readonly backend: TensorFlowBackend; readonly problem: Problem }[];
  /** Gives a GPU back; the backend is of no use afterwards. */
  dispose(): void;
}

/** How packages are loaded; replaced in tests. */
export type LoadPackage = (name: string) => Promise<unknown>;

interface Started {
  readonly tf: TensorFlow;
  readonly detail?: string;
  readonly dispose?: () => void;
}

/** The order of `auto`: many lanes are quickest on a GPU, then in the C library, then in WebAssembly. */
const preferred: readonly TensorFlowBackend[] = ["webgpu", "node", "wasm", "cpu"];

/**
 * Starts a backend and makes it the current one of TensorFlow.js, which has one at a time. `auto` takes the first that starts of webgpu (not
 * one that a processor plays), node, wasm, cpu, and says which; a backend asked for by name is that one or an error.
 * @throws CarryoverError when a package is missing or the backend does not start
 */
export async function openTensorflow(
  backend: TensorFlowBackend | "auto",
  load: LoadPackage = loadPackage,
): Promise<OpenTensorFlow> {
  if (backend !== "auto") return opened(backend, await starters[backend](load, true), []);
  const passedOver: { backend: TensorFlowBackend; problem: Problem }[] = [];
  for (const each of preferred) {
    try {
      return opened(each, await starters[each](load, false), passedOver);
    } catch (error) {
      if (!(error instanceof CarryoverError)) throw error;
      passedOver.push({ backend: each, problem: error.problems[0] });
    }
  }
  throw new CarryoverError(
    passedOver.map(({ problem }) => problem),
    exitCodes.usage,
  );
}

function opened(
  backend: TensorFlowBackend,
  { tf, detail, dispose }: Started,
  passedOver: OpenTensorFlow["passedOver"],
): OpenTensorFlow {
  const name = `tensorflow ${backend}${detail === undefined ? "" : ` (${detail})`}`;
  return { tf, backend, name, passedOver, dispose: () => dispose?.() };
}

/** Ways to start; `software` admits a GPU that a processor plays. */
const starters: Readonly<Record<TensorFlowBackend, (load: LoadPackage, software: boolean) => Promise<Started>>> = {
  async cpu(load) {
    const tf = await loadTensorflow(load, "@tensorflow/tfjs", "cpu");
    await use(tf, "cpu", "cpu");
    return { tf };
  },
  async wasm(load) {
    const tf = await loadTensorflow(load, "@tensorflow/tfjs", "wasm");
    const name = "@tensorflow/tfjs-backend-wasm";
    const { setWasmPaths } = (await loaded(load, name, "wasm")) as { setWasmPaths: (folder: string) => void };
    const folder = await folderOf(name);
    if (folder !== undefined) setWasmPaths(folder);
    await withoutListeners(() => use(tf, "wasm", "wasm"));
    const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
    return { tf, detail: simd === true ? "SIMD" : "no SIMD" };
  },
  async node(load) {
    const tf = await loadTensorflow(load, "@tensorflow/tfjs-node", "node");
    await use(tf, "tensorflow", "node");
    return { tf };
  },
  async webgpu(load, software) {
    const tf = await loadTensorflow(load, "@tensorflow/tfjs", "webgpu");
    const name = "@tensorflow/tfjs-backend-webgpu";
    const { WebGPUBackend } = (await loaded(load, name, "webgpu")) as { WebGPUBackend: WebGpuBackendClass };
    const gpu = await openGpu({ load: inBrowserClothes });
    if (gpu.software && !software) {
      gpu.dispose();
      throw new CarryoverError([tensorflowSoftwareGpu(gpu.adapter)], exitCodes.usage);
    }
    if (tf.findBackendFactory("webgpu") !== null) tf.removeBackend("webgpu");
    tf.registerBackend("webgpu", () => new WebGPUBackend(gpu.device));
    // Small tensors that have not left the host would be computed there, in float64: gradients must be functions of the position alone.
    tf.env().set("WEBGPU_CPU_FORWARD", false);
    await use(tf, "webgpu", "webgpu").catch((error: unknown) => {
      gpu.dispose();
      throw error;
    });
    return { tf, detail: gpu.adapter, dispose: () => gpu.dispose() };
  },
};

type WebGpuBackendClass = new (device: GPUDevice) => ReturnType<TensorFlow["backend"]>;

/** The package webgpu, with what TensorFlow.js expects of a browser: its constants as globals, and `navigator.gpu`. */
async function inBrowserClothes(): Promise<Pick<typeof import("webgpu"), "create">> {
  const { create, globals } = await import("webgpu");
  return {
    create(options) {
      const gpu = create(options);
      Object.assign(globalThis, globals);
      if (typeof navigator === "undefined") {
        Object.defineProperty(globalThis, "navigator", { value: { gpu }, configurable: true });
      } else Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
      return gpu;
    },
  };
}

function loadPackage(name: string): Promise<unknown> {
  return import(name);
}

async function loaded(load: LoadPackage, name: string, backend: TensorFlowBackend): Promise<unknown> {
  return load(name).catch((error: { readonly code?: string; readonly message?: string }) => {
    const missing = error.code === "ERR_MODULE_NOT_FOUND" && error.message?.includes(name);
    const reason = missing ? "it is not installed" : (error.message ?? String(error));
    throw new CarryoverError([tensorflowPackageMissing(name, backend, reason)], exitCodes.usage);
  });
}

/** The module, told to keep its advertisements for other backends to itself. */
async function loadTensorflow(load: LoadPackage, name: string, backend: TensorFlowBackend): Promise<TensorFlow> {
  const module = (await loaded(load, name, backend)) as TensorFlow & { readonly default?: TensorFlow };
  const tf = module.default ?? module;
  tf.env().set("PROD", true);
  return tf;
}

/** Makes a registered backend the current one. */
async function use(tf: TensorFlow, registered: string, backend: TensorFlowBackend): Promise<void> {
  if ((await tf.setBackend(registered)) && tf.getBackend() === registered) return tf.ready();
  throw new CarryoverError([tensorflowBackendFailed(backend, await reasonOf(tf, registered))], exitCodes.usage);
}

/** Why a backend did not start: TensorFlow.js keeps that to itself, so it is started again by hand. */
async function reasonOf(tf: TensorFlow, registered: string): Promise<string> {
  const factory = tf.findBackendFactory(registered);
  if (factory === null) return "it has not registered itself";
  try {
    await factory();
    return "no reason was given";
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The folder of a package's main file, where there is a file system. */
async function folderOf(name: string): Promise<string | undefined> {
  if (typeof process === "undefined" || process.versions?.node === undefined) return undefined;
  const { createRequire } = await import("node:module");
  const { dirname, sep } = await import("node:path");
  return dirname(createRequire(import.meta.url).resolve(name)) + sep;
}

/** Runs `start` and takes away the handlers of errors that Emscripten adds to the process, which would print its source with each. */
async function withoutListeners(start: () => Promise<void>): Promise<void> {
  if (typeof process === "undefined" || process.listeners === undefined) return start();
  const events = ["uncaughtException", "unhandledRejection"] as const;
  const before = events.map((event) => process.listeners(event as "uncaughtException"));
  await start();
  events.forEach((event, i) => {
    for (const listener of process.listeners(event as "uncaughtException")) {
      if (!before[i].includes(listener)) process.removeListener(event, listener);
    }
  });
}
