// The sampler's code in WebAssembly, compiled once for a process: threads share the modules that they are sent.

import type { SamplerModules } from "../density.ts";
import { printMatrices } from "./print-matrices.ts";
import { printNuts } from "./print-nuts.ts";

const compiled = new Map<boolean, SamplerModules>();

/**
 * The modules for `DensityMachine.modules`. They are the same for every density.
 * @param shared whether the memory of the density is shared between threads; WebAssembly has other modules for it
 */
export function samplerModules(shared: boolean = false): SamplerModules {
  const known = compiled.get(shared);
  if (known !== undefined) return known;
  const modules = {
    nuts: new WebAssembly.Module(printNuts(shared)),
    matrices: new WebAssembly.Module(printMatrices()),
  };
  compiled.set(shared, modules);
  return modules;
}
