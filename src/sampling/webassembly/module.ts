// The sampler's code in WebAssembly, compiled once for a process: threads share the modules that they are sent.

import type { SamplerModules } from "../density.ts";
import { printMatrices } from "./print-matrices.ts";
import { printNuts } from "./print-nuts.ts";

let compiled: SamplerModules | undefined;

/** The modules for `DensityMachine.modules`. They are the same for every density. */
export function samplerModules(): SamplerModules {
  compiled ??= { nuts: new WebAssembly.Module(printNuts()), matrices: new WebAssembly.Module(printMatrices()) };
  return compiled;
}
