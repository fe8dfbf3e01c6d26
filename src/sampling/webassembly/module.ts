// The transitions in WebAssembly, compiled once for a process: threads share the module that they are sent.

import { printNuts } from "./print-nuts.ts";

let compiled: WebAssembly.Module | undefined;

/** NUTS as a module, for `DensityMachine.nuts`. */
export function nutsModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(printNuts());
  return compiled;
}
