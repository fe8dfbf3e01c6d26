// The backends that this version of Node can compile for.

import type { Backend } from "../../../src/compile/index.ts";
import { fusedProbe } from "../../../src/compile/wasm/index.ts";

/** Whether fused multiply-adds can be compiled here; the second Node of the checks can. */
export const hasFused: boolean = WebAssembly.validate(fusedProbe());

if (!hasFused) console.info(`Not tested: the backend wasm-fma, because Node ${process.version} has no relaxed SIMD.`);

export const compiledBackends: readonly Backend[] = hasFused
  ? ["javascript", "wasm", "wasm-fma"]
  : ["javascript", "wasm"];
