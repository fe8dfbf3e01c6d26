// What other folders take from sampling/webassembly.

export { webAssemblyNuts } from "./kernel.ts";
export { nutsModule } from "./module.ts";
