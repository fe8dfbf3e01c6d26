// What other folders take from sampling/webassembly.

export { webAssemblyNuts } from "./kernel.ts";
export { webAssemblyMatrices } from "./matrices.ts";
export { samplerModules } from "./module.ts";
